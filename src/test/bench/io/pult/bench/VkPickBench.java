package io.pult.bench;

import io.pult.infra.Redis;
import io.pult.vk.PickLoad;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pick of a token costs, by two processes at once, and whether a saturated pool wastes any turn. */
final class VkPickBench implements Callable<List<Measure>> {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 6;
    private static final int AT_ONCE = 128;
    private static final int RATE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern EVALS = Pattern.compile("cmdstat_evalsha:calls=(\\d+),usec=(\\d+)");

    /** @param cost of a pick inside Redis, in microseconds */
    private record Round(double perSecond, double cost, double p99, double p50) {}

    @Override
    public List<Measure> call() throws Exception {
        try (Rig rig = Rig.open(Path.of("target", "bench-vk"))) {
            Instance instance = rig.instance("vk", 1);
            var measures = new ArrayList<>(new SaturatedPool(instance).call());
            measures.addAll(picks(rig, instance));
            return measures;
        }
    }

    private static List<Measure> picks(Rig rig, Instance instance) throws IOException, InterruptedException {
        var many = new ArrayList<Round>();
        var few = new ArrayList<Round>();
        var paced = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
            many.add(round(rig, instance, 1_000, 0));
            few.add(round(rig, instance, 10, 0));
            paced.add(round(rig, instance, 1_000, RATE));
            Progress.say(
                    "round %d of %d: %.0f picks/s of 1,000 tokens, %.0f of 10; %.2f ms at %d/s",
                    i + 1, ROUNDS, many.get(i).perSecond, few.get(i).perSecond, paced.get(i).p99, 2 * RATE);
        }
        String how = String.format(
                Locale.ROOT,
                "two processes with a Redis connection each, %d picks under way in each, every one a turn; median of %d"
                        + " rounds of %d s",
                AT_ONCE,
                ROUNDS,
                SECONDS);
        double[] growth = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            growth[i] = many.get(i).cost / few.get(i).cost;
        }
        return List.of(
                Measure.atLeast(
                        "picks a second, 1,000 tokens, two nodes",
                        Stats.median(many, Round::perSecond),
                        "picks/s",
                        20_000,
                        how),
                Measure.atMost(
                        "cost of a pick inside Redis, 1,000 tokens against 10",
                        Stats.median(growth),
                        "ratio",
                        2,
                        how + "; by Redis' own count; " + Stats.spread(growth)),
                Measure.told("cost of a pick inside Redis, 1,000 tokens", Stats.median(many, Round::cost), "µs", how),
                Measure.told(
                        "picks a second, 10 tokens, two nodes", Stats.median(few, Round::perSecond), "picks/s", how),
                Measure.atMost(
                        "a pick at 2,000 a second, 1,000 tokens, 99 of 100",
                        Stats.median(paced, Round::p99),
                        "ms",
                        5,
                        "open loop, two processes at " + RATE + "/s, from the intended time, kept to 1 ms; median of "
                                + ROUNDS + " rounds of " + SECONDS + " s; median pick "
                                + Measure.plain(Stats.median(paced, Round::p50)) + " ms"));
    }

    private static Round round(Rig rig, Instance instance, int tokens, int rate)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                Child.JAVA,
                "-Xmx256m",
                "-cp",
                "target/test-classes:" + Rig.JAR,
                PickLoad.class.getName(),
                instance.conf().toString(),
                Integer.toString(tokens),
                Integer.toString(SECONDS),
                Integer.toString(rate),
                Integer.toString(AT_ONCE));
        long[] before = evals(instance);
        Child one = rig.start(command);
        Child other = rig.start(command);
        JsonObject first = result(one);
        JsonObject second = result(other);
        long[] after = evals(instance);
        rig.stop(one);
        rig.stop(other);
        int wrong = first.getInteger("wrong") + second.getInteger("wrong");
        if (wrong > 0) {
            throw new IllegalStateException(wrong + " picks were no turns");
        }
        return new Round(
                first.getDouble("per_second") + second.getDouble("per_second"),
                (after[1] - before[1]) / (double) (after[0] - before[0]),
                Math.max(first.getDouble("p99_ms"), second.getDouble("p99_ms")),
                Math.max(first.getDouble("p50_ms"), second.getDouble("p50_ms")));
    }

    private static JsonObject result(Child child) throws IOException, InterruptedException {
        if (child.await(PATIENCE) != 0) {
            throw new IllegalStateException("a process of the benchmark failed: " + child.logEnd());
        }
        return new JsonObject(
                child.logEnd().lines().reduce((former, last) -> last).orElseThrow());
    }

    /** Calls of scripts and their microseconds, as Redis counts them. */
    private static long[] evals(Instance instance) throws IOException {
        String url = new JsonObject(Files.readString(instance.conf()))
                .getJsonObject("redis")
                .getString("url");
        Vertx vertx = Vertx.vertx();
        try {
            Redis redis = Redis.open(vertx, url, Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
            String info = redis.send(Request.cmd(Command.INFO).arg("commandstats"))
                    .await(10, TimeUnit.SECONDS)
                    .toString();
            Matcher evals = EVALS.matcher(info);
            return evals.find()
                    ? new long[] {Long.parseLong(evals.group(1)), Long.parseLong(evals.group(2))}
                    : new long[2];
        } catch (TimeoutException e) {
            throw new IOException("Redis does not answer", e);
        } finally {
            vertx.close().await();
        }
    }
}
