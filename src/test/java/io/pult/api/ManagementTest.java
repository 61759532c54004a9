package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a supervisor and a metrics collector ask. */
class ManagementTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Management management = new Management(new ManagementSettings("127.0.0.1", 0), metrics, ready::get);

    @BeforeEach
    void deploy() {
        Lab.await(vertx.deployVerticle(management));
    }

    @AfterEach
    void close() {
        Lab.await(vertx.close());
    }

    private String get(String path) {
        try (RawClient client = new RawClient(management.port())) {
            return client.say("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .all();
        }
    }

    @Test
    void a_node_that_is_not_ready_is_alive() {
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 503");
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200");
        ready.set(true);
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 200");
    }

    @Test
    void metrics_name_operations_and_never_paths() {
        new Meters(metrics).record("lab.getThing", 404, 1_000_000);
        assertThat(get("/metrics"))
                .startsWith("HTTP/1.1 200")
                .contains("pult_http_requests_seconds_count{operation=\"lab.getThing\",status=\"4xx\"} 1");
    }

    @Test
    void there_is_nothing_else() {
        assertThat(get("/openapi.json")).startsWith("HTTP/1.1 404");
    }
}
