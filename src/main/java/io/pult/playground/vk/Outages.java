package io.pult.playground.vk;

import io.pult.infra.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends answers, or what an ordered {@link VkFault} leaves of them. */
final class Outages {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html");
    private static final String BAD_GATEWAY =
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

    private final Ticker ticker;

    /** JSON with an HTTP status. */
    record Answer(int status, Buffer body) {}

    /** What the client asked for. */
    interface Deed {
        Answer done();
    }

    Outages(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A fault decides what is seen of the answer, and whether the deed is done at all. */
    void answer(HttpServerRequest http, @Nullable VkFault fault, Deed deed) {
        HttpServerResponse response = http.response();
        if (fault == null) {
            send(response, deed.done());
            return;
        }
        switch (fault.kind()) {
            case LATENCY -> {
                Answer late = deed.done();
                ticker.after(Duration.ofMillis(fault.millis()), () -> send(response, late));
            }
            case HTML ->
                response.setStatusCode(502)
                        .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                        .end(BAD_GATEWAY);
            case CUT -> {
                deed.done();
                http.connection().close();
            }
            case CUT_BODY -> {
                Buffer body = deed.done().body();
                response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                        .write(body.slice(0, body.length() / 2))
                        .onComplete(written -> http.connection().close());
            }
            case HANG -> {
                // The request is left open; the client's deadline or the end of this stand-in closes it.
            }
        }
    }

    private static void send(HttpServerResponse response, Answer answer) {
        if (!response.closed()) {
            response.setStatusCode(answer.status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(answer.body);
        }
    }
}
