package io.pult.vk;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to VK or to VK ID and its answer over HTTP, with an end by a deadline and by a size, whatever the other side
 * does.
 */
final class VkExchange {
    private final Ticker timers;
    private final HttpClient http;
    private final int maxResponse;
    private final Function<HttpClientResponse, Optional<String>> unfit;
    private final Promise<End> end = Promise.promise();
    private @Nullable HttpClientRequest request;

    /** @param unfit says of an answer's head why its body is not worth reading; empty when it is */
    VkExchange(Ticker timers, HttpClient http, int maxResponse, Function<HttpClientResponse, Optional<String>> unfit) {
        this.timers = timers;
        this.http = http;
        this.maxResponse = maxResponse;
        this.unfit = unfit;
    }

    /**
     * @param missed nothing was sent, because it was too late for it
     * @param tooLarge the answer is longer than may be read
     * @param status of HTTP; 0 without a body
     * @param body absent when there was none to read; then {@code reason} says what there was
     */
    record End(
            boolean sent,
            boolean missed,
            boolean tooLarge,
            int status,
            @Nullable String body,
            String reason) {}

    /** @param latest by {@link System#nanoTime} at which the request may still leave; absent: at any time */
    Future<End> run(RequestOptions options, String form, long millis, @Nullable Long latest) {
        Runnable inTime = timers.after(Duration.ofMillis(millis), () -> lost("no answer within " + millis + " ms"));
        http.request(options).onFailure(cause -> lost(noConnection(cause))).onSuccess(open -> send(open, form, latest));
        return end.future().onComplete(done -> inTime.run());
    }

    /** The last look at the clock comes after the connection is there, which is what takes time. */
    private void send(HttpClientRequest open, String form, @Nullable Long latest) {
        open.exceptionHandler(this::cut);
        if (latest != null && System.nanoTime() - latest > 0) {
            end.tryComplete(new End(false, true, false, 0, null, "too late for the token's turn"));
        }
        if (end.future().isComplete()) {
            open.reset();
            return;
        }
        request = open;
        open.send(Buffer.buffer(form)).onSuccess(this::receive).onFailure(this::cut);
    }

    private void receive(HttpClientResponse response) {
        Optional<String> reason = unfit.apply(response);
        if (reason.isPresent()) {
            lost(reason.get());
            return;
        }
        Buffer body = Buffer.buffer();
        response.exceptionHandler(this::cut);
        response.handler(piece -> {
            if (body.length() + piece.length() > maxResponse) {
                end(new End(true, false, true, 0, null, "more than " + maxResponse + " bytes"));
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(
                over -> end.tryComplete(new End(true, false, false, response.statusCode(), body.toString(), "")));
    }

    private void cut(Throwable cause) {
        lost("connection cut: " + cause.getClass().getSimpleName());
    }

    /** The handshake comes before the request: who shows no certificate that is trusted here never sees a token. */
    private static String noConnection(Throwable cause) {
        Throwable reason = cause;
        while (reason.getCause() != null && !(reason instanceof CertificateException)) {
            reason = reason.getCause();
        }
        return "no connection: " + cause.getClass().getSimpleName()
                + (reason instanceof CertificateException ? ", the certificate is not trusted" : "");
    }

    private void lost(String reason) {
        end(new End(request != null, false, false, 0, null, reason));
    }

    private void end(End how) {
        if (end.tryComplete(how) && request != null) {
            request.reset();
        }
    }
}
