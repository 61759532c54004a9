package io.pult.infra;

import io.pult.bus.Json;
import io.pult.bus.Op;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * Questions that must reach their receiver: each is a row in the transaction of the act that gave rise to it, and is put
 * over the bus until it is acknowledged, by whichever node gets to it. One per node, thread-safe.
 *
 * <p>The receiver is asked by the system, with the row's id as {@link io.pult.bus.Call#idempotencyKey}: it may hear of a
 * row twice, and has to act once ({@link Idempotency#once}). The order of rows is kept by nobody. A request that holds a
 * secret has no place here: rows are stored as they are.
 */
public final class Outbox {
    private volatile Runnable wake = () -> {};

    /**
     * @param tx the transaction of the act: rolled back with it, the row was never there
     * @return the row's id
     */
    public <Q> Future<UUID> put(Sql tx, Op<Q, ?> op, Q request) {
        UUID id = UUID.randomUUID();
        return new OutboxStore(tx).insert(id, op.id(), Json.text(request)).map(stored -> {
            tx.afterCommit(() -> wake.run());
            return id;
        });
    }

    /** @param wake called on any thread; a relay elsewhere finds the row by its next look */
    void onPut(Runnable wake) {
        this.wake = wake;
    }
}
