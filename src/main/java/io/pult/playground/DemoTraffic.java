package io.pult.playground;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who uses the pool, so that there is something to see: a call a second as soon as there is an account, and at times a burst that another program of the tokens' owners makes past the pool, which is how a pool that
 * keeps every budget still meets error 6. It calls over HTTP like any client, one call after the other.
 */
final class DemoTraffic extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(DemoTraffic.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int BURST_EVERY = 10;
    /** As many as VK lets a user's token make in a second. */
    private static final int BURST = 3;

    private static final List<JsonObject> CALLS = List.of(
            call(
                    "users.get",
                    new JsonObject().put("user_ids", "pult_demo,10000001").put("fields", "city")),
            call(DemoTokens.RARE_METHOD, new JsonObject().put("user_id", 1001)),
            call(
                    "groups.getMembers",
                    new JsonObject().put("group_id", "pult_club").put("count", 100)),
            call(DemoTokens.RARE_METHOD, new JsonObject().put("user_id", 1002)),
            call("wall.get", new JsonObject().put("owner_id", -DemoTokens.GROUP).put("count", 5)));

    private final String pult;
    private final String key;
    private final String vk;
    private final Map<String, Integer> seen = new HashMap<>();
    private @Nullable Ticker ticker;
    private @Nullable HttpClientAgent http;
    private boolean awake;
    private int turn;

    /**
     * @param pult where a node answers
     * @param key of somebody who may call and list accounts
     * @param vk where the stand-in answers
     */
    DemoTraffic(String pult, String key, String vk) {
        this.pult = pult;
        this.key = key;
        this.vk = vk;
    }

    private static JsonObject call(String method, JsonObject params) {
        return new JsonObject().put("method", method).put("params", params);
    }

    @Override
    public Future<?> start() {
        HttpClientAgent client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(BURST));
        Ticker timers = new Ticker(vertx);
        http = client;
        ticker = timers;
        var node = new DemoCaller(client, pult, key);
        var outside = new DemoCaller(client, vk, null);
        timers.every(PERIOD, "demo traffic", () -> tick(node, outside).otherwise(DemoTraffic::unheard));
        return Future.succeededFuture();
    }

    /** A node that is stopping, or starting again, is no reason for a warning. */
    private static @Nullable Void unheard(Throwable cause) {
        log.atDebug().setCause(cause).log("demo traffic was not answered");
        return null;
    }

    private Future<Void> tick(DemoCaller node, DemoCaller outside) {
        if (!awake) {
            return node.get("/system-accounts/?limit=1").map(answer -> {
                awake = !answer.getJsonArray("items", new JsonArray()).isEmpty();
                return null;
            });
        }
        JsonObject call = CALLS.get(turn++ % CALLS.size());
        return turn % BURST_EVERY == 0 ? burst(outside).compose(done -> callPool(node, call)) : callPool(node, call);
    }

    private Future<Void> callPool(DemoCaller node, JsonObject call) {
        return node.post("/vk/call", call).map(answer -> {
            awake = !"vk.no_live_token".equals(answer.getString("code"));
            return null;
        });
    }

    /** Spends the second of the token that the pool used most since the last time. */
    private Future<Void> burst(DemoCaller outside) {
        return outside.get("/stand-in/tokens").compose(answer -> {
            String busiest = busiest(answer.getJsonArray("tokens"));
            String target = "/method/users.get?v=5.199&access_token=" + busiest;
            return busiest == null
                    ? Future.succeededFuture()
                    : Future.all(Stream.generate(() -> outside.get(target))
                                    .limit(BURST)
                                    .toList())
                            .mapEmpty();
        });
    }

    private @Nullable String busiest(JsonArray tokens) {
        String busiest = null;
        int most = 0;
        for (int i = 0; i < tokens.size(); i++) {
            JsonObject token = tokens.getJsonObject(i);
            int calls = token.getJsonObject("calls").stream()
                    .mapToInt(entry -> ((Number) entry.getValue()).intValue())
                    .sum();
            String name = token.getString("token");
            int fresh = calls - seen.getOrDefault(name, 0);
            seen.put(name, calls);
            if (fresh > most && token.getInteger("rps") <= BURST) {
                busiest = name;
                most = fresh;
            }
        }
        return busiest;
    }

    /** Hangs up first: a call that waits for its answer would keep the ticker, and with it the end of play. */
    @Override
    public Future<?> stop() {
        Future<Void> hungUp = http == null ? Future.succeededFuture() : http.close();
        Future<Void> quiet = ticker == null ? Future.succeededFuture() : ticker.stop();
        return Future.join(hungUp, quiet);
    }
}
