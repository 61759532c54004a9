package io.pult.mtproto.updates;

import io.pult.mtproto.crypto.Entropy;

/** Whether a question has to be asked, and when: a failed one later and later, and not for ever. */
final class Retry {
    private static final int MOST_FAILURES = 5;
    private static final int JITTER = 1_024;

    private static final long NEVER = Long.MAX_VALUE;

    private long wantedAt = NEVER;
    private long pauseUntil;
    private int failures;

    void want() {
        wantedAt = 0;
    }

    void wantAt(long moment) {
        wantedAt = Math.min(wantedAt, moment);
    }

    boolean due(long now) {
        return wantedAt != NEVER && now >= Math.max(wantedAt, pauseUntil);
    }

    /** Asked now; not again before the pause is over, so that a peer that always leaves gaps is not asked always. */
    void asked(long now, long pause) {
        wantedAt = NEVER;
        pauseUntil = now + pause;
    }

    void answered() {
        failures = 0;
    }

    /** At once: there is more of the same answer. */
    void goOn() {
        wantedAt = 0;
        pauseUntil = 0;
    }

    void forget() {
        wantedAt = NEVER;
        failures = 0;
    }

    /**
     * 1, 2, 4 … seconds and up to one more, five times; after that only a new reason to ask counts.
     *
     * @param least how long the server wants to be left alone, in milliseconds
     * @return whether it is asked again
     */
    boolean failed(long now, long least, Entropy entropy) {
        failures++;
        pauseUntil = now + Math.max(least, 1_000L << (Math.min(failures, MOST_FAILURES) - 1)) + entropy.below(JITTER);
        boolean again = failures <= MOST_FAILURES;
        if (again) {
            want();
        } else {
            forget();
        }
        return again;
    }
}
