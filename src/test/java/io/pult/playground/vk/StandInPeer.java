package io.pult.playground.vk;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A running stand-in with a clock that only a test moves, and a plain HTTP client that speaks to it. */
final class StandInPeer implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final VkStandIn standIn;
    private final String deployment;

    StandInPeer() {
        standIn = new VkStandIn(0, now::get);
        deployment = await(vertx.deployVerticle(standIn));
    }

    /** With a clock of its own: {@link #pass} does not move it. */
    StandInPeer(InstantSource clock) {
        standIn = new VkStandIn(0, clock);
        deployment = await(vertx.deployVerticle(standIn));
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** A call with {@code v} and the token as parameter; {@code params} are names and values in turn. */
    JsonObject call(String token, String method, String... params) {
        HttpResponse<String> answer = post(method, form(params) + "&v=5.199&access_token=" + token);
        if (answer.statusCode() != 200) {
            throw new AssertionError("status " + answer.statusCode());
        }
        return new JsonObject(answer.body());
    }

    int errorOf(String token, String method, String... params) {
        JsonObject answer = call(token, method, params);
        return answer.containsKey("error") ? answer.getJsonObject("error").getInteger("error_code") : 0;
    }

    JsonArray responseOf(String token, String method, String... params) {
        return call(token, method, params).getJsonArray("response");
    }

    HttpResponse<String> post(String method, String form) {
        return send(request("/method/" + method)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    /** Throws what the client throws when the answer does not come or does not end. */
    HttpResponse<String> tryPost(String method, String form, Duration deadline)
            throws IOException, InterruptedException {
        return http.send(
                request("/method/" + method)
                        .timeout(deadline)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(standIn.url() + path)).timeout(DEADLINE);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> adminRaw(String method, String path, String body) {
        return send(request("/stand-in/" + path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    JsonObject admin(String method, String path, JsonObject body) {
        HttpResponse<String> answer = adminRaw(method, path, body.encode());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    void userToken(String token, long userId) {
        admin("PUT", "tokens/" + token, new JsonObject().put("kind", "user").put("user_id", userId));
    }

    void token(String token, String kind) {
        admin("PUT", "tokens/" + token, new JsonObject().put("kind", kind));
    }

    /** The token as the admin channel lists it. */
    JsonObject listed(String token) {
        return admin("GET", "tokens", new JsonObject()).getJsonArray("tokens").stream()
                .map(JsonObject.class::cast)
                .filter(each -> token.equals(each.getString("token")))
                .findFirst()
                .orElseThrow();
    }

    void stop() {
        await(vertx.undeploy(deployment));
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    static String form(String... params) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < params.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(params[i])
                    .append('=')
                    .append(URLEncoder.encode(params[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
