package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A node became or ceased to be the owner of an account's session.
 *
 * @param node its name
 * @param nodeId its incarnation
 * @param epoch of the ownership that began or ended
 * @param reason one word: a claim is {@code free}, {@code node_gone}, {@code answer_lost} or what it was asked for; a release
 *     {@code node_stops}, {@code node_gone}, {@code moved}, {@code unwanted} or what it was asked for
 */
public record SessionClaim(
        long id, UUID accountId, String node, UUID nodeId, long epoch, Kind kind, String reason, Instant at) {
    public enum Kind {
        @JsonProperty("claimed")
        CLAIMED,
        @JsonProperty("released")
        RELEASED;

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
