package io.pult.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Somebody who asks over HTTP, with a key or without one. Blocks. */
record Caller(String url, String key) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    record Answer(int status, String body, java.net.http.HttpHeaders headers) {
        JsonObject json() {
            return new JsonObject(body);
        }

        JsonArray items() {
            return json().getJsonArray("items");
        }

        String code() {
            return json().getString("code", "");
        }

        boolean saysWhenToRetry() {
            return headers.firstValue("retry-after").map(Integer::parseInt).orElse(0) > 0;
        }
    }

    static Caller anonymous(String url) {
        return new Caller(url, "");
    }

    Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    Answer post(String path, JsonObject body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("content-type", "application/json");
        return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
    }

    Answer send(HttpRequest.Builder request) throws Exception {
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body(), answer.headers());
    }

    /** The status, or 0 while nobody listens: for waiting. */
    int status(String path) throws InterruptedException {
        try {
            return CLIENT.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Makes the stand-in's person {@code vkUserId} an account of the pool. */
    Answer giveToken(long vkUserId, String token) throws Exception {
        return post(
                "/system-accounts/",
                new JsonObject()
                        .put("vk_user_id", vkUserId)
                        .put("kind", "user")
                        .put("label", "token of " + vkUserId)
                        .put("token", token));
    }

    Answer callVk() throws Exception {
        return post(
                "/vk/call",
                new JsonObject()
                        .put("method", "users.get")
                        .put("params", new JsonObject().put("user_ids", "pult_demo")));
    }
}
