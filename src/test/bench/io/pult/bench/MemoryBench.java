package io.pult.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Whether a node under load keeps more and more. */
final class MemoryBench {
    /** Minutes of load in all; fewer are for trying, and prove nothing. */
    private static final String MINUTES = "PULT_BENCH_MINUTES";

    private static final double ENOUGH = 10;
    private static final double SHARE = 0.4;
    private static final int CONNECTIONS = 32;
    private static final double BAR = 2;

    private final Instance instance;
    private final double rate;

    /** @param capacity requests a second that a node can answer */
    MemoryBench(Instance instance, double capacity) {
        this.instance = instance;
        this.rate = capacity * SHARE;
    }

    List<Measure> call() throws IOException, InterruptedException {
        String told = System.getenv(MINUTES);
        double minutes = told == null || told.isEmpty() ? ENOUGH : Double.parseDouble(told);
        if (minutes <= 0) {
            return List.of(row(Double.NaN, false, "not measured: " + MINUTES + " is " + told));
        }
        Progress.say("%.1f minutes at %.0f requests/s, to see what stays in the heap", minutes, rate);
        try (NodeProcess node = instance.node()) {
            Target target = node.target(node.finishedJob(instance.key()), instance.key());
            long requests = (long) (rate * 60 * minutes);
            long began = System.nanoTime();
            var load = CompletableFuture.supplyAsync(() -> load(target, requests));
            var memory = new OldGeneration(node.process());
            double first = 0;
            double last = 0;
            int readings = (int) Math.max(5, Math.round(minutes));
            for (int i = 1; i <= readings; i++) {
                // The last one is taken while the load still runs: without it the node would hold less.
                double due = i == readings ? minutes * 60 - 2 : minutes * 60 * i / readings;
                pause(began, due, load);
                last = memory.kilobytes();
                first = i == Math.round(readings / 5.0) ? last : first;
                Progress.say("minute %.1f: %.0f KiB after GC", due / 60, last);
            }
            Load whole = load.join().flawless();
            return List.of(row((last / first - 1) * 100, minutes >= ENOUGH, how(minutes, whole, first, last)));
        }
    }

    private Load load(Target target, long requests) {
        try {
            return LoadClient.run(Pace.open(rate, requests), CONNECTIONS, List.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(long began, double dueSeconds, CompletableFuture<Load> load) throws InterruptedException {
        while ((System.nanoTime() - began) / 1e9 < dueSeconds) {
            if (load.isDone()) {
                throw new IllegalStateException("the load has ended early: " + load.join());
            }
            Thread.sleep(100);
        }
    }

    private static String how(double minutes, Load load, double first, double last) {
        return String.format(
                Locale.ROOT,
                "open loop, %d requests, %.0f/s, which is 40 %% of capacity, in %.1f minutes%s; G1, heap of 512 MiB, jcmd"
                        + " GC.run twice before each reading; %.0f KiB after a fifth of the time, %.0f KiB at the end",
                load.answered(),
                load.perSecond(),
                minutes,
                minutes < ENOUGH ? ", too short to prove anything" : "",
                first,
                last);
    }

    private static Measure row(double growth, boolean proven, String how) {
        return new Measure(
                "old generation after GC grows, minute 2 to minute 10 under load",
                growth,
                "%",
                "less than " + Measure.plain(BAR),
                proven && growth < BAR,
                how);
    }
}
