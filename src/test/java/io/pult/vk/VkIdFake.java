package io.pult.vk;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * VK ID's token endpoint as its clients see it: a refresh token is taken once and gives the next pair. What it does with
 * the next requests can be said before. Its state is touched on its own event loop and, between requests, by the test.
 */
final class VkIdFake implements AutoCloseable {
    enum Next {
        /** No answer at all, and nothing done. */
        HANG,
        /** The answer waits for {@link #release}. */
        HOLD,
        /** The refresh token is spent and the answer never arrives. */
        TAKE_AND_CUT,
        CUT,
        HTML,
        UNAVAILABLE,
        /** An error with a status of 401, as OAuth has it. */
        REFUSE,
        /** An error with a status of 200, as VK ID has it. */
        REFUSE_WITH_200,
        SLOW_DOWN,
        /** A token in a form that no token has. */
        NONSENSE
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Deque<Next> next = new ArrayDeque<>();
    private final Map<String, Long> valid = new ConcurrentHashMap<>();
    private final List<Map<String, String>> asked = Collections.synchronizedList(new ArrayList<>());
    private final Promise<Void> held = Promise.promise();
    private volatile boolean released;
    private int given;

    VkIdFake() {
        server = VkRig.await(vertx.createHttpServer()
                .requestHandler(
                        request -> request.setExpectMultipart(true).end().onSuccess(read -> handle(request)))
                .listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** A refresh token that VK ID takes, for tokens of the user. */
    void knows(String refreshToken, long user) {
        valid.put(refreshToken, user);
    }

    void next(Next... orders) {
        next.addAll(List.of(orders));
    }

    /** The forms that have been sent, oldest first. */
    List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    void release() {
        vertx.runOnContext(now -> held.tryComplete());
    }

    boolean released() {
        return released;
    }

    private void handle(HttpServerRequest request) {
        var form = new HashMap<String, String>();
        request.formAttributes().forEach(field -> form.put(field.getKey(), field.getValue()));
        form.put("path", request.method() + " " + request.path());
        asked.add(form);
        Next order = next.poll();
        if (order == null) {
            answer(request, form);
            return;
        }
        switch (order) {
            case HANG -> {
                // the client has to end it
            }
            case HOLD ->
                held.future().onSuccess(now -> {
                    answer(request, form);
                    released = true;
                });
            case TAKE_AND_CUT -> {
                valid.remove(form.get("refresh_token"));
                request.connection().close();
            }
            case CUT -> request.connection().close();
            case HTML ->
                request.response().putHeader("Content-Type", "text/html").end("<html>later</html>");
            case UNAVAILABLE -> request.response().setStatusCode(503).end();
            case REFUSE -> refuse(request, 401, "invalid_grant", form);
            case REFUSE_WITH_200 -> refuse(request, 200, "invalid_token", form);
            case SLOW_DOWN -> refuse(request, 429, "slow_down", form);
            case NONSENSE ->
                json(
                        request,
                        200,
                        new JsonObject().put("access_token", "два слова").put("refresh_token", "vk2.a.another-one"));
        }
    }

    private void answer(HttpServerRequest request, Map<String, String> form) {
        Long user = valid.remove(String.valueOf(form.get("refresh_token")));
        if (user == null) {
            refuse(request, 200, "invalid_grant", form);
            return;
        }
        int number = ++given;
        String refresh = "vk2.a.refresh-" + user + "-" + number;
        valid.put(refresh, user);
        json(
                request,
                200,
                new JsonObject()
                        .put("access_token", token(user, number))
                        .put("refresh_token", refresh)
                        .put("token_type", "Bearer")
                        .put("expires_in", 3600)
                        .put("user_id", user)
                        .put("state", form.get("state")));
    }

    /** The access token that the request of this number gives. */
    static String token(long user, int number) {
        return "vk2.a.access-" + user + "-" + number + "-0123456789";
    }

    private static void refuse(HttpServerRequest request, int status, String error, Map<String, String> form) {
        json(
                request,
                status,
                new JsonObject()
                        .put("error", error)
                        .put("error_description", "refresh_token " + form.get("refresh_token") + " is not valid")
                        .put("state", form.get("state")));
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    @Override
    public void close() {
        VkRig.await(vertx.close());
    }
}
