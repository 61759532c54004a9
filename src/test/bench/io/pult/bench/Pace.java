package io.pult.bench;

import java.time.Duration;

/** When requests are meant to be sent. Times are nanoseconds of the monotonic clock; used by one thread, for one run. */
sealed interface Pace {
    void begin(long now);

    boolean due(long now);

    /**
     * Takes the request that is due.
     *
     * @return when it was meant to be sent; its latency counts from there, however late it goes out
     */
    long take(long now);

    /** Nothing is due any more. */
    boolean over(long now);

    /** Milliseconds, at least 1, that nobody misses when the thread sleeps for them. */
    long rest(long now);

    /** Every connection asks again as soon as it has its answer: finds the capacity and hides the pauses. */
    static Pace closed(Duration time) {
        return new Closed(time.toNanos());
    }

    /** At a fixed rate, whether answers come or not: shows the pauses. */
    static Pace open(double perSecond, long requests) {
        return new Open(perSecond, requests);
    }

    final class Closed implements Pace {
        private final long time;
        private long end;

        private Closed(long time) {
            this.time = time;
        }

        @Override
        public void begin(long now) {
            end = now + time;
        }

        @Override
        public boolean due(long now) {
            return !over(now);
        }

        @Override
        public long take(long now) {
            return now;
        }

        @Override
        public boolean over(long now) {
            return now - end >= 0;
        }

        @Override
        public long rest(long now) {
            return 20;
        }
    }

    final class Open implements Pace {
        private final double gap;
        private final long requests;
        private long began;
        private long taken;

        private Open(double perSecond, long requests) {
            this.gap = 1e9 / perSecond;
            this.requests = requests;
        }

        @Override
        public void begin(long now) {
            began = now;
        }

        @Override
        public boolean due(long now) {
            return !over(now) && now - next() >= 0;
        }

        @Override
        public long take(long now) {
            long intended = next();
            taken++;
            return intended;
        }

        @Override
        public boolean over(long now) {
            return taken >= requests;
        }

        @Override
        public long rest(long now) {
            return over(now) ? 20 : Math.max(1, Math.min(20, (next() - now) / 1_000_000));
        }

        private long next() {
            return began + (long) (taken * gap);
        }
    }
}
