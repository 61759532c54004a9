package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.contract.telegram.OwnershipEvents;
import io.pult.infra.Lease;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import java.time.Duration;

/** When ownership is looked at: every so often, and at once when another node tells that there is something to see. */
final class OwnershipWatch {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TELL = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofSeconds(10);
    private static final Duration MOVE = Duration.ofSeconds(1);

    private final Lease lease;
    private final Ownership ownership;
    private final OwnershipSweep sweep;
    private final Routes routes;
    private final TelegramNodes nodes;
    private final Ticker timers;

    OwnershipWatch(
            Lease lease, Ownership ownership, OwnershipSweep sweep, Routes routes, TelegramNodes nodes, Ticker timers) {
        this.lease = lease;
        this.ownership = ownership;
        this.sweep = sweep;
        this.routes = routes;
        this.nodes = nodes;
        this.timers = timers;
    }

    /** @return when the others' news are heard and this node is known among them, or will be */
    Future<?> start(Bus bus) {
        Ticker.Wake look = timers.every(LOOK, "sessions that are free", ownership::round);
        timers.every(SWEEP, "sessions that are ours", sweep::run);
        timers.every(MOVE, "sessions that belong elsewhere", ownership::move);
        Ticker.Wake tell = timers.every(TELL, "how this node is", nodes::tell);
        return Future.all(
                        bus.onEvery(
                                OwnershipEvents.CLAIMED,
                                event -> event.body()
                                        .sessions()
                                        .forEach(each -> routes.claimed(
                                                each.account(), event.body().node(), each.epoch()))),
                        bus.onEvery(OwnershipEvents.FREED, event -> {
                            event.body()
                                    .accounts()
                                    .forEach(account ->
                                            routes.freed(account, event.body().node()));
                            if (!event.body().node().equals(lease.owner())) {
                                look.now();
                            }
                        }))
                .onSuccess(heard -> tell.now());
    }
}
