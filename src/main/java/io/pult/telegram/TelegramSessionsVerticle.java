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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the concern {@code telegram} and holds this node's share of the sessions. */
public final class TelegramSessionsVerticle extends VerticleBase {
    /**
     * How long its stop may take: the hand-over of all that it holds, and the closing of the rest. Here, where no logger is
     * made: it is read before the configuration says how to log.
     */
    public static final Duration LEAVE = Duration.ofSeconds(55);

    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(10);

    private final Ground ground;
    private final TelegramSettings settings;
    private final Ticks ticks;
    private @Nullable Pg pg;
    private @Nullable NetClient net;
    private @Nullable CryptoWorkers workers;
    private @Nullable SessionLoop sessions;
    private @Nullable OwnershipParts owning;
    private @Nullable Ticker ticker;

    public TelegramSessionsVerticle(Ground ground, TelegramSettings settings) {
        this(ground, settings, Ticks.system());
    }

    TelegramSessionsVerticle(Ground ground, TelegramSettings settings, Ticks ticks) {
        this.ground = ground;
        this.settings = settings;
        this.ticks = ticks;
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
        var ways = new WayChoice(database, seal, settings.proxyRequired(), new SecureRandom());
        var apps = new AppChoice(settings, seal, "1.0");
        var clients = new ClientLoop(vertx, loop, crypto, ticks);
        var parts = new SessionParts(
                vertx,
                lease,
                store,
                floods,
                watches,
                saves,
                new Recall(floods, watches, ground.clock(), context),
                new ClientPlans(ways, apps, seal, centres),
                new SessionNews(ground.bus(), context),
                clients,
                new Rest.Times(settings.restAfter(), settings.wakeEvery()),
                ground.clock(),
                ticks);
        var held = new HeldSessions(parts);
        Bus bus = ground.bus();
        var ownershipParts =
                new OwnershipParts(vertx, context, ground, settings, database, store, held, rates, meters, timers);
        owning = ownershipParts;
        Ownership ownership = ownershipParts.ownership;
        Routing routed = ownershipParts.routing;
        held.onFinished(session -> ownership.release(session, "over"));
        var signIns = new SignIns(ground, database, held, ownership, settings.signInWithin());
        signIns.start(timers);
        timers.every(LOOK, "look after sessions", held::tend);
        timers.every(settings.saveEvery(), "save sessions", saves::flush);
        var logOut = new LogOut(held);
        var check = new ProxyCheck(clients, centres, apps, ways, lease::held, ground.clock(), ProxyCheck.DEADLINE);
        timers.every(SWEEP, "waits that are long over", new FloodSweep(floods, ground.clock())::run);
        var settling = new Settling(bus, ground.nodeName(), lease.owner(), held, ownership, database);
        timers.every(SETTLE, "changes of accounts", settling::sweep);
        return Future.all(List.of(
                        new ActHandlers(routed).serve(),
                        new WatchHandlers(routed, parts).serve(),
                        new AccountSessionHandlers(bus, routed, parts, ground.nodeName()).serve(),
                        settling.serve(routed),
                        new SignInHandlers(routed, signIns, logOut, database).serve(),
                        new Removal(database, bus, lease.owner(), ground.nodeName(), ownership, logOut, audit())
                                .serve(routed),
                        new SessionExport(database, held, apps, centres, signIns, audit(), ground.clock())
                                .serve(routed),
                        brought(database, bus, seal, new SessionIntake(seal, centres), timers, routed),
                        people(database, seal, settling, check),
                        new RekeyHandlers(database, ground.secrets()).serve(bus)))
                .compose(served -> ownershipParts.start());
    }

    /** Sessions that were signed in elsewhere. */
    private Future<?> brought(
            Pg database, Bus bus, SessionSeal seal, SessionIntake intake, Ticker timers, Routing routing) {
        var jobs = new AccountImportJobs(ground, database);
        jobs.start(timers);
        var idempotency = new Idempotency(vertx, database);
        return Future.all(
                new AccountImportHandlers(bus, database, seal, jobs, idempotency, audit()).serve(),
                new AccountImportSteps(bus, database, seal, intake).serve(),
                new SessionImportHandlers(vertx, bus, database, ground.lease().owner(), intake, audit())
                        .serve(routing));
    }

    private TelegramAccountAudit audit() {
        return new TelegramAccountAudit(ground.outbox(), ground.clock());
    }

    /** What people ask about accounts, proxies and applications. */
    private Future<?> people(Pg database, SessionSeal seal, Settling settling, ProxyCheck check) {
        Bus bus = ground.bus();
        var keeping = new AppKeeping(settings, seal);
        var audit = audit();
        var idempotency = new Idempotency(vertx, database);
        return Future.all(
                new TelegramAccountHandlers(
                                database, bus, seal, keeping, settling, idempotency, audit, settings.proxyRequired())
                        .serve(),
                new TelegramAppHandlers(database, bus, seal, keeping, audit).serve(),
                new ProxyHandlers(database, bus, seal, check, settling, idempotency, audit).serve());
    }

    @Override
    public Future<?> stop() {
        Future<?> handed = owning == null ? Future.succeededFuture() : owning.stop();
        return handed.eventually(() -> ticker == null ? Future.succeededFuture() : ticker.stop())
                .eventually(() -> sessions == null ? Future.succeededFuture() : sessions.close())
                .eventually(() -> workers == null ? Future.succeededFuture() : workers.close())
                .eventually(() -> net == null ? Future.succeededFuture() : net.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }

    /** Absent before the start. */
    @Nullable
    OwnershipParts owning() {
        return owning;
    }
}
