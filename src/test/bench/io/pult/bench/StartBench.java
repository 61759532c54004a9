package io.pult.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a node takes from the start of its process until it takes requests. */
final class StartBench {
    private static final int ROUNDS = 5;
    private static final String ARCHIVE = "target/pult.jsa";
    private static final List<String> ARCHIVED = List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xshare:auto");

    private final Instance instance;

    StartBench(Instance instance) {
        this.instance = instance;
    }

    List<Measure> call() throws IOException, InterruptedException {
        makeArchive();
        var plain = new ArrayList<Double>();
        var archived = new ArrayList<Double>();
        for (int i = 0; i <= ROUNDS; i++) {
            double one = start(List.of());
            double other = start(ARCHIVED);
            Progress.say("ready in %.2f s, with the archive in %.2f s", one, other);
            if (i > 0) {
                plain.add(one);
                archived.add(other);
            }
        }
        return List.of(row("plain node ready", plain, 4.5), row("plain node ready, with AppCDS", archived, 3));
    }

    private static Measure row(String what, List<Double> seconds, double bar) {
        String how = "start of the process until /health/ready says 200, stores running, schema migrated; median of "
                + ROUNDS + ", both kinds in turns after one to warm the disk's cache; "
                + Stats.spread(Stats.all(seconds));
        return Measure.atMost(what, Stats.median(Stats.all(seconds)), "s", bar, how);
    }

    private double start(List<String> jvm) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (NodeProcess node = instance.begin(jvm)) {
            node.awaitReady();
            return (System.nanoTime() - began) / 1e9;
        }
    }

    /** By the Makefile's own rule: the archive that {@code make play} uses. */
    private static void makeArchive() throws IOException, InterruptedException {
        Path log = Files.createTempFile("archive", ".log");
        try (Child make = Child.start(List.of("make", ARCHIVE), Map.of(), log)) {
            if (make.await(Duration.ofMinutes(3)) != 0) {
                throw new IllegalStateException("no archive of classes: " + make.logEnd());
            }
        } finally {
            Files.delete(log);
        }
    }
}
