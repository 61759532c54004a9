package io.pult.telegram;

import java.time.Duration;

/**
 * When an account that nobody needs is left without a connection, and when it is woken all the same, so that Telegram does not
 * take its session for abandoned. All times are milliseconds of one clock that never goes back. Confined to one loop.
 */
final class Rest {
    private static final long AWAKE = Long.MAX_VALUE;
    /** Long enough for the state to be asked for. */
    private static final long A_LOOK = 60_000;

    private final Times times;
    private long lastUse;
    private long wakeAt = AWAKE;

    /**
     * @param after how long nobody needs it before it rests; zero: it never does
     * @param wakeEvery how long it rests at most
     */
    record Times(Duration after, Duration wakeEvery) {}

    Rest(Times times, long now) {
        this.times = times;
        this.lastUse = now;
    }

    /** Somebody needs it: it does not rest any more. */
    void used(long now) {
        lastUse = now;
        wakeAt = AWAKE;
    }

    boolean due(long now) {
        return wakeAt == AWAKE && !times.after.isZero() && now - lastUse >= times.after.toMillis();
    }

    /** @param chance from 0 to 1: accounts that lay down together do not rise together */
    void begin(long now, double chance) {
        long most = times.wakeEvery.toMillis();
        wakeAt = now + most - Math.round(most * chance / 10);
    }

    boolean resting() {
        return wakeAt != AWAKE;
    }

    boolean over(long now) {
        return now >= wakeAt;
    }

    /** For its own sake alone: it rests again soon. */
    void woken(long now) {
        wakeAt = AWAKE;
        lastUse = now - Math.max(0, times.after.toMillis() - A_LOOK);
    }
}
