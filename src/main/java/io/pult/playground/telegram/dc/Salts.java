package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlWriter;
import java.time.InstantSource;

/**
 * Salts of keys: each half an hour another, good for one more half hour unless all were rotated. None is stored; they follow
 * from key, half hour and a secret. On any thread.
 */
final class Salts {
    private static final long PERIOD_MILLIS = 1_800_000;

    private final InstantSource clock;
    private final long start;
    private final long secret;
    private volatile long rotations;
    private volatile long oldest;

    Salts(InstantSource clock, long secret) {
        this.clock = clock;
        this.secret = secret;
        this.start = clock.millis();
    }

    /** Those of now are good no longer. */
    synchronized void rotate() {
        rotations++;
        oldest = era();
    }

    long current(KnownKey key) {
        return salt(key, era());
    }

    boolean accepts(KnownKey key, long salt) {
        long era = era();
        return salt == salt(key, era) || (era > oldest && salt == salt(key, era - 1));
    }

    /** Which half hour it is, counted from the start and with each rotation as one. */
    long era() {
        return (clock.millis() - start) / PERIOD_MILLIS + rotations;
    }

    /** The bare vector of future_salts: the salt of now and those of the following half hours. */
    void write(KnownKey key, int count, TlWriter out) {
        long era = era();
        long since = start + (era - rotations) * PERIOD_MILLIS;
        out.int32(count);
        for (int i = 0; i < count; i++) {
            long from = since + i * PERIOD_MILLIS;
            out.int32((int) (from / 1_000));
            out.int32((int) ((from + 2 * PERIOD_MILLIS) / 1_000));
            out.int64(salt(key, era + i));
        }
    }

    private long salt(KnownKey key, long era) {
        if (era == key.firstEra()) {
            return key.firstSalt();
        }
        long mixed = (key.id() ^ secret) + era * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
