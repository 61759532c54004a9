package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes that are asked for more than their tokens may do, and a stand-in that counts what arrives. */
final class SaturatedPool {
    private static final int TOKENS = 30;
    private static final int FIRST_USER = 20_001;
    /** Enough that each token has several waiting for it, at both nodes together. */
    private static final int CALLERS_EACH = 60;

    private static final double SPACING = 0.370;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String CALL = "{\"method\":\"users.get\",\"params\":{\"user_ids\":\"1001\"}}";

    private final Instance instance;
    private final String standIn;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean over;
    private volatile String trouble = "";

    SaturatedPool(Instance instance) throws IOException {
        this.instance = instance;
        this.standIn = new JsonObject(Files.readString(instance.conf()))
                .getJsonObject("vk")
                .getString("base_url")
                .replace("/method/", "/stand-in/");
    }

    /** What the stand-in has counted of all tokens. */
    private record Count(long calls, long tooFast, long at) {}

    List<Measure> call() throws IOException, InterruptedException {
        try (NodeProcess a = instance.node();
                NodeProcess b = instance.node()) {
            for (int i = 0; i < TOKENS; i++) {
                give(a, i);
            }
            for (int i = 0; i < CALLERS_EACH; i++) {
                ask(a);
                ask(b);
            }
            Progress.say("a saturated pool of %d tokens warms up", TOKENS);
            Thread.sleep(WARM_UP.toMillis());
            Count before = count();
            Thread.sleep(TIME.toMillis());
            Count after = count();
            over = true;
            return rows(before, after);
        }
    }

    private List<Measure> rows(Count before, Count after) {
        double seconds = (after.at - before.at) / 1e9;
        double perSecond = (after.calls - before.calls) / seconds;
        double share = 100 * perSecond / (TOKENS / SPACING);
        Progress.say("%.1f calls/s, %.2f %% of what the spacings allow, %d too fast", perSecond, share, after.tooFast);
        String how = TOKENS + " user tokens at 370 ms, two nodes, " + CALLERS_EACH + " callers at each, closed loop, "
                + TIME.toSeconds() + " s after " + WARM_UP.toSeconds() + " s; counted by the stand-in; "
                + refused.get() + " callers were refused"
                + (trouble.isEmpty() ? "" : ", the first with " + trouble);
        return List.of(
                Measure.atLeast("a saturated pool, of the sum of its spacings", share, "%", 98, how),
                Measure.atMost("error 6 at the stand-in meanwhile", after.tooFast, "errors", 0, how),
                Measure.told("calls a second of a saturated pool", perSecond, "calls/s", how));
    }

    private void give(NodeProcess node, int number) throws IOException, InterruptedException {
        int user = FIRST_USER + number;
        String token = "vk1.a.bench-token-" + user;
        send("PUT", URI.create(standIn + "users/" + user), "{\"first_name\":\"B\",\"last_name\":\"" + number + "\"}");
        send("PUT", URI.create(standIn + "tokens/" + token), "{\"kind\":\"user\",\"user_id\":" + user + "}");
        send(
                "POST",
                node.url("/system-accounts/"),
                new JsonObject()
                        .put("vk_user_id", user)
                        .put("kind", "user")
                        .put("token", token)
                        .encode());
    }

    private String send(String method, URI to, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(method, to, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + to.getPath() + " gave " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest request(String method, URI to, String body) {
        return HttpRequest.newBuilder(to)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + instance.key())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** One caller, who asks again as soon as it is answered. */
    private void ask(NodeProcess node) {
        http.sendAsync(request("POST", node.url("/vk/call"), CALL), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failed) -> {
                    if (over) {
                        return;
                    }
                    if (answer == null || answer.statusCode() != 200) {
                        refused.incrementAndGet();
                        trouble = trouble.isEmpty() ? answer == null ? failed.toString() : answer.body() : trouble;
                    }
                    ask(node);
                });
    }

    private Count count() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(standIn + "tokens"))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        long at = System.nanoTime();
        long calls = 0;
        long tooFast = 0;
        for (Object each : new JsonObject(answer.body()).getJsonArray("tokens")) {
            JsonObject token = (JsonObject) each;
            calls += token.getJsonObject("calls").getLong("users.get", 0L);
            tooFast += token.getJsonObject("errors").getLong("6", 0L);
        }
        return new Count(calls, tooFast, at);
    }
}
