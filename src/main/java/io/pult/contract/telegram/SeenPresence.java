package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody is there, as Telegram shows it to one account. What Telegram makes coarse stays coarse: it is a state of
 * its own and never a time.
 *
 * @param user Telegram's id
 * @param at online: until then, unless something else is said before; offline: since then; absent for all others
 * @param byUs whether it is coarse because the account hides its own presence
 */
public record SeenPresence(long user, Seen seen, @Nullable Instant at, boolean byUs) {
    public enum Seen {
        @JsonProperty("online")
        ONLINE,
        @JsonProperty("offline")
        OFFLINE,
        /** Between a second and three days ago. */
        @JsonProperty("recently")
        RECENTLY,
        /** Three to seven days ago. */
        @JsonProperty("last_week")
        LAST_WEEK,
        /** A week to a month ago. */
        @JsonProperty("last_month")
        LAST_MONTH,
        /** Never, longer ago, or kept from the account. */
        @JsonProperty("unknown")
        UNKNOWN
    }
}
