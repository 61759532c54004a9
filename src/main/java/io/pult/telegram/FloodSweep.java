package io.pult.telegram;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** Forgets waits that have long been over. Every node may do it; none ends a wait. */
final class FloodSweep {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int AT_ONCE = 1_000;

    private final FloodStore store;
    private final InstantSource clock;

    FloodSweep(FloodStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Future<Integer> run() {
        return store.sweep(clock.instant().minus(KEPT), AT_ONCE)
                .compose(gone -> gone < AT_ONCE ? Future.succeededFuture(gone) : run());
    }
}
