package io.pult.contract.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a job stands. A failed or cancelled one can be retried; nothing leaves {@code succeeded}. */
public enum JobState {
    /** Waits for a node to take it. */
    @JsonProperty("queued")
    QUEUED,
    /** A node walks its steps, or waits to try a failed step again. */
    @JsonProperty("running")
    RUNNING,
    /** Somebody has cancelled it; the step that is under way still ends. */
    @JsonProperty("cancelling")
    CANCELLING,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED;

    /** As in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Nothing happens to the job any more unless somebody retries it. */
    public boolean finished() {
        return this == CANCELLED || this == SUCCEEDED || this == FAILED;
    }
}
