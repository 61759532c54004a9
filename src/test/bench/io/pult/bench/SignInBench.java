package io.pult.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sign-ins against what the hash alone allows, and what everybody else feels of them. */
final class SignInBench {
    private static final int DISCARDED = 1;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration BESIDE = Duration.ofSeconds(20);
    private static final double OTHERS = 500;
    /** Enough to keep the hashing threads at work, and few enough that no queue is refused. */
    private static final int AT_ONCE = 4;

    private final NodeProcess node;

    SignInBench(NodeProcess node) {
        this.node = node;
    }

    List<Measure> call() throws Exception {
        var signIns = Target.posting(node.url("/api/auth/v1/login"), SignedInPerson.credentials());
        double[] reached = new double[ROUNDS];
        double[] ceiling = new double[ROUNDS];
        for (int i = 0; i < DISCARDED + ROUNDS; i++) {
            double hash = HashCeiling.perSecond(ROUND);
            double answered = signInsFor(signIns, ROUND).perSecond();
            Progress.say("%.1f sign-ins/s, %.1f hashes/s", answered, hash);
            if (i >= DISCARDED) {
                reached[i - DISCARDED] = answered;
                ceiling[i - DISCARDED] = hash;
            }
        }
        double[] ratios = Stats.ratios(reached, ceiling);
        return List.of(
                Measure.atLeast(
                        "sign-ins against the ceiling of the hash alone",
                        Stats.median(ratios),
                        "ratio",
                        0.8,
                        ROUNDS + " rounds of " + ROUND.toSeconds() + " s in turns; " + Stats.spread(ratios)),
                Measure.told("sign-ins a second", Stats.median(reached), "1/s", Stats.spread(reached)),
                beside(signIns));
    }

    private static Load signInsFor(Target target, Duration time) throws IOException {
        return LoadClient.run(Pace.closed(time), AT_ONCE, List.of(target)).flawless();
    }

    private Measure beside(Target signIns) throws IOException, InterruptedException {
        String path = "/api/app/v1/settings";
        var others = Target.open(node.url(path), Probe.get(node.url(path)));
        var hashing = CompletableFuture.supplyAsync(() -> {
            try {
                return signInsFor(signIns, BESIDE.plusSeconds(2));
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        Load load = LoadClient.run(Pace.open(OTHERS, (long) (OTHERS * BESIDE.toSeconds())), 32, List.of(others))
                .flawless();
        double beside = hashing.join().perSecond();
        return Measure.atMost(
                "other requests while passwords are hashed, 99 of 100",
                load.millis(99),
                "ms",
                20,
                String.format(
                        Locale.ROOT,
                        "open loop, %.0f requests/s for %d s beside %.1f sign-ins/s; median %.2f, longest %.1f ms",
                        OTHERS,
                        BESIDE.toSeconds(),
                        beside,
                        load.millis(50),
                        load.millis(100)));
    }
}
