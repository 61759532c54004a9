package io.pult.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a member may do with what belongs to a workspace; each role includes those before it. */
public enum MemberRole {
    @JsonProperty("viewer")
    VIEWER,
    @JsonProperty("operator")
    OPERATOR,
    @JsonProperty("owner")
    OWNER;

    public boolean includes(MemberRole wanted) {
        return compareTo(wanted) >= 0;
    }

    /** As in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static MemberRole of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
