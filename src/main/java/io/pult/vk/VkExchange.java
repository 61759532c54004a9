package io.pult.vk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request and its answer over HTTP, with an end by a deadline and by a size, whatever the other side does. */
final class VkExchange {
    private final Vertx vertx;
    private final HttpClient http;
    private final int maxResponse;
    private final Promise<End> end = Promise.promise();
    private @Nullable HttpClientRequest request;

    VkExchange(Vertx vertx, HttpClient http, int maxResponse) {
        this.vertx = vertx;
        this.http = http;
        this.maxResponse = maxResponse;
    }

    /** @param body absent when there was no answer of VK's API; then {@code reason} says what there was */
    record End(boolean sent, @Nullable String body, String reason) {}

    Future<End> run(RequestOptions options, String form, long millis) {
        long timer = vertx.setTimer(millis, late -> lost("no answer within " + millis + " ms"));
        http.request(options)
                .onFailure(cause -> lost("no connection: " + cause.getClass().getSimpleName()))
                .onSuccess(open -> send(open, form));
        return end.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void send(HttpClientRequest open, String form) {
        if (end.future().isComplete()) {
            open.reset();
            return;
        }
        request = open;
        open.exceptionHandler(this::cut);
        open.send(Buffer.buffer(form)).onSuccess(this::receive).onFailure(this::cut);
    }

    private void receive(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            lost("HTTP " + response.statusCode());
            return;
        }
        String type = String.valueOf(response.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json") && !type.startsWith("text/javascript")) {
            lost("not JSON");
            return;
        }
        Buffer body = Buffer.buffer();
        response.exceptionHandler(this::cut);
        response.handler(piece -> {
            if (body.length() + piece.length() > maxResponse) {
                lost("more than " + maxResponse + " bytes");
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(over -> end.tryComplete(new End(true, body.toString(), "")));
    }

    private void cut(Throwable cause) {
        lost("connection cut: " + cause.getClass().getSimpleName());
    }

    private void lost(String reason) {
        if (end.tryComplete(new End(request != null, null, reason)) && request != null) {
            request.reset();
        }
    }
}
