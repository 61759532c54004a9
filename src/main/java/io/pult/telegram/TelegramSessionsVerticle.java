package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.transport.Dialer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Serves the concern {@code telegram} and holds this node's share of the sessions. */
public final class TelegramSessionsVerticle extends VerticleBase {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Ground ground;
    private final TelegramSettings settings;
    private @Nullable Pg pg;
    private @Nullable NetClient net;
    private @Nullable CryptoWorkers workers;
    private @Nullable SessionLoop sessions;
    private @Nullable Routes routes;
    private @Nullable HandOver handOver;
    private @Nullable Routing routing;
    private @Nullable Ticker ticker;

    public TelegramSessionsVerticle(Ground ground, TelegramSettings settings) {
        this.ground = ground;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::keys).compose(this::serve);
    }

    private RsaKeys keys() throws IOException {
        return settings.keyFile() == null
                ? RsaKeys.builtIn()
                : RsaKeys.builtIn().with(RsaKey.pem(Files.readString(settings.keyFile())));
    }

    private Future<?> serve(RsaKeys keys) {
        var database = Pg.open(vertx, ground.postgres());
        pg = database;
        var timers = new Ticker(vertx);
        ticker = timers;
        var ticks = Ticks.system();
        var crypto = new CryptoWorkers(vertx);
        workers = crypto;
        var connections = vertx.createNetClient(Dialer.options());
        net = connections;
        var rates = new ConnectRamp.Rates(settings.connectsPerExit(), settings.connects(), settings.newKeys());
        var meters = new SessionMeters(ground.metrics());
        var loop = new SessionLoop(vertx, connections, keys, crypto, new ConnectRamp(rates), meters, ticks);
        sessions = loop;
        var lease = ground.lease();
        var store = new SessionStore(database);
        var seal = new SessionSeal(ground.secrets());
        var saves = new SessionSaves(store, seal, lease.owner());
        var centres =
                new DcBook(settings.testServers(), DataCentreText.all(settings.dataCentres(), settings.testServers()));
        Context context = vertx.getOrCreateContext();
        var floods = new FloodStore(database);
        var watches = new WatchStore(database);
        var parts = new SessionParts(
                vertx,
                lease,
                store,
                floods,
                watches,
                saves,
                new Recall(floods, watches, ground.clock(), context),
                new ClientPlans(
                        new WayChoice(database, seal, settings.proxyRequired(), new SecureRandom()),
                        new AppChoice(settings, seal, "1.0"),
                        seal,
                        centres),
                new SessionNews(ground.bus(), context),
                new ClientLoop(vertx, loop, crypto, ticks),
                new Rest.Times(settings.restAfter(), settings.wakeEvery()),
                ground.clock(),
                ticks);
        var held = new HeldSessions(parts);
        Bus bus = ground.bus();
        var uses = new Uses();
        var known = new Routes(timers);
        routes = known;
        var nodeStore = new TelegramNodeStore(database);
        var candidates = new Candidates(lease.owner(), nodeStore, System::nanoTime);
        var nodes = new TelegramNodes(vertx, lease.owner(), nodeStore, held, candidates, meters, System::nanoTime);
        var claims = new Claims(lease, ground.nodeName(), store, held, bus);
        var releases = new Releases(lease, ground.nodeName(), store, held, uses, bus, timers);
        handOver = new HandOver(held, claims, releases, candidates, nodes, rates, timers, System::nanoTime);
        var ownership = new Ownership(lease, store, held, claims, releases, candidates, System::nanoTime);
        var routed = new Routing(bus, lease.owner(), store, ownership, known, uses);
        routing = routed;
        held.onFinished(session -> ownership.release(session, "over"));
        lease.onLost(() -> context.runOnContext(lost -> held.dropAll()));
        timers.every(LOOK, "look after sessions", held::tend);
        timers.every(settings.saveEvery(), "save sessions", saves::flush);
        var settling = new Settling(bus, ground.nodeName(), lease.owner(), held, ownership, database);
        timers.every(SETTLE, "changes of accounts", settling::sweep);
        return Future.all(
                        new ActHandlers(routed).serve(),
                        new WatchHandlers(routed, parts).serve(),
                        settling.serve(routed),
                        people(database, bus, seal, settling, ownership, routed))
                .compose(served -> new OwnershipWatch(lease, ownership, known, nodes, timers).start(bus));
    }

    /** What people ask about accounts, proxies and applications. */
    private Future<?> people(
            Pg database, Bus bus, SessionSeal seal, Settling settling, Ownership ownership, Routing routing) {
        var keeping = new AppKeeping(settings, seal);
        var audit = new TelegramAccountAudit(ground.outbox(), ground.clock());
        var idempotency = new Idempotency(vertx, database);
        return Future.all(
                new TelegramAccountHandlers(
                                database, bus, seal, keeping, settling, idempotency, audit, settings.proxyRequired())
                        .serve(),
                new Removal(database, ground.lease().owner(), ground.nodeName(), ownership, audit).serve(routing),
                new TelegramAppHandlers(database, bus, seal, keeping, audit).serve());
    }

    @Override
    public Future<?> stop() {
        Future<?> handed = handOver == null ? Future.succeededFuture() : handOver.run();
        return handed.eventually(this::endWaiting)
                .eventually(() -> ticker == null ? Future.succeededFuture() : ticker.stop())
                .eventually(() -> sessions == null ? Future.succeededFuture() : sessions.close())
                .eventually(() -> workers == null ? Future.succeededFuture() : workers.close())
                .eventually(() -> net == null ? Future.succeededFuture() : net.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }

    private Future<Void> endWaiting() {
        if (routes != null) {
            routes.close();
        }
        return Future.succeededFuture();
    }

    /** Brings questions to the owners, of this node too; absent before the start. */
    @Nullable
    Routing routing() {
        return routing;
    }
}
