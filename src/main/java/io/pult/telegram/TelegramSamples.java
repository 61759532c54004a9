package io.pult.telegram;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import java.time.Duration;

/** Keeps the course of the accounts' states. Every node tries; the first of a quarter of an hour writes. */
final class TelegramSamples {
    /** Several times a quarter, as the ticker is not exact: no quarter is left out while a node runs. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(8);

    private final TelegramSampleStore store;

    TelegramSamples(TelegramSampleStore store) {
        this.store = store;
    }

    void start(Ticker timers) {
        timers.every(LOOK, "samples of accounts", this::run).now();
    }

    /** What is over is forgotten by whoever writes, and so once a quarter. */
    Future<?> run() {
        return store.take().compose(made -> made == 0 ? Future.succeededFuture() : store.retire(KEPT));
    }
}
