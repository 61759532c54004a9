package io.pult.bench;

import io.pult.vk.TokenLogLoad;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;

/** How many attempts the log takes, whether it keeps what it took, and how fast it tells what it counted. */
final class VkLogBench implements Callable<List<Measure>> {
    /** Minutes of load; fewer than the standard are for trying, and prove nothing. */
    private static final String MINUTES = "PULT_BENCH_MINUTES";

    private static final double ENOUGH = 2;
    private static final int BAR = 20_000;
    /** Somewhat more than the bar: what stays in the table has to reach it. */
    private static final int OFFERED = 20_500;

    /** Rows after which the load counts. */
    private static final int STARTED = OFFERED * 10;

    private static final int READINGS = 8;
    private static final double FLAT = 2;
    private static final Duration REPLAY = Duration.ofMinutes(2);
    private static final Path FOLDER = Path.of("target", "bench", "vk-log-data");

    @Override
    public List<Measure> call() throws Exception {
        String told = System.getenv(MINUTES);
        double minutes = told == null || told.isEmpty() ? ENOUGH : Double.parseDouble(told);
        try (Rig rig = Rig.open(FOLDER)) {
            var measures = new ArrayList<Measure>();
            measures.addAll(load(rig, rig.instance("token_log_load", 3), minutes));
            measures.addAll(new VkChartBench(rig.instance("token_log_chart", 4)).call());
            return measures;
        }
    }

    private static List<Measure> load(Rig rig, Instance instance, double minutes)
            throws IOException, InterruptedException {
        Progress.say("%d attempts a second for %.1f minutes", OFFERED, minutes);
        Path ids = FOLDER.resolve("answered");
        try (var table = new BenchTable(instance)) {
            Child child = start(rig, instance, ids, OFFERED);
            var memory = new OldGeneration(child);
            awaitRows(table, child);
            Reading start = Reading.of(table);
            long began = System.nanoTime();
            double seconds = minutes * 60;
            pause(began, seconds * 0.4);
            double first = least(memory);
            pause(began, seconds - 10);
            double last = least(memory);
            pause(began, seconds);
            Reading end = Reading.of(table);
            long rows = end.rows - start.rows;
            double took = end.at - start.at;
            String line = child.logEnd().lines().reduce("", (before, after) -> after);
            Progress.say("%.0f KiB stay in the heap, %.0f KiB at the end", first, last);
            child.kill();
            Progress.say(
                    "%d rows in %.1f s; offered, acknowledged, refused, waiting: %s; killed in the middle of it",
                    rows, took, line);
            rig.stop(child);
            Kept kept = replay(rig, instance, table, ids);
            return List.of(
                    rate(rows / took, took, minutes, line),
                    heap(first, last, minutes),
                    new Measure(
                            "attempts answered for and not in the table exactly once after kill -9",
                            kept.missing + kept.twice,
                            "attempts",
                            "0",
                            kept.missing + kept.twice == 0 && kept.counted == kept.rows,
                            String.format(
                                    Locale.ROOT,
                                    "kill -9 under load after %.0f s; %d answered for, %d rows after the next start, which"
                                            + " took %.1f s; counted by the database: %d",
                                    took,
                                    kept.answered,
                                    kept.rows,
                                    kept.seconds,
                                    kept.counted)));
        }
    }

    private static Child start(Rig rig, Instance instance, Path ids, int perSecond) throws IOException {
        var command = new ArrayList<String>();
        command.add(Child.JAVA);
        command.addAll(Instance.JVM);
        command.addAll(List.of("-cp", "target/test-classes:" + Rig.JAR, TokenLogLoad.class.getName()));
        command.addAll(List.of(
                instance.conf().toString(),
                FOLDER.resolve("attempts").toString(),
                ids.toString(),
                Integer.toString(perSecond)));
        return rig.start(command);
    }

    /** By the database's clock, at the moment of the snapshot: counting itself takes a while. */
    private record Reading(long rows, double at) {
        static Reading of(BenchTable table) {
            Row row = table.run("SELECT count(*), extract(epoch FROM now())::float8 FROM token_logs")
                    .iterator()
                    .next();
            return new Reading(row.getLong(0), row.getDouble(1));
        }
    }

    /** Past the start of the process, in which attempts pile up. */
    private static void awaitRows(BenchTable table, Child child) throws IOException, InterruptedException {
        while (Reading.of(table).rows < STARTED) {
            child.requireAlive();
            Thread.sleep(100);
        }
    }

    /** Batches that are on their way at the moment of a collection come on top of what stays. */
    private static double least(OldGeneration memory) throws IOException, InterruptedException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            least = Math.min(least, memory.kilobytes());
            Thread.sleep(300);
        }
        return least;
    }

    private static void pause(long began, double dueSeconds) throws InterruptedException {
        double left = dueSeconds - (System.nanoTime() - began) / 1e9;
        Thread.sleep(Math.max(0, (long) (left * 1_000)));
    }

    private record Kept(long answered, long rows, long missing, long twice, long counted, double seconds) {}

    private static Kept replay(Rig rig, Instance instance, BenchTable table, Path ids)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Child next = start(rig, instance, FOLDER.resolve("nobody"), 0);
        next.await(REPLAY);
        rig.stop(next);
        double seconds = (System.nanoTime() - began) / 1e9;
        List<UUID> answered = read(ids);
        table.run("CREATE TABLE answered (id uuid NOT NULL)");
        for (int i = 0; i < answered.size(); i += 50_000) {
            table.run("INSERT INTO answered SELECT * FROM unnest($1::uuid[])", (Object)
                    answered.subList(i, Math.min(answered.size(), i + 50_000)).toArray(UUID[]::new));
        }
        return new Kept(
                answered.size(),
                table.number("SELECT count(*) FROM token_logs"),
                table.number(
                        "SELECT count(*) FROM answered LEFT JOIN token_logs USING (id) WHERE token_logs.id IS NULL"),
                table.number("SELECT count(*) - count(DISTINCT id) FROM token_logs"),
                table.number("""
                        SELECT coalesce(sum(success + error), 0)::bigint
                               + (SELECT coalesce(sum(success + error), 0) FROM token_log_unfolded)::bigint
                        FROM token_log_accounts
                        """),
                seconds);
    }

    /** To the last whole id: the process was killed while it wrote. */
    private static List<UUID> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        var ids = new ArrayList<UUID>();
        while (bytes.remaining() >= 16) {
            ids.add(new UUID(bytes.getLong(), bytes.getLong()));
        }
        return ids;
    }

    private static Measure rate(double perSecond, double took, double minutes, String line) {
        return new Measure(
                "attempts logged a second, sustained two minutes",
                perSecond,
                "attempts/s",
                "at least " + BAR,
                perSecond >= BAR && minutes >= ENOUGH,
                String.format(
                        Locale.ROOT,
                        "open loop of %d a second over 1,000 accounts and 8 methods, rows that came into PostgreSQL within %.0f s%s;"
                                + " offered, acknowledged, refused and waiting at the end: %s",
                        OFFERED,
                        took,
                        minutes < ENOUGH ? ", too short to prove anything" : "",
                        line));
    }

    private static Measure heap(double first, double last, double minutes) {
        double growth = (last / first - 1) * 100;
        return new Measure(
                "old generation after GC grows under that load",
                growth,
                "%",
                "less than " + Measure.plain(FLAT),
                growth < FLAT && minutes >= ENOUGH,
                String.format(
                        Locale.ROOT,
                        "heap of 512 MiB, G1, jcmd GC.run twice before each reading, the least of eight; %.0f KiB after two"
                                + " fifths of the time, %.0f KiB at the end",
                        first,
                        last));
    }
}
