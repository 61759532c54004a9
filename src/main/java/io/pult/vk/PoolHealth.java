package io.pult.vk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pult.infra.Vitals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this node picks with the others or alone, and the one place that says so: a line at each change, a vital, a metric. */
final class PoolHealth {
    private static final Logger log = LoggerFactory.getLogger(PoolHealth.class);
    private static final String VITAL = "vk pool";

    private final Vitals vitals;
    private final LiveNodes nodes;
    private boolean degraded;

    PoolHealth(Vitals vitals, MeterRegistry metrics, LiveNodes nodes) {
        this.vitals = vitals;
        this.nodes = nodes;
        Gauge.builder("pult.vk.pool.degraded", this, health -> health.degraded ? 1 : 0)
                .description("1 while this node picks tokens without Redis, with its share of their budgets")
                .strongReference(true)
                .register(metrics);
        Gauge.builder("pult.vk.pool.nodes", nodes, LiveNodes::count)
                .description("nodes that share the budgets of the tokens when Redis is away, as this one last knew")
                .strongReference(true)
                .register(metrics);
    }

    boolean degraded() {
        return degraded;
    }

    void lost() {
        degraded = true;
        vitals.failed(VITAL, "degraded: without Redis this node takes 1/" + nodes.count() + " of each token's budget");
        log.atWarn()
                .addKeyValue("nodes", nodes.count())
                .log("vk pool: degraded, Redis is away and each node takes its share of the budgets");
    }

    void back() {
        degraded = false;
        vitals.succeeded(VITAL);
        log.info("vk pool: budgets are shared by Redis again");
    }

    /** The pool was brought up to date in Redis. */
    void fine() {
        vitals.succeeded(VITAL);
    }
}
