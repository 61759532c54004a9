package io.pult.vk;

import java.time.Duration;
import java.util.Set;

/**
 * A token does not go with a method for a while.
 *
 * @param method empty: with no method at all
 * @param rest from now on; negative once it is over, which is remembered for a day because the next one is longer
 * @param strikes how often within a day
 */
record TokenLock(String member, long epoch, String method, int code, Duration rest, int strikes) {
    /** Of the whole token. */
    static final String ALL = "";

    /** Errors that mean a right and not a limit. */
    static final Set<Integer> RIGHTS = Set.of(7, 15, 27, 28);

    private static final Duration LONG = Duration.ofMinutes(1);

    boolean holds() {
        return rest.toMillis() > 0;
    }

    /** Longer than what Redis alone may forget. */
    boolean isLong() {
        return rest.compareTo(LONG) > 0;
    }
}
