package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.api.GetState;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.AppIdentity;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.Session;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionOwner;
import io.pult.mtproto.session.SessionPlan;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.playground.telegram.schema.Schema;
import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The crowd over the network, with the sessions of the engine. */
class CrowdTest {
    private static final int PEOPLE = 20;

    private final Vertx server = Vertx.vertx();
    private final TelegramStandIn standIn =
            Wait.on(TelegramStandIn.start(server, TelegramStandInOptions.usual().withCrowd(PEOPLE, 3)));
    private final Loop loop = new Loop();
    private final CryptoWorkers workers = new CryptoWorkers(loop.vertx);
    private final SessionLoop sessions = loop.make(() -> new SessionLoop(
            loop.vertx,
            loop.vertx.createNetClient(Dialer.options()),
            RsaKeys.none(),
            workers,
            new ConnectRamp(new ConnectRamp.Rates(10_000, 10_000, 10_000)),
            meter -> {},
            Ticks.system()));
    private final AtomicInteger statuses = new AtomicInteger();

    @AfterEach
    void close() {
        Wait.on(loop.start(sessions::close));
        Wait.on(loop.start(workers::close));
        loop.close();
        Wait.on(standIn.close());
        Wait.on(server.close());
    }

    @Test
    void sessions_with_its_keys_are_signed_in_at_once_and_hear_presence_at_the_rate_that_was_ordered()
            throws Exception {
        List<Session> crowd = IntStream.range(0, PEOPLE).mapToObj(this::session).toList();
        for (Session each : crowd) {
            assertThat(loop.on(() -> each.call(new GetState())).pts()).isEqualTo(1);
        }

        standIn.presenceRate(200);
        long start = System.nanoTime();
        Wait.until("a hundred status updates", () -> statuses.get() >= 100);
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(statuses.get() / seconds).isBetween(40.0, 260.0);
        assertThat(standIn.dataCentre(2).duplicates()).isEmpty();
    }

    private Session session(int number) {
        var address = new Address("127.0.0.1", standIn.dataCentre(2).port());
        var plan = new SessionPlan(
                new DataCenter(2, false, List.of(address)),
                new Exit.Direct(),
                Framing.INTERMEDIATE,
                false,
                new AppIdentity(1, "hash", "test", "1", "1", "en", "en"),
                204,
                new SessionMemory(2, ScaleKeys.key(number), 0, 0),
                true);
        return loop.make(() -> {
            Session session = sessions.open(plan, new Listener());
            session.start();
            return session;
        });
    }

    /** Counts what is told of presence. */
    private final class Listener implements SessionOwner {
        private final int wanted = Schema.of(204).id("updateUserStatus");

        @Override
        public boolean mayWrite() {
            return true;
        }

        @Override
        public void changed(SessionState state) {}

        @Override
        public void remember(SessionMemory memory) {}

        @Override
        public void pushed(TlReader updates) {
            updates.int32();
            if (updates.int32() == wanted) {
                statuses.incrementAndGet();
            }
        }

        @Override
        public void missed() {}
    }
}
