package io.pult.mtproto.session;

import io.pult.mtproto.crypto.Entropy;

/** How long to wait before the next connection: 0, 1, 2, 4 … 60 s, give or take 30 %; from 0 again after 30 good seconds. */
final class Backoff {
    private static final long GOOD = 30_000;

    private final long most;
    private int failures;

    /** @param most milliseconds */
    Backoff(long most) {
        this.most = most;
    }

    long next(Entropy entropy) {
        long delay = failures == 0 ? 0 : Math.min(most, 1_000L << Math.min(failures - 1, 6));
        failures++;
        return spread(delay, entropy);
    }

    /** @param activeFor how long the connection that was lost could be used, in milliseconds */
    void lostAfter(long activeFor) {
        if (activeFor >= GOOD) {
            failures = 0;
        }
    }

    /** The value ± 30 %, so that what fell together does not get up together. */
    static long spread(long millis, Entropy entropy) {
        return millis * 7 / 10 + millis * 6 / 10 * entropy.below(1_024) / 1_024;
    }
}
