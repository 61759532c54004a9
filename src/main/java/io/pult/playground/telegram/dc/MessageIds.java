package io.pult.playground.telegram.dc;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** msg_ids of a data centre: the time in units of 2^-32 seconds, each above all before it, on any thread. */
final class MessageIds {
    static final int ANSWER = 1;
    static final int OTHER = 3;

    private static final long UNITS_A_MILLI = 4_294_967;

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    MessageIds(InstantSource clock) {
        this.clock = clock;
    }

    /** @param kind the remainder by 4 */
    long next(int kind) {
        long now = at(clock.millis());
        return last.updateAndGet(before -> Math.max(before + 4, now)) | kind;
    }

    static long at(long millis) {
        return ((millis / 1_000) << 32) + (millis % 1_000 * UNITS_A_MILLI & ~3);
    }

    /** The seconds since 1970 in it. */
    static long seconds(long id) {
        return id >>> 32;
    }
}
