package io.pult.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics and probes on a port of their own, which no client should reach. Live: the event loop answers. Ready: the node
 * takes requests.
 */
public final class Management extends VerticleBase {
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final ManagementSettings settings;
    private final PrometheusMeterRegistry metrics;
    private final BooleanSupplier ready;
    private @Nullable HttpServer server;

    /** @param ready asked on the event loop; must not wait */
    public Management(ManagementSettings settings, PrometheusMeterRegistry metrics, BooleanSupplier ready) {
        this.settings = settings;
        this.metrics = metrics;
        this.ready = ready;
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(settings.port(), settings.host())
                .onSuccess(listening -> server = listening);
    }

    /** After the start: the port that the system chose when none was named. */
    public int port() {
        return server == null ? settings.port() : server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            say(request, 405, "GET\n");
            return;
        }
        switch (request.path()) {
            case "/health/live" -> say(request, 200, "up\n");
            case "/health/ready" -> {
                boolean up = ready.getAsBoolean();
                say(request, up ? 200 : 503, up ? "up\n" : "not ready\n");
            }
            case "/metrics" ->
                vertx.executeBlocking(metrics::scrape, false)
                        .onSuccess(text -> say(request, 200, text))
                        .onFailure(cause -> say(request, 500, "no metrics\n"));
            default -> say(request, 404, "/health/live /health/ready /metrics\n");
        }
    }

    private static void say(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, METRICS)
                .end(text);
    }
}
