package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long {@code make play} takes for somebody who has built and played before. */
final class PlayBench {
    private static final int ROUNDS = 3;
    private static final Path FOLDER = Path.of("target", "bench", "play-data");
    private static final Path WELCOME = FOLDER.resolve("playground.json");
    private static final long PATIENCE_NS = Duration.ofSeconds(90).toNanos();

    private final Thread hook = new Thread(this::putAway, "put the playground away");
    private volatile @Nullable Child make;

    List<Measure> call() throws IOException, InterruptedException {
        Rig.delete(FOLDER);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Files.createDirectories(FOLDER);
            Progress.say("make play, first start: %.2f s", start());
            var seconds = new ArrayList<Double>();
            for (int i = 0; i < ROUNDS; i++) {
                seconds.add(start());
                Progress.say("make play: %.2f s", seconds.get(i));
            }
            double[] all = Stats.all(seconds);
            String how =
                    "make until health at the url of a fresh playground.json says 200, everything built, data folder of"
                            + " an earlier start; median of " + ROUNDS + "; " + Stats.spread(all);
            return List.of(Measure.atMost("make play, second start, built", Stats.median(all), "s", 8, how));
        } finally {
            putAway();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** Also in the hook, when a signal ends the benchmark. */
    private void putAway() {
        Child running = make;
        if (running != null) {
            running.close();
        }
        Rig.delete(FOLDER);
    }

    private double start() throws IOException, InterruptedException {
        Path log = Files.createTempFile("play", ".log");
        var environment = Map.of(
                "PULT_DATA_DIR", FOLDER.toString(),
                "PULT_HTTP_PORT", Integer.toString(Probe.freePort()),
                "PULT_MANAGEMENT_PORT", Integer.toString(Probe.freePort()),
                "PULT_CLUSTER_PORT", Integer.toString(Probe.freePort()));
        long written = System.currentTimeMillis();
        long began = System.nanoTime();
        try (Child started = Child.start(List.of("make", "play"), environment, log)) {
            make = started;
            while (!answers(written)) {
                started.requireAlive();
                if (System.nanoTime() - began > PATIENCE_NS) {
                    throw new IllegalStateException("make play does not get ready: " + started.logEnd());
                }
                Thread.sleep(10);
            }
            return (System.nanoTime() - began) / 1e9;
        } finally {
            Files.delete(log);
        }
    }

    /** @param since milliseconds; an older file tells of an earlier start */
    private static boolean answers(long since) throws IOException {
        if (Files.notExists(WELCOME) || Files.getLastModifiedTime(WELCOME).toMillis() < since) {
            return false;
        }
        var url = URI.create(new JsonObject(Files.readString(WELCOME)).getString("url"));
        return Probe.isGood(url.getPort(), "/api/app/v1/health");
    }
}
