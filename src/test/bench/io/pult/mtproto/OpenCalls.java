package io.pult.mtproto;

import io.pult.mtproto.session.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Calls at a fixed rate, whether answers come or not, spread over sessions in turns; a latency counts from when the call was
 * meant to be made. A thread of its own looks at the time and brings what is due to the loop, so that the loop makes few calls
 * at a time and its own delays do not move the moments at which calls are due.
 */
final class OpenCalls {
    private static final long GRAIN = 250_000;

    private final LoadLoop loop;
    private final List<Session> sessions;
    private final double gap;
    private final long calls;
    private final Histogram latencies = new Histogram(3);
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private long answered;

    private OpenCalls(LoadLoop loop, List<Session> sessions, int rate, int seconds) {
        this.loop = loop;
        this.sessions = sessions;
        this.gap = 1e9 / rate;
        this.calls = (long) rate * seconds;
    }

    /** @param perSecond that were answered */
    record Run(double perSecond, Histogram latencies) {
        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    static Run run(LoadLoop loop, List<Session> sessions, int rate, int seconds) throws Exception {
        var open = new OpenCalls(loop, sessions, rate, seconds);
        long start = System.nanoTime();
        open.pace(start);
        long end = open.end.get(seconds + 60L, TimeUnit.SECONDS);
        return new Run(open.calls / ((end - start) / 1e9), open.latencies);
    }

    private void pace(long start) {
        long made = 0;
        while (made < calls) {
            long due = Math.min(calls, (long) ((System.nanoTime() - start) / gap));
            if (due > made) {
                long from = made;
                loop.context.runOnContext(go -> make(start, from, due));
                made = due;
            }
            LockSupport.parkNanos(GRAIN);
        }
    }

    private void make(long start, long from, long to) {
        for (long i = from; i < to; i++) {
            long meant = start + (long) (i * gap);
            sessions.get((int) (i % sessions.size()))
                    .call(new NumberCall(-1))
                    .onComplete(done -> answered(meant, done.succeeded()));
        }
    }

    private void answered(long meant, boolean succeeded) {
        long now = System.nanoTime();
        loop.count(succeeded);
        latencies.recordValue(now - meant);
        if (++answered == calls) {
            end.complete(now);
        }
    }
}
