package io.pult.bench;

import io.pult.mtproto.LoadCentre;
import io.pult.mtproto.SessionsLoad;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Telegram session costs, idle and under load: the client in one process, a stand-in data centre in another. */
final class MtprotoBench implements Callable<List<Measure>> {
    private static final int IDLE = 5_000;
    private static final int WARM = 200;
    private static final int IDLE_SECONDS = 90;
    private static final int PUSHES = 400;
    private static final int BUSY = 500;
    private static final int DEPTH = 16;
    private static final int SECONDS = 10;
    private static final int ROUNDS = 3;
    private static final double LEAST_CALLS = 40_000;
    private static final int MESSAGE = 128;
    private static final int MESSAGES = 500_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String HEAP = "-Xmx512m";
    private static final Pattern PORT = Pattern.compile("port=(\\d+)");

    @Override
    public List<Measure> call() throws Exception {
        Path folder = Files.createTempDirectory("bench-mtproto");
        var measures = new ArrayList<Measure>();
        measures.addAll(idle(folder));
        measures.addAll(busy(folder));
        measures.addAll(cipher());
        return measures;
    }

    private static List<Measure> idle(Path folder) throws IOException, InterruptedException {
        JsonObject told = load(folder, PUSHES, "idle", IDLE, IDLE_SECONDS, 0);
        if (told.getInteger("active") != IDLE || told.getInteger("failed") > 0) {
            throw new IllegalStateException("not every session lived through it: " + told);
        }
        String how = "%d sessions on one event loop, %s, ParallelGC; above what %d sessions left behind"
                .formatted(IDLE, HEAP, WARM);
        return List.of(
                Measure.atMost("heap of an idle session, after GC", told.getDouble("heap") / 1_024, "KiB", 24, how),
                Measure.atMost(
                        "resident memory that the idle sessions add",
                        told.getDouble("resident") / 1_048_576,
                        "MiB",
                        250,
                        how),
                Measure.atMost(
                        "processor of the idle sessions, with pings and pushes",
                        told.getDouble("cpu") * 100,
                        "% of a core",
                        5,
                        "%d s, %s statuses a second pushed and read"
                                .formatted(IDLE_SECONDS, Measure.plain(told.getDouble("pushes")))));
    }

    private static List<Measure> busy(Path folder) throws IOException, InterruptedException {
        var many = new ArrayList<JsonObject>();
        var paced = new ArrayList<JsonObject>();
        for (int i = 0; i < ROUNDS; i++) {
            many.add(flawless(load(folder, 0, "calls", BUSY, SECONDS, DEPTH)));
            paced.add(flawless(load(folder, 0, "paced", BUSY, SECONDS, (int) (LEAST_CALLS / 2))));
            Progress.say(
                    "round %d of %d: %.0f calls/s; %.2f ms at %.0f/s",
                    i + 1,
                    ROUNDS,
                    many.get(i).getDouble("calls"),
                    paced.get(i).getDouble("p99"),
                    paced.get(i).getDouble("rate"));
        }
        String how =
                "%d sessions on one event loop, %d calls of 12 bytes under way in each, answers of 12; median of %d"
                                .formatted(BUSY, DEPTH, ROUNDS)
                        + " rounds of " + SECONDS + " s; the loop was busy for "
                        + Measure.plain(Stats.median(many, round -> round.getDouble("busy") * 100)) + " % of the time";
        return List.of(
                Measure.atLeast(
                        "calls a second through one event loop",
                        Stats.median(many, round -> round.getDouble("calls")),
                        "calls/s",
                        LEAST_CALLS,
                        how),
                Measure.told(
                        "allocated by a call", Stats.median(many, round -> round.getDouble("bytes")), "bytes", how),
                Measure.atMost(
                        "a call at 20,000 a second, 99 of 100",
                        Stats.median(paced, round -> round.getDouble("p99")),
                        "ms",
                        5,
                        "open loop from the intended time, kept to 1 ms; median call "
                                + Measure.plain(Stats.median(paced, round -> round.getDouble("p50"))) + " ms"));
    }

    private static JsonObject flawless(JsonObject told) {
        if (told.getInteger("failed") > 0) {
            throw new IllegalStateException("calls have failed: " + told);
        }
        return told;
    }

    private static JsonObject load(Path folder, int pushes, String kind, int sessions, int seconds, int last)
            throws IOException, InterruptedException {
        Path pem = folder.resolve("key.pem");
        try (Child centre = java(folder, "-Xmx1g", LoadCentre.class, pem, WARM + IDLE, pushes)) {
            try (Child client =
                    java(folder, HEAP, SessionsLoad.class, port(centre), pem, kind, sessions, seconds, last)) {
                if (client.await(PATIENCE) != 0) {
                    throw new IllegalStateException("a process of the benchmark failed: " + client.logEnd());
                }
                return new JsonObject(
                        client.logEnd().lines().reduce((former, line) -> line).orElseThrow());
            }
        }
    }

    private static String port(Child centre) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            centre.requireAlive();
            Matcher port = PORT.matcher(centre.logEnd());
            if (port.find()) {
                return port.group(1);
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the data centre does not listen: " + centre.logEnd());
    }

    private static Child java(Path folder, String heap, Class<?> main, Object... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Child.JAVA, heap, "-XX:+UseParallelGC", "-cp", "target/test-classes:" + Rig.JAR, main.getName()));
        for (Object each : arguments) {
            command.add(each.toString());
        }
        Child child = Child.start(command, Map.of(), Files.createTempFile(folder, "child", ".log"));
        Runtime.getRuntime().addShutdownHook(new Thread(child::close));
        return child;
    }

    private static List<Measure> cipher() {
        var cipher = new MessageCipher();
        var key = ScaleKeys.key(0);
        byte[] plain = new Entropy().bytes(MessageCipher.HEADER + MESSAGE);
        double[] costs = new double[2];
        // The first round is the compiler's.
        for (int round = 0; round < 3; round++) {
            byte[] packet = plain.clone();
            long start = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                cipher.encrypt(key, MessageCipher.Writer.CLIENT, packet, 0, MESSAGE);
            }
            costs[0] = (System.nanoTime() - start) / 1e3 / MESSAGES;
            byte[] sent = plain.clone();
            cipher.encrypt(key, MessageCipher.Writer.CLIENT, sent, 0, MESSAGE);
            start = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                System.arraycopy(sent, 0, packet, 0, sent.length);
                if (!cipher.decrypt(key, MessageCipher.Writer.CLIENT, packet, 0, packet.length)) {
                    throw new IllegalStateException("a packet of ours is not taken");
                }
            }
            costs[1] = (System.nanoTime() - start) / 1e3 / MESSAGES;
        }
        String how = "%d bytes, key schedule included; mean of %d, warm".formatted(MESSAGE, MESSAGES);
        return List.of(
                Measure.atMost("encrypting a message", costs[0], "µs", 2, how),
                Measure.atMost("decrypting a message", costs[1], "µs", 2, how));
    }
}
