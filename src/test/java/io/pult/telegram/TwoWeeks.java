package io.pult.telegram;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.contract.telegram.TelegramEvents;
import io.pult.contract.telegram.TelegramEvents.Posted;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.Meter;
import io.pult.mtproto.session.QuickLoops;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.SessionVitals;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.transport.Dialer;
import io.pult.playground.telegram.TelegramStandIn;
import io.pult.playground.telegram.TelegramStandInOptions;
import io.pult.playground.telegram.dc.ServerKey;
import io.pult.support.Altered;
import io.pult.support.Loop;
import io.pult.support.TestBus;
import io.pult.support.TestGround;
import io.pult.support.Wait;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one node and the stand-in, by one clock that stands still until the test moves it. Blocks, but for what
 * says otherwise.
 */
final class TwoWeeks implements AutoCloseable {
    /** A ping comes after 76 s at the latest; together with this well below the 135 s after which its answer is missed. */
    static final Duration STEP = Duration.ofSeconds(45);

    private static final Duration PING = Duration.ofSeconds(80);

    /** Milliseconds that pass for each one that somebody is waited for. */
    private static final long CREEP = 20;

    private static final ServerKey KEY = ServerKey.generate();
    private static final UUID[] NOBODY = {};
    private static final long PATIENCE_NS = 20_000_000_000L;

    /** For engine and stand-in alike. */
    static final class Time implements InstantSource, Ticks {
        private volatile long now = System.currentTimeMillis();

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public long millis() {
            return now;
        }
    }

    final Time time = new Time();
    final TelegramStandIn standIn;
    final Queue<Posted> posted = new ConcurrentLinkedQueue<>();

    private final Loop loop = new Loop();
    private final Ground ground;
    private final Pg pg;
    private final SessionMeters meters = new SessionMeters(new SimpleMeterRegistry());
    private final NetClient net;
    private final CryptoWorkers workers;
    private final SessionLoop sessions;
    private final HeldSessions held;
    private final SessionParts parts;

    TwoWeeks(Path folder, int crowd, Rest.Times rest) throws Exception {
        Bus bus = TestBus.on(loop.vertx);
        ground = TestGround.on(loop.vertx, bus, folder, InstantSource.system());
        pg = Pg.open(loop.vertx, ground.postgres());
        standIn = Wait.on(TelegramStandIn.start(
                loop.vertx,
                TelegramStandInOptions.usual().withKey(KEY).withClock(time).withCrowd(crowd, 0)));
        Wait.on(bus.onEvery(TelegramEvents.POSTED, event -> posted.add(event.body())));
        net = loop.vertx.createNetClient(Dialer.options());
        workers = loop.make(() -> new CryptoWorkers(loop.vertx));
        var keys = RsaKeys.none().with(RsaKey.pem(KEY.publicKey().pem()));
        var ramp = new ConnectRamp(new ConnectRamp.Rates(1_000, 1_000, 100));
        sessions = loop.make(() -> QuickLoops.make(loop.vertx, net, keys, workers, ramp, meters, time));
        parts = loop.make(() -> parts(bus, rest));
        held = new HeldSessions(parts);
    }

    private SessionParts parts(Bus bus, Rest.Times rest) {
        Context context = loop.vertx.getOrCreateContext();
        var settings =
                Altered.record(TelegramSettings.standard(), Map.of("apiId", 17, "apiHash", "test-hash-of-an-app"));
        var seal = new SessionSeal(ground.secrets());
        var store = new SessionStore(pg);
        var floods = new FloodStore(pg);
        var watches = new WatchStore(pg);
        var centres = new DcBook(
                false,
                DataCentreText.all(
                        List.of("2=127.0.0.1:" + standIn.dataCentre(2).port()), false));
        return new SessionParts(
                loop.vertx,
                ground.lease(),
                store,
                floods,
                watches,
                new SessionSaves(store, seal, ground.lease().owner()),
                new Recall(floods, watches, time, context),
                new ClientPlans(
                        new WayChoice(pg, seal, false, new Random(1)),
                        new AppChoice(settings, seal, "1.0"),
                        seal,
                        centres),
                new SessionNews(bus, context),
                new ClientLoop(loop.vertx, sessions, workers, time),
                rest,
                time,
                time);
    }

    /** Accounts of the crowd, signed in and held from now on, that watch this channel. */
    List<UUID> hold(int from, int to, Watch... watches) {
        List<UUID> accounts = new SignedInCrowd(pg, ground.secrets()).signIn(from, to, null);
        List<SessionRow> rows = Wait.on(
                parts.store().claimWanted(ground.lease().owner(), "test", accounts.toArray(UUID[]::new), NOBODY));
        rows.forEach(row ->
                Wait.on(parts.watches().put(row.account(), ground.lease().owner(), row.epoch(), List.of(watches))));
        loop.make(() -> {
            rows.forEach(held::hold);
            return true;
        });
        return accounts;
    }

    /** Does it on the sessions' loop. */
    <T> T on(Function<HeldSession, Future<T>> work, UUID account) {
        return loop.on(() -> work.apply(held.find(account).orElseThrow()));
    }

    <T> Throwable failureOf(Function<HeldSession, Future<T>> work, UUID account) {
        return Wait.failureOf(loop.start(() -> work.apply(held.find(account).orElseThrow())));
    }

    int resting() {
        return loop.make(
                () -> (int) held.all().stream().filter(HeldSession::resting).count());
    }

    long count(Meter meter) {
        return meters.count(meter, new Meter[0]);
    }

    /** So much time in steps that a connection survives; each is over when nobody waits for an answer. */
    void live(Duration length) {
        run(time.millis() + length.toMillis(), STEP.toMillis());
    }

    /** As when the machine is suspended: so much time in one step, which no connection survives. */
    void sleep(Duration length) {
        run(time.millis() + length.toMillis(), length.toMillis());
    }

    private void run(long until, long step) {
        Promise<Void> over = Promise.promise();
        loop.start(() -> {
            step(until, step, over);
            return Future.succeededFuture();
        });
        try {
            over.future().await(120, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("time does not go on at " + time.instant(), e);
        }
    }

    private void step(long until, long step, Promise<Void> over) {
        if (time.now >= until) {
            over.complete();
            return;
        }
        time.now = Math.min(until, time.now + step);
        long patience = System.nanoTime() + PATIENCE_NS;
        Runnable next = () -> loop.vertx.runOnContext(turn -> step(until, step, over));
        if (held.all().stream().allMatch(HeldSession::resting)) {
            settle(patience, over, next);
        } else {
            // The engine looks at its sessions meanwhile, and pings.
            loop.vertx.setTimer(2, looked -> settle(patience, over, next));
        }
    }

    private void settle(long patience, Promise<Void> over, Runnable next) {
        held.tend();
        List<HeldSession> awake =
                held.all().stream().filter(session -> !session.resting()).toList();
        boolean connected = awake.stream().allMatch(HeldSession::connected);
        boolean heard = awake.stream().filter(HeldSession::connected).allMatch(session -> heard(session.vitals()));
        if (connected && heard) {
            next.run();
        } else if (System.nanoTime() > patience) {
            over.fail("somebody hears nothing at " + time.instant() + ": "
                    + held.all().stream().map(HeldSession::vitals).toList());
        } else {
            if (heard) {
                // Pauses before the next attempt to connect have to pass. While an answer is on its way time stands
                // still: a
                // server that is a little slow would be called dead.
                time.now += CREEP;
            }
            loop.vertx.setTimer(1, waited -> settle(patience, over, next));
        }
    }

    private static boolean heard(SessionVitals vitals) {
        return vitals != null
                && vitals.queued() + vitals.inFlight() == 0
                && within(vitals.sinceRead())
                && within(vitals.sincePong());
    }

    private static boolean within(@Nullable Duration since) {
        return since != null && since.compareTo(PING) < 0;
    }

    @Override
    public void close() {
        loop.on(() -> {
            held.dropAll();
            return sessions.close();
        });
        Wait.on(workers.close());
        Wait.on(net.close());
        Wait.on(standIn.close());
        Wait.on(ground.lease().release());
        Wait.on(pg.close());
        loop.close();
    }
}
