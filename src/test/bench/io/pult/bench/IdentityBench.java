package io.pult.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What it costs to know who asks: at every request, at a token's first one, and at the sign-in. */
final class IdentityBench implements Callable<List<Measure>> {
    private static final Path FOLDER = Path.of("target", "bench", "identity-data");
    private static final int DISCARDED = 6;
    private static final int ROUNDS = 9;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int CONNECTIONS = 32;

    @Override
    public List<Measure> call() throws Exception {
        try (Rig rig = Rig.open(FOLDER)) {
            Instance instance = rig.instance("identity", 1);
            try (NodeProcess node = instance.node();
                    NodeProcess other = instance.node()) {
                var person = SignedInPerson.register(node);
                var measures = new ArrayList<>(known(node, person));
                Progress.say("first looks at tokens");
                measures.addAll(new FirstLook(person, node, other).call());
                measures.addAll(new SignInBench(node).call());
                return measures;
            }
        }
    }

    /** The same request with a token that the gateway remembers, and without any. */
    private static List<Measure> known(NodeProcess node, SignedInPerson person)
            throws IOException, InterruptedException {
        var measures = new ArrayList<Measure>();
        for (String path : List.of("/api/app/v1/settings", "/api/app/v1/health")) {
            String body = Probe.ask("GET", node.url(path), person.accessToken());
            var shown = new Variant(new Target(node.url(path), person.accessToken(), body), node.process());
            var bare = new Variant(Target.open(node.url(path), body), node.process());
            for (int i = 0; i < DISCARDED + ROUNDS; i++) {
                // The order changes from round to round: whoever comes second finds the machine warmer.
                boolean counts = i >= DISCARDED;
                var turns = i % 2 == 0 ? List.of(shown, bare) : List.of(bare, shown);
                double sum = 0;
                for (Variant turn : turns) {
                    sum += turn.round(CONNECTIONS, ROUND, counts);
                }
                Progress.say("%s, round %d: %.0f requests/s", path, i + 1, sum / 2);
            }
            double[] ratios = Stats.ratios(shown.perSecond(), bare.perSecond());
            String how = "closed loop, " + CONNECTIONS + " connections, " + ROUNDS + " rounds of " + ROUND.toSeconds()
                    + " s in turns; " + Stats.spread(ratios);
            double ratio = Stats.median(ratios);
            measures.add(
                    path.endsWith("settings")
                            ? Measure.atLeast("a known token against none, GET " + path, ratio, "ratio", 0.9, how)
                            : Measure.told("a known token against none, GET " + path, ratio, "ratio", how));
        }
        return measures;
    }
}
