package io.pult.bench;

import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.PrivateFile;
import io.pult.infra.Secrets;
import io.pult.telegram.SignedInCrowd;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** What it costs a node to hold five thousand sessions: the stand-in beside it, each in a process of its own. */
final class TelegramBench implements Callable<List<Measure>> {
    private static final int PEOPLE = 5_000;
    private static final String HEAP = "-Xmx384m";
    private static final List<String> JVM = List.of(HEAP, "-XX:+UseSerialGC");
    private static final long START_NS = 180_000_000_000L;
    /** Longer than the first saves and the first round of pings take. */
    private static final long SETTLED_MS = 75_000;

    private static final int IDLE_SECONDS = 30;
    private static final int LOOK_MS = 50;
    private static final int LOAD_SECONDS = 10;
    private static final Duration LOAD = Duration.ofMinutes(3);
    private static final int PRESENCE_RATE = 25_000;

    @Override
    public List<Measure> call() throws Exception {
        var measures = new ArrayList<Measure>();
        try (Rig rig = Rig.open(Path.of("target", "bench", "telegram").toAbsolutePath())) {
            Instance instance = rig.instance("telegram", 1);
            try (var centre = new TelegramCentre(rig, PEOPLE);
                    var table = new BenchTable(instance)) {
                configure(instance, centre);
                signIn(instance);
                // Once for the verification that a session needs which has just been brought here.
                Progress.say("%d accounts are seen for the first time", PEOPLE);
                try (Cold first = new Cold(instance, centre, "identity,vk,telegram,jobs,api")) {
                    Progress.say("connected in %.1f s", first.seconds);
                }
                awaitNobody(centre);
                measures.addAll(cold(instance, centre));
                awaitNobody(centre);
                measures.add(idle(instance, centre, table));
                awaitNobody(centre);
                measures.addAll(asked(rig, instance, centre, table));
                if (centre.duplicates() > 0) {
                    throw new IllegalStateException("a key was used from two connections");
                }
            }
        }
        return measures;
    }

    private static void configure(Instance instance, TelegramCentre centre) throws IOException {
        var conf = new JsonObject(Files.readString(instance.conf()));
        PrivateFile.write(
                instance.conf(), conf.put("telegram", centre.settings()).encodePrettily());
    }

    private static void signIn(Instance instance) throws IOException {
        var conf = new JsonObject(Files.readString(instance.conf()));
        Vertx vertx = Vertx.vertx();
        try {
            Pg pg = Pg.open(vertx, PgSettings.of(conf.getJsonObject("postgres").getString("url")));
            var secrets = Secrets.load(Path.of(conf.getJsonObject("secrets").getString("key_file")));
            new SignedInCrowd(pg, secrets).signIn(0, PEOPLE, null);
        } finally {
            vertx.close().await();
        }
    }

    /** A node from its start until everybody is connected. */
    private static final class Cold implements AutoCloseable {
        final NodeProcess node;
        final double seconds;
        final double processor;

        Cold(Instance instance, TelegramCentre centre, String concerns) throws IOException, InterruptedException {
            long began = System.nanoTime();
            node = instance.begin(JVM, "--set", "node.concerns=" + concerns);
            boolean there = false;
            try {
                while (centre.keysInUse() < PEOPLE) {
                    node.process().requireAlive();
                    if (System.nanoTime() - began > START_NS) {
                        throw new IllegalStateException("only " + centre.keysInUse() + " are connected: "
                                + node.process().logEnd());
                    }
                    Thread.sleep(LOOK_MS);
                }
                there = true;
            } finally {
                if (!there) {
                    node.close();
                }
            }
            seconds = (System.nanoTime() - began) / 1e9;
            processor = node.process().cpuSeconds();
        }

        double residentMegabytes() throws IOException {
            return Files.readAllLines(Path.of(
                                    "/proc", Long.toString(node.process().pid()), "status"))
                            .stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    * 1_024
                    / 1e6;
        }

        @Override
        public void close() {
            node.close();
        }
    }

    private static List<Measure> cold(Instance instance, TelegramCentre centre)
            throws IOException, InterruptedException {
        Progress.say("a node with every concern starts");
        try (Cold cold = new Cold(instance, centre, "identity,vk,telegram,jobs,api")) {
            Progress.say("connected in %.1f s; %d s until it has settled", cold.seconds, SETTLED_MS / 1_000);
            Thread.sleep(SETTLED_MS);
            String how = String.format(
                    Locale.ROOT,
                    "%s, serial collector, all concerns; 200 connections a second; %.1f s of processor until then, start"
                            + " of the JVM included; stand-in beside it with %s",
                    HEAP,
                    cold.processor,
                    TelegramCentre.HEAP);
            return List.of(
                    Measure.atMost(
                            "cold start with 5,000 accounts until all are connected", cold.seconds, "s", 60, how),
                    Measure.told("processor used by it", cold.processor, "s", how),
                    Measure.atMost("resident memory of that node", cold.residentMegabytes(), "MB", 700, how));
        }
    }

    /** Statements of everything that a node with this one concern does: ownership, saves, its lease, its vitals. */
    private static Measure idle(Instance instance, TelegramCentre centre, BenchTable table)
            throws IOException, InterruptedException {
        Progress.say("a node with this concern alone is left to itself");
        try (Cold cold = new Cold(instance, centre, "telegram")) {
            Progress.say("connected in %.1f s", cold.seconds);
            Thread.sleep(SETTLED_MS);
            long before = committed(table);
            Thread.sleep(IDLE_SECONDS * 1_000L);
            // The two that count.
            double perSecond = (committed(table) - before - 2) / (double) IDLE_SECONDS;
            return Measure.atMost(
                    "statements a second of a node with 5,000 idle accounts",
                    perSecond,
                    "1/s",
                    5,
                    "commits by pg_stat_database in " + IDLE_SECONDS + " s; the concern alone, its lease included");
        }
    }

    /** The smaller figures are those of two cores that asker, owner and stand-in share. */
    private static List<Measure> asked(Rig rig, Instance instance, TelegramCentre centre, BenchTable table)
            throws IOException, InterruptedException {
        Progress.say("who holds the sessions is asked in its own process");
        double local = load(rig, instance, centre, "local");
        awaitNobody(centre);
        String how =
                "GET of the session's state, which its owner answers from memory, 256 under way, %d s after a warm-up; "
                        .formatted(LOAD_SECONDS);
        Progress.say("and from another one");
        double remote;
        try (Cold cold = new Cold(instance, centre, "telegram")) {
            remote = load(rig, instance, centre, "remote");
        }
        awaitNobody(centre);
        Progress.say("and tells of %d changes of presence a second", PRESENCE_RATE);
        watchContacts(table);
        try (Cold cold = new Cold(instance, centre, "telegram")) {
            centre.presenceRate(PRESENCE_RATE);
            double presence = load(rig, instance, centre, "presence");
            centre.presenceRate(0);
            return List.of(
                    Measure.atLeast("questions to the owner over the bus, in one process", local, "1/s", 20_000, how),
                    Measure.atLeast("questions to the owner over the bus, from another", remote, "1/s", 10_000, how),
                    Measure.atLeast(
                            "changes of presence from the wire to a subscriber in another process",
                            presence,
                            "1/s",
                            20_000,
                            "the stand-in sends " + PRESENCE_RATE
                                    + " a second over 5,000 connections, all of them watched"));
        }
    }

    private static double load(Rig rig, Instance instance, TelegramCentre centre, String what)
            throws IOException, InterruptedException {
        Child child = rig.start(List.of(
                Child.JAVA,
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                "target/test-classes:" + Rig.JAR,
                "io.pult.telegram.TelegramAskLoad",
                what,
                instance.conf().toString(),
                "" + LOAD_SECONDS,
                centre.dataCentres(),
                centre.key().toString()));
        try {
            if (child.await(LOAD) != 0) {
                throw new IllegalStateException("a process of the benchmark failed: " + child.logEnd());
            }
            var told = new JsonObject(
                    child.logEnd().lines().reduce((former, line) -> line).orElseThrow());
            if (told.getLong("failed") > 0) {
                throw new IllegalStateException("questions have failed: " + told);
            }
            return told.getDouble("per_second");
        } finally {
            rig.stop(child);
        }
    }

    /** Everybody's ten contacts, whose ids follow the own one in the crowd's ring. */
    private static void watchContacts(BenchTable table) {
        table.run("""
                INSERT INTO telegram_watch (account_id, kind, peer, asked_by)
                SELECT a.id, 'presence', $1 + (a.telegram_id - $1 + step) % $2, 'bench'
                FROM accounts a, generate_series(1, 10) AS step""", table.number("SELECT min(telegram_id) FROM accounts"), (long) PEOPLE);
    }

    private static long committed(BenchTable table) {
        table.run("SELECT pg_stat_force_next_flush()");
        return table.number(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
    }

    private static void awaitNobody(TelegramCentre centre) throws IOException, InterruptedException {
        while (centre.keysInUse() > 0) {
            Thread.sleep(LOOK_MS);
        }
    }
}
