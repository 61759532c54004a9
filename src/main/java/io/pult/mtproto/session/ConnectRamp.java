package io.pult.mtproto.session;

import io.pult.mtproto.transport.Exit;
import java.util.HashMap;
import java.util.Map;

/**
 * When sessions may connect: so many a second through one exit, so many with known keys and so many with new ones in the whole
 * process. Telegram answers a storm with -429; then the exit's rate is halved, and grows again by one for each quiet ten
 * seconds. One for a process; on any thread.
 */
public final class ConnectRamp {
    private static final int MANY_EXITS = 4_096;

    private final Rates rates;
    private final Lane known;
    private final Lane fresh;
    private final Map<Exit, Lane> exits = new HashMap<>();

    /**
     * Connections a second.
     *
     * @param exit through one exit
     * @param known with a key
     * @param fresh without, which costs an exchange
     */
    public record Rates(int exit, int known, int fresh) {
        public static final Rates DEFAULT = new Rates(20, 200, 50);
    }

    public ConnectRamp(Rates rates) {
        this.rates = rates;
        known = new Lane(rates.known());
        fresh = new Lane(rates.fresh());
    }

    /** Takes a turn. @return the time of it, not before {@code now}; milliseconds as {@link Ticks} counts */
    synchronized long turn(Exit exit, boolean knownKey, long now) {
        forgetIdle(now);
        Lane lane = exits.computeIfAbsent(exit, added -> new Lane(rates.exit()));
        // Each from now on: a turn of an exit that is far behind would otherwise hold up those of all the others.
        long own = lane.take(now);
        return Math.max(own, (knownKey ? known : fresh).take(now));
    }

    /** Telegram complained about connections from there (-429). @return how long nobody goes through it, in milliseconds */
    synchronized long flooded(Exit exit, long now) {
        return exits.computeIfAbsent(exit, added -> new Lane(rates.exit())).flooded(now);
    }

    /** Until when an exit is left alone; in the past when it is not. */
    synchronized long closedUntil(Exit exit) {
        Lane lane = exits.get(exit);
        return lane == null ? 0 : lane.closedUntil;
    }

    private void forgetIdle(long now) {
        if (exits.size() >= MANY_EXITS) {
            exits.values().removeIf(lane -> lane.idle(now));
        }
    }

    /** One after another at a rate; who comes late has not saved up. */
    private static final class Lane {
        private static final long QUIET = 10_000;
        private static final long FIRST_PAUSE = 5_000;
        private static final long LONGEST_PAUSE = 120_000;

        private final int most;
        private int rate;
        /** In microseconds, as 200 a second in whole milliseconds would be the last rate to come out even. */
        private long next;

        private long calmSince;
        private long closedUntil;
        private long pause = FIRST_PAUSE;

        Lane(int rate) {
            most = rate;
            this.rate = rate;
        }

        long take(long earliest) {
            recover(earliest);
            long turn = Math.max(next, 1_000 * Math.max(earliest, closedUntil));
            next = turn + 1_000_000 / rate;
            return turn / 1_000;
        }

        long flooded(long now) {
            if (now >= closedUntil) {
                // The complaints of one storm come together: they count as one.
                rate = Math.max(1, rate / 2);
                closedUntil = now + pause;
                calmSince = closedUntil;
                pause = Math.min(LONGEST_PAUSE, pause * 2);
                next = 1_000 * closedUntil;
            }
            return closedUntil - now;
        }

        private void recover(long now) {
            while (rate < most && now - calmSince >= QUIET) {
                rate++;
                calmSince += QUIET;
            }
            if (rate == most) {
                pause = FIRST_PAUSE;
            }
        }

        boolean idle(long now) {
            recover(now);
            return rate == most && next <= 1_000 * now;
        }
    }
}
