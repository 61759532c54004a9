package io.pult.api;

import io.pult.infra.Ticker;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What all requests of one gateway share. Confined to the verticle's event loop. */
final class Edge {
    private final Ticker ticker;
    private final HttpSettings settings;
    private final Cors cors;
    private final Meters meters;
    private final LongSupplier nanos;
    private boolean draining;

    /** @param nanos a monotonic clock */
    Edge(Ticker ticker, HttpSettings settings, Meters meters, LongSupplier nanos) {
        this.ticker = ticker;
        this.settings = settings;
        this.cors = new Cors(settings.corsOrigins());
        this.meters = meters;
        this.nanos = nanos;
    }

    HttpSettings settings() {
        return settings;
    }

    Cors cors() {
        return cors;
    }

    /** Once, unless the gateway stops before. */
    void after(long millis, Runnable run) {
        ticker.after(Duration.ofMillis(millis), run);
    }

    long now() {
        return nanos.getAsLong();
    }

    boolean draining() {
        return draining;
    }

    /** From now on every answer ends its connection, so that clients come back somewhere else. */
    void drain() {
        draining = true;
    }

    void measure(@Nullable Operation operation, int status, long since) {
        meters.record(operation == null ? "none" : operation.id(), status, now() - since);
    }
}
