package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.playground.telegram.dc.DataCentre;
import io.pult.playground.telegram.dc.DataCentreOptions;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.playground.telegram.dc.ServerKey;
import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A stand-in data centre and a loop of sessions whose time a test moves. Sweeps a hundred times a second. */
final class Rig implements AutoCloseable {
    static final AppIdentity APP = new AppIdentity(1, "0123456789abcdef", "Test", "1", "1.0", "en", "en");
    static final ServerKey SERVER_KEY = ServerKey.generate();
    private static final int KEYS = 64;
    private static final Loop SHARED = shared();

    final Loop loop = SHARED;
    final Vertx server = SHARED.vertx;
    final EchoApi api = new EchoApi();
    final TestTicks ticks = new TestTicks();
    final Map<Meter, AtomicInteger> meters = new EnumMap<>(Meter.class);
    final DataCentre dc;
    final CryptoWorkers workers;
    final SessionLoop sessions;
    private final NetClient client;
    private int keys;

    Rig() {
        this(options -> options);
    }

    Rig(UnaryOperator<DataCentreOptions> with) {
        this(new SessionLoop.Pace(10, 60_000), with);
    }

    Rig(SessionLoop.Pace pace, UnaryOperator<DataCentreOptions> with) {
        for (Meter meter : Meter.values()) {
            meters.put(meter, new AtomicInteger());
        }
        dc = Wait.on(DataCentre.start(server, with.apply(DataCentreOptions.of(2, SERVER_KEY)), api));
        ScaleKeys.putInto(dc.authKeys(), KEYS);
        workers = new CryptoWorkers(loop.vertx);
        client = loop.vertx.createNetClient(Dialer.options());
        var rates = new ConnectRamp.Rates(100_000, 100_000, 100_000);
        sessions = loop.make(() -> new SessionLoop(
                loop.vertx,
                client,
                RsaKeys.none().with(RsaKey.pem(dc.publicKey().pem())),
                workers,
                new ConnectRamp(rates),
                meter -> count(meter),
                ticks,
                pace));
    }

    /** One for the JVM: to make one takes longer than most tests. */
    private static Loop shared() {
        var loop = new Loop();
        Runtime.getRuntime().addShutdownHook(new Thread(loop::close));
        return loop;
    }

    private void count(Meter meter) {
        AtomicInteger counter = meters.get(meter);
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    int counted(Meter meter) {
        AtomicInteger counter = meters.get(meter);
        return counter == null ? 0 : counter.get();
    }

    /** Returns when the loop has swept twice at least, as its timers fire in the order of their times. */
    void swept() {
        Wait.on(loop.start(() -> loop.vertx.timer(25, TimeUnit.MILLISECONDS).mapEmpty()));
    }

    /** A key that the data centre knows and nobody else uses. */
    AuthKey key() {
        return ScaleKeys.key(keys++);
    }

    SessionPlan plan(@Nullable AuthKey key) {
        return plan(key, new Exit.Direct(), dc.port());
    }

    SessionPlan plan(@Nullable AuthKey key, Exit exit, int port) {
        var center = new DataCenter(2, false, List.of(new Address("127.0.0.1", port)));
        var memory = key == null ? null : new SessionMemory(2, key, 0, 0);
        return new SessionPlan(center, exit, Framing.INTERMEDIATE, false, APP, 204, memory, key != null);
    }

    Session open(SessionPlan plan, SessionOwner owner) {
        return loop.make(() -> {
            Session session = sessions.open(plan, owner);
            session.start();
            return session;
        });
    }

    /** Started, and connected when this returns. */
    Session connected(TestOwner owner) throws Exception {
        Session session = open(plan(key()), owner);
        active(owner);
        return session;
    }

    static void active(TestOwner owner) throws Exception {
        Wait.until("the session is active", () -> owner.is(SessionState.Active.class));
    }

    Future<String> call(Session session, Echo echo) {
        return loop.start(() -> session.call(echo));
    }

    Future<String> call(Session session, Echo echo, Duration patience) {
        return loop.start(() -> session.call(echo, patience));
    }

    /** In one turn of the loop, so that they leave in one packet. */
    List<Future<String>> calls(Session session, Echo... echoes) {
        return loop.on(() -> Future.succeededFuture(
                Arrays.stream(echoes).map(echo -> session.call(echo)).toList()));
    }

    String answer(Session session, Echo echo) {
        return Wait.on(call(session, echo));
    }

    @Override
    public void close() {
        Wait.on(loop.start(sessions::close));
        Wait.on(client.close());
        Wait.on(workers.close());
        Wait.on(dc.close());
    }
}
