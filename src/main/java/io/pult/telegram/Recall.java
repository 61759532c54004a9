package io.pult.telegram;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the next owner of an account has to know before it does anything: the waits that hold, and what is watched. Read for all
 * accounts at once that were claimed in the same turn. Confined to the loop of the verticle.
 */
final class Recall {
    private final FloodStore floods;
    private final WatchStore watches;
    private final InstantSource clock;
    private final Context context;
    private Map<UUID, Promise<Recalled>> wanted = new HashMap<>();

    record Recalled(List<Flood> floods, List<Watch> watches) {}

    Recall(FloodStore floods, WatchStore watches, InstantSource clock, Context context) {
        this.floods = floods;
        this.watches = watches;
        this.clock = clock;
        this.context = context;
    }

    /** @return fails with UNAVAILABLE when the database is away */
    Future<Recalled> of(UUID account) {
        if (wanted.isEmpty()) {
            context.runOnContext(turn -> read());
        }
        return wanted.computeIfAbsent(account, first -> Promise.promise()).future();
    }

    private void read() {
        Map<UUID, Promise<Recalled>> asked = wanted;
        wanted = new HashMap<>();
        UUID[] accounts = asked.keySet().toArray(UUID[]::new);
        var known = floods.holding(accounts, clock.instant());
        var watched = watches.of(accounts);
        Future.all(known, watched)
                .onSuccess(read -> asked.forEach((account, promise) -> promise.complete(new Recalled(
                        known.result().getOrDefault(account, List.of()),
                        watched.result().getOrDefault(account, List.of())))))
                .onFailure(cause -> asked.values().forEach(promise -> promise.fail(cause)));
    }
}
