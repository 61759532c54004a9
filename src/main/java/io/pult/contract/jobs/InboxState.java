package io.pult.contract.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whether an inbox item still waits for a person. */
public enum InboxState {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("answered")
    ANSWERED,
    /** The matter settled itself before anybody answered. */
    @JsonProperty("withdrawn")
    WITHDRAWN;

    /** As in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static InboxState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
