package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.infra.Redis;
import io.pult.vk.Pick.Want;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * One node's worth of picks as a process of its own, for the benchmark: {@code conf tokens seconds rate at_once}, where a
 * rate of 0 means as many as come back. Prints one JSON line.
 */
public final class PickLoad {
    /** Every pick is a turn, however far ahead: what is refused would cost less. */
    private static final Duration ANY = Duration.ofDays(1);

    private static final Set<Kind> KINDS = Set.of(Kind.values());
    private static final int MAX_SAMPLES = 2_000_000;

    private final Vertx vertx;
    private final SharedBudgets budgets;
    private final long[] latencies = new long[MAX_SAMPLES];
    private final Promise<Void> over = Promise.promise();
    private int picked;
    private int wrong;
    private int underWay;
    private long sent;

    private PickLoad(Vertx vertx, SharedBudgets budgets) {
        this.vertx = vertx;
        this.budgets = budgets;
    }

    public static void main(String[] args) throws Exception {
        String url = new JsonObject(Files.readString(Path.of(args[0])))
                .getJsonObject("redis")
                .getString("url");
        int tokens = Integer.parseInt(args[1]);
        Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
        int rate = Integer.parseInt(args[3]);
        Vertx vertx = Vertx.vertx();
        Promise<JsonObject> result = Promise.promise();
        vertx.runOnContext(go -> Redis.open(vertx, url, Duration.ofSeconds(10))
                .compose(redis -> {
                    var budgets = new SharedBudgets(redis, "bench-" + tokens, VkSettings.standard(), null);
                    return fill(budgets, tokens).compose(filled -> {
                        var load = new PickLoad(vertx, budgets);
                        return rate == 0 ? load.closed(Integer.parseInt(args[4]), time) : load.open(rate, time);
                    });
                })
                .onComplete(result));
        try {
            System.out.println(result.future().await().encode());
            System.exit(0);
        } finally {
            // The loops of a client that failed would keep the process.
            System.exit(1);
        }
    }

    private static Future<?> fill(SharedBudgets budgets, int tokens) {
        List<PoolEntry> entries = IntStream.range(0, tokens)
                .mapToObj(i -> new PoolEntry(
                        UUID.nameUUIDFromBytes(("token " + i).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        Kind.COMMUNITY,
                        1,
                        Duration.ZERO,
                        false,
                        Duration.ZERO))
                .toList();
        return budgets.reconcile(entries, List.of(), true, false);
    }

    /** As many as come back, after a start that is not counted. */
    private Future<JsonObject> closed(int atOnce, Duration time) {
        long warm = System.nanoTime() + time.toNanos() / 2;
        long end = warm + time.toNanos();
        for (int i = 0; i < atOnce; i++) {
            again(warm, end);
        }
        return over.future().map(done -> told(time));
    }

    private void again(long warm, long end) {
        long now = System.nanoTime();
        if (now - end >= 0) {
            over.tryComplete();
            return;
        }
        pick().onComplete(done -> {
            if (now - warm >= 0) {
                count(done.result(), now);
            }
            again(warm, end);
        });
    }

    /** At a rate, whether answers come or not; kept to a millisecond, and counted from the intended moment. */
    private Future<JsonObject> open(int rate, Duration time) {
        long began = System.nanoTime();
        // At this pace the compilers take longer to be done than under a full load.
        long warm = 2 * time.toSeconds() * rate;
        long all = warm + time.toSeconds() * rate;
        vertx.setPeriodic(1, tick -> {
            while (sent < all && began + sent * 1_000_000_000L / rate - System.nanoTime() <= 0) {
                long intended = began + sent * 1_000_000_000L / rate;
                boolean counts = sent++ >= warm;
                underWay++;
                pick().onComplete(done -> {
                    underWay--;
                    if (counts) {
                        count(done.result(), intended);
                    }
                    if (sent == all && underWay == 0) {
                        over.tryComplete();
                    }
                });
            }
        });
        return over.future().map(done -> told(time));
    }

    private Future<Pick> pick() {
        return budgets.pick(new Want("users.get", ANY, KINDS, null, List.of())).otherwise(new Pick.Nobody());
    }

    private void count(Pick pick, long since) {
        if (pick instanceof Pick.Turn && picked < MAX_SAMPLES) {
            latencies[picked++] = System.nanoTime() - since;
        } else {
            wrong++;
        }
    }

    private JsonObject told(Duration time) {
        long[] sorted = Arrays.copyOf(latencies, picked);
        Arrays.sort(sorted);
        return new JsonObject()
                .put("picked", picked)
                .put("wrong", wrong)
                .put("per_second", picked / (double) time.toSeconds())
                .put("p50_ms", picked == 0 ? 0 : sorted[picked / 2] / 1e6)
                .put("p99_ms", picked == 0 ? 0 : sorted[(int) (picked * 0.99)] / 1e6);
    }
}
