package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Sql;
import io.pult.infra.Ticker;
import io.pult.mtproto.session.ConnectRamp;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What decides which sessions a node holds, put together: wiring alone. */
final class OwnershipParts {
    private static final Duration RETIRE = Duration.ofHours(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    final Ownership ownership;
    final OwnershipSweep sweep;
    final Routing routing;
    final HeldSessions held;
    final Context home;

    private final Lease lease;
    private final Bus bus;
    private final Ticker timers;
    private final Duration keepClaims;
    private final Routes routes;
    final TelegramNodes nodes;
    private final HandOver handOver;
    private final TelegramNodeStore nodeStore;
    private final ClaimLogStore claimLog;
    private final TelegramSampleStore samples;

    OwnershipParts(
            Vertx vertx,
            Context home,
            Ground ground,
            TelegramSettings settings,
            Sql sql,
            SessionStore store,
            HeldSessions held,
            ConnectRamp.Rates rates,
            SessionMeters meters,
            Ticker timers) {
        this.home = home;
        LongSupplier nano = System::nanoTime;
        this.lease = ground.lease();
        this.bus = ground.bus();
        this.timers = timers;
        this.keepClaims = settings.keepClaims();
        this.held = held;
        String name = ground.nodeName();
        var uses = new Uses();
        routes = new Routes(timers);
        nodeStore = new TelegramNodeStore(sql);
        claimLog = new ClaimLogStore(sql);
        samples = new TelegramSampleStore(sql);
        var candidates = new Candidates(lease.owner(), nodeStore, nano);
        nodes = new TelegramNodes(vertx, lease.owner(), nodeStore, held, candidates, meters, nano);
        var claims = new Claims(lease, name, store, held, bus);
        var releases = new Releases(lease, name, store, held, uses, bus, timers);
        handOver = new HandOver(held, claims, releases, candidates, nodes, rates, timers, nano);
        // No exit has to take more at a time than it connects.
        int most = Math.min(settings.moves(), settings.connectsPerExit());
        var moves = new Moves(lease.owner(), settings.moveAfter(), most, nano);
        sweep = new OwnershipSweep(lease, store, held, claims, releases, uses);
        ownership = new Ownership(lease, store, held, claims, releases, sweep, candidates, moves, nano);
        routing = new Routing(bus, lease.owner(), store, ownership, routes, uses);
    }

    /** @return when what is asked of ownership is answered; from then on sessions are claimed */
    Future<?> start() {
        lease.onLost(() -> home.runOnContext(lost -> held.dropAll()));
        timers.every(RETIRE, "old claims", () -> claimLog.retire(keepClaims)).now();
        new TelegramSamples(samples).start(timers);
        return new OwnershipHandlers(nodeStore, claimLog, samples)
                .serve(bus)
                .compose(served -> new OwnershipWatch(lease, ownership, sweep, routes, nodes, timers).start(bus));
    }

    /** Hands everything over, while the timers still run. @return when nothing is held any more */
    Future<?> stop() {
        return handOver.run().eventually(() -> routes.close(LAST_ANSWERS));
    }
}
