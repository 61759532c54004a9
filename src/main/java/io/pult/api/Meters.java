package io.pult.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Duration of requests by operation and class of status; never by path or client, whose number has no bound. */
final class Meters {
    private final MeterRegistry registry;
    private final Map<String, @Nullable Timer[]> byOperation = new HashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(String operation, int status, long nanos) {
        @Nullable Timer[] timers = byOperation.computeIfAbsent(operation, id -> new @Nullable Timer[6]);
        Timer timer = timers[status / 100];
        if (timer == null) {
            timer = timer(operation, status / 100);
            timers[status / 100] = timer;
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String operation, int statusClass) {
        return Timer.builder("pult.http.requests")
                .description("Requests by operation of the contract")
                .tag("operation", operation)
                .tag("status", statusClass + "xx")
                .serviceLevelObjectives(
                        Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(5))
                .register(registry);
    }
}
