package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to VK or to VK ID and its answer over HTTP, with an end by a deadline and by a size, whatever the other side
 * does.
 */
final class VkExchange {
    private final Ticker timers;
    private final int maxResponse;
    private final Function<HttpClientResponse, Optional<String>> unfit;
    private final Promise<End> end = Promise.promise();
    private @Nullable HttpClientRequest request;

    /** @param unfit says of an answer's head why its body is not worth reading; empty when it is */
    VkExchange(Ticker timers, int maxResponse, Function<HttpClientResponse, Optional<String>> unfit) {
        this.timers = timers;
        this.maxResponse = maxResponse;
        this.unfit = unfit;
    }

    enum How {
        ANSWERED,
        /** Nothing was sent, because it was too late for it. */
        MISSED,
        /** The answer is longer than may be read. */
        TOO_LARGE,
        /** The deadline came first. */
        LATE,
        CUT,
        /** The answer's head says that its body is not worth reading. */
        UNFIT
    }

    /**
     * @param status of HTTP; 0 without a body
     * @param type of the body's content, without parameters
     * @param body absent when there was none to read; then {@code reason} says what there was
     */
    record End(
            boolean sent,
            How how,
            int status,
            String type,
            @Nullable Buffer body,
            String reason) {
        static End without(boolean sent, How how, String reason) {
            return new End(sent, how, 0, "", null, reason);
        }
    }

    /**
     * @param opening the request to be sent, once there is a connection for it; a {@link Failure} of it is the exchange's
     * @param latest by {@link System#nanoTime} at which the request may still leave; absent: at any time
     */
    Future<End> run(Future<HttpClientRequest> opening, String form, long millis, @Nullable Long latest) {
        Runnable inTime =
                timers.after(Duration.ofMillis(millis), () -> lost(How.LATE, "no answer within " + millis + " ms"));
        opening.onFailure(this::notOpened).onSuccess(open -> send(open, form, latest));
        return end.future().onComplete(done -> inTime.run());
    }

    private void notOpened(Throwable cause) {
        if (cause instanceof Failure) {
            end.tryFail(cause);
        } else {
            lost(How.CUT, noConnection(cause));
        }
    }

    /** The last look at the clock comes after the connection is there, which is what takes time. */
    private void send(HttpClientRequest open, String form, @Nullable Long latest) {
        open.exceptionHandler(this::cut);
        if (latest != null && System.nanoTime() - latest > 0) {
            end.tryComplete(End.without(false, How.MISSED, "too late for the token's turn"));
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
            lost(How.UNFIT, reason.get());
            return;
        }
        Buffer body = Buffer.buffer();
        response.exceptionHandler(this::cut);
        response.handler(piece -> {
            if (body.length() + piece.length() > maxResponse) {
                lost(How.TOO_LARGE, "more than " + maxResponse + " bytes");
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(
                over -> end.tryComplete(new End(true, How.ANSWERED, response.statusCode(), type(response), body, "")));
    }

    private void cut(Throwable cause) {
        lost(How.CUT, "connection cut: " + cause.getClass().getSimpleName());
    }

    /** What kind of content an answer says it has, without parameters; empty when it does not say. */
    static String type(HttpClientResponse response) {
        String header = response.getHeader("Content-Type");
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
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

    private void lost(How how, String reason) {
        if (end.tryComplete(End.without(request != null, how, reason)) && request != null) {
            request.reset();
        }
    }
}
