package io.pult.playground.vk;

import io.pult.infra.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /method/section.name}: what a client of VK sees, by GET or POST, with status 200 also for errors of the API. */
final class ApiChannel {
    private static final String TOKEN = "access_token";
    private static final String BEARER = "bearer ";
    private static final String BAD_GATEWAY =
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

    private final Ticker ticker;
    private final VkState state;
    private final VkDispatcher dispatcher;

    ApiChannel(Ticker ticker, VkState state, VkDispatcher dispatcher) {
        this.ticker = ticker;
        this.state = state;
        this.dispatcher = dispatcher;
    }

    void mount(Router router) {
        router.get("/method/:method").handler(this::call);
        router.post("/method/:method").handler(this::call);
    }

    private void call(RoutingContext context) {
        HttpServerRequest http = context.request();
        VkRequest request = new VkRequest(
                context.pathParam("method"),
                params(context),
                token(http),
                http.remoteAddress().hostAddress());
        count(request);
        VkFault fault = state.faults().take(request.token(), request.method());
        if (fault == null) {
            send(http.response(), dispatcher.answer(request).toBuffer());
        } else {
            fail(http, request, fault);
        }
    }

    /** Counts what arrives, whatever becomes of it: the counters prove which tokens a client used. */
    private void count(VkRequest request) {
        VkToken token = state.tokens().find(request.token());
        if (token != null && dispatcher.knows(request.method())) {
            token.called(request.method());
        }
    }

    private void fail(HttpServerRequest http, VkRequest request, VkFault fault) {
        HttpServerResponse response = http.response();
        switch (fault.kind()) {
            case LATENCY -> {
                Buffer answer = dispatcher.answer(request).toBuffer();
                ticker.after(Duration.ofMillis(fault.millis()), () -> send(response, answer));
            }
            case HTML ->
                response.setStatusCode(502)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
                        .end(BAD_GATEWAY);
            case CUT -> {
                dispatcher.answer(request);
                http.connection().close();
            }
            case CUT_BODY -> {
                Buffer answer = dispatcher.answer(request).toBuffer();
                head(response)
                        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.length()))
                        .write(answer.slice(0, answer.length() / 2))
                        .onComplete(written -> http.connection().close());
            }
            case HANG -> {
                // The request is left open; the client's deadline or the end of this stand-in closes it.
            }
        }
    }

    private static void send(HttpServerResponse response, Buffer answer) {
        if (!response.closed()) {
            head(response).end(answer);
        }
    }

    private static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
    }

    private static Map<String, String> params(RoutingContext context) {
        Map<String, String> params = new LinkedHashMap<>();
        context.queryParams().forEach(params::put);
        context.request().formAttributes().forEach(params::put);
        params.remove(TOKEN);
        return params;
    }

    private static @Nullable String token(HttpServerRequest http) {
        String header = http.getHeader(HttpHeaders.AUTHORIZATION);
        String form = http.getFormAttribute(TOKEN);
        String token = form != null ? form : http.getParam(TOKEN);
        if (token == null && header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            token = header.substring(BEARER.length()).strip();
        }
        return token == null || token.isEmpty() ? null : token;
    }
}
