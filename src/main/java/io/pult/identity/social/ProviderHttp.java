package io.pult.identity.social;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one door to a provider: every answer has an end by a deadline and by a size, whatever the other side does, and no
 * redirect is followed. Confined to the context that it was made on.
 */
final class ProviderHttp {
    private static final int CONNECTIONS = 16;
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_ANSWER = 1 << 17;

    private final HttpClient http;
    private final Ticker timers;
    private final Vitals vitals;
    private final String name;
    private final Duration timeout;

    /** @param name of the provider, for the status page and the log */
    ProviderHttp(Vertx vertx, Ticker timers, Vitals vitals, String name, Duration timeout) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeout.toMillis()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
        this.timers = timers;
        this.vitals = vitals;
        this.name = name;
        this.timeout = timeout;
    }

    /** @param body may hold tokens: never for a log */
    record Answer(int status, String body) {
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** @return fails with UPSTREAM {@code social.provider_unreachable} */
    Future<Answer> get(URI url, Map<String, String> headers, Duration budget) {
        return new Exchange().run(options(HttpMethod.GET, url, headers), null, within(budget));
    }

    /** @return fails likewise */
    Future<Answer> post(URI url, Map<String, String> form, Map<String, String> headers, Duration budget) {
        var options =
                options(HttpMethod.POST, url, headers).putHeader("Content-Type", "application/x-www-form-urlencoded");
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return new Exchange().run(options, Buffer.buffer(body), within(budget));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static RequestOptions options(HttpMethod method, URI url, Map<String, String> headers) {
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url.toString())
                .putHeader("Accept", "application/json");
        headers.forEach(options::putHeader);
        return options;
    }

    private long within(Duration budget) {
        return Math.max(1, Math.min(timeout.toMillis(), budget.toMillis()));
    }

    /**
     * @param what it should have been, for the log
     * @throws Failure UPSTREAM {@code social.provider_wrong} when it is no JSON of this form
     */
    <T> T read(Answer answer, Class<T> type, String what) {
        T read;
        try {
            read = Json.readLeniently(answer.body(), type);
        } catch (Failure e) {
            throw wrong("HTTP " + answer.status() + ", which is no " + what);
        }
        // The text "null" is well-formed.
        if (read == null) {
            throw wrong("HTTP " + answer.status() + " and nothing in place of a " + what);
        }
        return read;
    }

    /** The provider answered, and not with what can be used. */
    Failure wrong(String what) {
        vitals.failed(name, what);
        return Failure.upstream("social.provider_wrong", "The provider of this sign-in answers " + what);
    }

    /** The provider knows us not, or wants something else of us: for the operator to mend. */
    Failure refusedUs(String error) {
        vitals.failed(name, "refuses us: " + error);
        return Failure.upstream(
                "social.provider_refuses_us",
                "The provider of this sign-in refuses our application; tell the operator");
    }

    Future<Void> close() {
        return http.close();
    }

    private final class Exchange {
        private final Promise<Answer> end = Promise.promise();
        private @Nullable HttpClientRequest request;

        Future<Answer> run(RequestOptions options, @Nullable Buffer body, long millis) {
            Runnable inTime = timers.after(Duration.ofMillis(millis), () -> lost("no answer in time"));
            http.request(options)
                    .onFailure(
                            cause -> lost("no connection: " + cause.getClass().getSimpleName()))
                    .onSuccess(open -> send(open, body));
            return end.future().onComplete(done -> inTime.run());
        }

        private void send(HttpClientRequest open, @Nullable Buffer body) {
            open.exceptionHandler(this::cut);
            if (end.future().isComplete()) {
                open.reset();
                return;
            }
            request = open;
            Future<HttpClientResponse> answer = body == null ? open.send() : open.send(body);
            answer.onSuccess(this::receive).onFailure(this::cut);
        }

        private void receive(HttpClientResponse response) {
            Buffer body = Buffer.buffer();
            response.exceptionHandler(this::cut);
            response.handler(piece -> {
                if (body.length() + piece.length() > MAX_ANSWER) {
                    lost("more than " + MAX_ANSWER + " bytes");
                } else {
                    body.appendBuffer(piece);
                }
            });
            response.endHandler(over -> {
                if (end.tryComplete(new Answer(response.statusCode(), body.toString()))) {
                    vitals.succeeded(name);
                }
            });
        }

        private void cut(Throwable cause) {
            lost("connection cut: " + cause.getClass().getSimpleName());
        }

        private void lost(String reason) {
            boolean first = end.tryFail(
                    Failure.upstream("social.provider_unreachable", "The provider of this sign-in does not answer"));
            if (first) {
                vitals.failed(name, reason);
                if (request != null) {
                    request.reset();
                }
            }
        }
    }
}
