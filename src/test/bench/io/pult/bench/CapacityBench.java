package io.pult.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code GET /jobs/{id}} by one node, by two that share its work, and by a server that does nothing else: all of them up at
 * once, loaded in turns, so that what the machine does besides meets them alike.
 */
final class CapacityBench {
    /** Four JVMs share two cores: the pair's compilers are at work for the first two minutes. */
    private static final int DISCARDED = 6;

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration OPEN = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 32;

    private final Instance whole;
    private final Instance parted;
    private double capacity;

    CapacityBench(Instance whole, Instance parted) {
        this.whole = whole;
        this.parted = parted;
    }

    List<Measure> call() throws IOException, InterruptedException {
        Progress.say("starting a node, a pair and the bare server");
        try (NodeProcess node = whole.node();
                NodeProcess back = parted.node("--concerns", "identity,jobs,vk");
                NodeProcess front = parted.node("--concerns", "api")) {
            String path = node.finishedJob(whole.key());
            try (BareProcess server = BareProcess.start(whole)) {
                var bare = new Variant(server.target(node.url(path), whole.key()), server.process());
                var one = new Variant(node.target(path, whole.key()), node.process());
                var two = new Variant(
                        front.target(front.finishedJob(parted.key()), parted.key()), front.process(), back.process());
                for (int i = 0; i < DISCARDED + ROUNDS; i++) {
                    round(bare, one, two, i);
                }
                capacity = Stats.median(one.perSecond());
                var measures = new ArrayList<>(rows(bare, one, two));
                measures.addAll(latency(one.target(), 0.5));
                measures.addAll(latency(one.target(), 0.8));
                return measures;
            }
        }
    }

    /** Requests a second that one node can answer; known after {@link #call}. */
    double capacity() {
        return capacity;
    }

    private static void round(Variant bare, Variant one, Variant two, int number) throws IOException {
        boolean counts = number >= DISCARDED;
        double ofBare = bare.round(CONNECTIONS, ROUND, counts);
        double ofOne = one.round(CONNECTIONS, ROUND, counts);
        double ofTwo = two.round(CONNECTIONS, ROUND, counts);
        Progress.say(
                "%s %d of %d: bare %.0f, one node %.0f, front and back %.0f requests/s",
                counts ? "round" : "warm-up",
                counts ? number - DISCARDED + 1 : number + 1,
                counts ? ROUNDS : DISCARDED,
                ofBare,
                ofOne,
                ofTwo);
    }

    private static List<Measure> rows(Variant bare, Variant one, Variant two) {
        String how = "closed loop, " + CONNECTIONS + " connections, every answer checked; " + ROUNDS + " rounds of "
                + ROUND.toSeconds() + " s in turns after " + DISCARDED + " discarded; G1, heap of 512 MiB; ";
        double[] toBare = Stats.ratios(one.perSecond(), bare.perSecond());
        double[] toOne = Stats.ratios(two.perSecond(), one.perSecond());
        return List.of(
                Measure.atLeast(
                        "GET /jobs/{id}, against bare vertx-web and pg-client",
                        Stats.median(toBare),
                        "ratio",
                        0.6,
                        how + "median of the rounds' ratios; " + Stats.spread(toBare)),
                Measure.atLeast(
                        "the same by front (api) and back (the rest), against one JVM",
                        Stats.median(toOne),
                        "ratio",
                        0.7,
                        how + "median of the rounds' ratios; " + Stats.spread(toOne)),
                told("capacity, bare", bare.perSecond(), "requests/s", how),
                told("capacity, one node", one.perSecond(), "requests/s", how),
                told("capacity, front and back", two.perSecond(), "requests/s", how),
                told("CPU of a request, bare", bare.cpu(0), "µs", how),
                told("CPU of a request, one node", one.cpu(0), "µs", how),
                told("CPU of a request, front", two.cpu(0), "µs", how),
                told("CPU of a request, back", two.cpu(1), "µs", how));
    }

    private static Measure told(String what, double[] values, String unit, String how) {
        return Measure.told(what, Stats.median(values), unit, how + "median; " + Stats.spread(values));
    }

    private List<Measure> latency(Target target, double share) throws IOException {
        double rate = capacity * share;
        Load load = LoadClient.run(Pace.open(rate, (long) (rate * OPEN.toSeconds())), CONNECTIONS, List.of(target))
                .flawless();
        String loaded = Math.round(share * 100) + " % of capacity";
        Progress.say("at %s: median %.2f ms, 99 %% %.2f ms", loaded, load.millis(50), load.millis(99));
        String how = String.format(
                Locale.ROOT,
                "open loop, %.0f requests/s for %d s, from the intended time of sending, kept to 1 ms; longest %.1f ms",
                rate,
                OPEN.toSeconds(),
                load.millis(100));
        return List.of(
                Measure.told("latency at " + loaded + ", median", load.millis(50), "ms", how),
                Measure.told("latency at " + loaded + ", 99 of 100", load.millis(99), "ms", how));
    }
}
