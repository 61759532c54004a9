package io.pult.mtproto.session;

/** Notices when something that is meant to end goes on and on: more than so often within a minute. */
final class Guard {
    private static final long WINDOW = 60_000;

    private final int most;
    private int count;
    private long start = Long.MIN_VALUE / 2;

    Guard(int most) {
        this.most = most;
    }

    /** @return whether it happened too often; counting starts anew then */
    boolean tooOften(long now) {
        if (now - start >= WINDOW) {
            start = now;
            count = 0;
        }
        count++;
        if (count <= most) {
            return false;
        }
        count = 0;
        return true;
    }
}
