package io.pult.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The session of a person who asks.
 *
 * @param confirmedAt when this person last showed who they are, by password, second step or a launch of the Mini App:
 *     dangerous acts want it to be minutes ago
 */
public record SignIn(UUID session, Instant confirmedAt) {
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** By which the clock of the node that was shown it may be ahead of this one's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** A clock that stepped back must not make an old confirmation last. */
    boolean confirmedLately(Instant now) {
        return !confirmedAt.isBefore(now.minus(FRESH)) && !confirmedAt.isAfter(now.plus(CLOCKS_DIFFER));
    }
}
