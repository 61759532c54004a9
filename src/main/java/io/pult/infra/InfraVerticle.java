package io.pult.infra;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What infra itself does by the clock, on every node: it relays the outbox, and forgets what is too old. */
public final class InfraVerticle extends VerticleBase {
    private final Ground ground;
    private final Outbox outbox;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private @Nullable Pg pg;
    private @Nullable Ticker ticker;
    private @Nullable OutboxRelay relay;

    /** @param outbox of this node, whose rows are relayed as soon as they stand */
    public InfraVerticle(Ground ground, Outbox outbox) {
        this.ground = ground;
        this.outbox = outbox;
    }

    @Override
    public Future<?> start() {
        pg = Pg.open(vertx, ground.postgres());
        ticker = new Ticker(vertx);
        relayOutbox(pg, ticker);
        var keys = new IdempotencyStore(pg);
        var nodes = new NodeStore(pg);
        ticker.every(Duration.ofMinutes(10), "forget idempotency keys", () -> untilDone(keys));
        ticker.every(Duration.ofHours(1), "forget buried nodes", nodes::sweep);
        return Future.succeededFuture();
    }

    private void relayOutbox(Pg pg, Ticker ticker) {
        var store = new OutboxStore(pg);
        var relaying = new OutboxRelay(store, ground.bus());
        relay = relaying;
        Ticker.Wake look = ticker.every(Duration.ofSeconds(1), "relay the outbox", relaying::round);
        relaying.onRoom(look::now);
        var context = vertx.getOrCreateContext();
        outbox.onPut(() -> context.runOnContext(go -> look.now()));
        Gauge.builder("pult.outbox.waiting", waiting, AtomicLong::get)
                .description("Rows of the outbox that are not acknowledged yet")
                .register(ground.metrics());
        Gauge.builder("pult.outbox.parked", parked, AtomicLong::get)
                .description("Rows of the outbox that their receiver will never take as they are")
                .register(ground.metrics());
        ticker.every(
                Duration.ofSeconds(15),
                "count the outbox",
                () -> store.count().onSuccess(count -> {
                    waiting.set(count.waiting());
                    parked.set(count.parked());
                }));
    }

    private static Future<?> untilDone(IdempotencyStore keys) {
        return keys.sweep().compose(more -> more ? untilDone(keys) : Future.succeededFuture());
    }

    @Override
    public Future<?> stop() {
        Future<Void> ticking = ticker == null ? Future.succeededFuture() : ticker.stop();
        return ticking.eventually(() -> relay == null ? Future.succeededFuture() : relay.stop())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }
}
