package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.transport.Exit;
import io.pult.playground.telegram.dc.Fault;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session ends in whatever state it is, by its owner's stop or because it may not write any more. */
class StopTest {
    private final Rig rig = new Rig();
    private final TestOwner owner = new TestOwner();

    @AfterEach
    void close() {
        rig.close();
    }

    private void stops(Session session) throws Exception {
        // In one turn of the loop, before it could be sent.
        Future<String> waiting = rig.loop.make(() -> {
            Future<String> call = session.call(Echo.of(99, "never sent"));
            session.stop();
            return call;
        });
        rig.loop.on(session::stop);
        assertThat(session.state()).isEqualTo(new SessionState.Stopped());
        assertThat(owner.last()).isEqualTo(new SessionState.Stopped());
        assertThat(Wait.failureOf(waiting))
                .isInstanceOfSatisfying(
                        CallFailure.Stopped.class,
                        stopped -> assertThat(stopped.sent()).isFalse());
        assertThat(Wait.failureOf(rig.call(session, Echo.of(98, "too late")))).isInstanceOf(CallFailure.Stopped.class);
        Wait.until("the server sees the end", () -> rig.dc.counts().open() == 0);
        int states = owner.states.size();
        int connected = rig.counted(Meter.CONNECTED);
        rig.ticks.jump(600_000);
        rig.swept();
        assertThat(owner.states).hasSize(states);
        assertThat(rig.counted(Meter.CONNECTED)).isEqualTo(connected);
        assertThat((int) rig.loop.make(rig.sessions::size)).isZero();
    }

    /** A listener that takes connections and says nothing; what it read is counted. */
    private record Mute(NetServer server, AtomicInteger bytes, CopyOnWriteArrayList<NetSocket> sockets) {
        static Mute on(Rig rig) {
            var bytes = new AtomicInteger();
            var sockets = new CopyOnWriteArrayList<NetSocket>();
            NetServer server = rig.server.createNetServer().connectHandler(socket -> {
                sockets.add(socket);
                socket.handler(buffer -> bytes.addAndGet(buffer.length()));
            });
            return new Mute(Wait.on(server.listen(0, "127.0.0.1")), bytes, sockets);
        }

        int port() {
            return server.actualPort();
        }
    }

    @Test
    void before_it_was_started() throws Exception {
        stops(rig.loop.make(() -> rig.sessions.open(rig.plan(rig.key()), owner)));
    }

    @Test
    void in_the_ramp() throws Exception {
        // The exit is closed after a flood.
        rig.dc.faults().next(1, Fault.REFUSE, -429);
        var first = new TestOwner();
        Session flooded = rig.open(rig.plan(rig.key()), first);
        Wait.until("it is flooded", () -> first.is(SessionState.Waiting.class));
        Session session = rig.open(rig.plan(rig.key()), owner);
        assertThat(session.state()).isEqualTo(new SessionState.Connecting());
        rig.loop.on(flooded::stop);
        stops(session);
    }

    @Test
    void while_a_connection_is_being_opened() throws Exception {
        Session session = rig.loop.make(() -> {
            Session fresh = rig.sessions.open(rig.plan(rig.key()), owner);
            fresh.start();
            return fresh;
        });
        rig.loop.on(session::stop);
        assertThat(session.state()).isEqualTo(new SessionState.Stopped());
        Wait.until("nothing is open", () -> rig.dc.counts().open() == 0);
    }

    @Test
    void while_a_proxy_thinks_it_over() throws Exception {
        Mute mute = Mute.on(rig);
        var proxy = new Exit.Socks5(new io.pult.mtproto.transport.Address("127.0.0.1", mute.port()), null, null);
        Session session = rig.open(rig.plan(rig.key(), proxy, rig.dc.port()), owner);
        Wait.until("the proxy was asked", () -> mute.bytes.get() > 0);
        Future<Void> stopped = rig.loop.start(session::stop);
        mute.sockets.forEach(NetSocket::close);
        Wait.on(stopped);
        assertThat(session.state()).isEqualTo(new SessionState.Stopped());
    }

    @Test
    void while_a_key_is_agreed_upon() throws Exception {
        rig.dc.faults().next(Fault.SILENCE);
        Session session = rig.open(rig.plan(null), owner);
        Wait.until("it exchanges", () -> owner.is(SessionState.Exchanging.class));
        stops(session);
    }

    @Test
    void with_calls_in_flight_which_say_that_they_were_sent() throws Exception {
        Session session = rig.connected(owner);
        Future<String> sent = rig.call(session, Echo.of(1, EchoApi.SILENCE));
        Wait.until("it is executed", () -> rig.api.times(1) == 1);
        stops(session);
        assertThat(Wait.failureOf(sent))
                .isInstanceOfSatisfying(
                        CallFailure.Stopped.class,
                        stopped -> assertThat(stopped.sent()).isTrue());
    }

    @Test
    void in_the_longest_back_off() throws Exception {
        Session session = rig.connected(owner);
        Wait.on(rig.dc.kill());
        Wait.until("it waits long", () -> {
            rig.ticks.jump(1_000);
            return owner.last() instanceof SessionState.Waiting waiting
                    && waiting.delay().toMillis() > 3_000;
        });
        stops(session);
    }

    @Test
    void from_within_what_it_tells_its_owner() throws Exception {
        for (Class<? extends SessionState> when :
                java.util.List.of(SessionState.Connecting.class, SessionState.Active.class)) {
            var stopping = new TestOwner();
            Session session = rig.loop.make(() -> rig.sessions.open(rig.plan(rig.key()), stopping));
            stopping.onChange = state -> {
                if (when.isInstance(state)) {
                    session.stop();
                }
            };
            rig.loop.make(() -> {
                session.start();
                return true;
            });
            Wait.until("it is stopped", () -> stopping.is(SessionState.Stopped.class));
            Wait.until("nothing is open", () -> rig.dc.counts().open() == 0);
        }
    }

    @Test
    void twice_and_after_a_loss_without_a_change() throws Exception {
        Session session = rig.connected(owner);
        rig.loop.on(session::signedOut);
        rig.loop.on(session::stop);
        rig.loop.on(session::stop);
        assertThat(session.state()).isEqualTo(new SessionState.Lost(Loss.LOGGED_OUT));
    }

    @Test
    void nothing_is_written_when_the_owner_may_not_write_before_the_connection() throws Exception {
        Mute mute = Mute.on(rig);
        owner.mayWrite = false;
        rig.open(rig.plan(rig.key(), new Exit.Direct(), mute.port()), owner);
        Wait.until("it is stopped", () -> owner.is(SessionState.Stopped.class));
        assertThat(mute.bytes).hasValue(0);
        assertThat(mute.sockets).isEmpty();
    }

    @Test
    void nothing_is_written_when_the_right_is_lost_while_connecting() throws Exception {
        Mute mute = Mute.on(rig);
        Session session =
                rig.loop.make(() -> rig.sessions.open(rig.plan(rig.key(), new Exit.Direct(), mute.port()), owner));
        owner.onChange = state -> owner.mayWrite = !(state instanceof SessionState.Active);
        rig.loop.make(() -> {
            session.start();
            return true;
        });
        Wait.until("it is stopped", () -> owner.is(SessionState.Stopped.class));
        Wait.until("its connection is closed", () -> mute.sockets.size() == 1);
        assertThat(mute.bytes).hasValue(0);
    }

    @Test
    void nothing_is_written_when_the_right_is_lost_before_a_key_exchange() throws Exception {
        Mute mute = Mute.on(rig);
        Session session = rig.loop.make(() -> rig.sessions.open(rig.plan(null, new Exit.Direct(), mute.port()), owner));
        owner.onChange = state -> owner.mayWrite = !(state instanceof SessionState.Exchanging);
        rig.loop.make(() -> {
            session.start();
            return true;
        });
        Wait.until("it is stopped", () -> owner.is(SessionState.Stopped.class));
        assertThat(mute.bytes).hasValue(0);
    }

    @Test
    void nothing_is_written_after_the_right_to_write_is_lost_on_a_connection() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(1, "one"));
        owner.mayWrite = false;
        assertThat(Wait.failureOf(rig.call(session, Echo.of(2, "two"))))
                .isInstanceOfSatisfying(
                        CallFailure.Stopped.class,
                        stopped -> assertThat(stopped.sent()).isFalse());
        Wait.until("it is stopped", () -> owner.is(SessionState.Stopped.class));
        Wait.until("its connection is closed", () -> rig.dc.counts().open() == 0);
        assertThat(rig.api.times(2)).isZero();
        assertThat(rig.counted(Meter.WRITE_FORBIDDEN)).isEqualTo(1);
    }

    @Test
    void nothing_is_written_after_a_back_off_when_the_right_was_lost_meanwhile() throws Exception {
        rig.connected(owner);
        Wait.on(rig.dc.kill());
        Wait.until(
                "it waits",
                () -> owner.last() instanceof SessionState.Waiting waiting
                        && !waiting.delay().isZero());
        owner.mayWrite = false;
        long before = rig.dc.counts().connections();
        Wait.on(rig.dc.reopen(true));
        rig.ticks.jump(4_000);
        Wait.until("it is stopped", () -> owner.is(SessionState.Stopped.class));
        assertThat(rig.dc.counts().connections()).isEqualTo(before);
    }

    @Test
    void an_idle_session_asks_as_soon_as_the_loop_moves_again_after_a_stall() throws Exception {
        rig.connected(owner);
        rig.swept();
        owner.mayWrite = false;
        rig.ticks.jump(5_500);
        Wait.until("it is stopped", () -> owner.is(SessionState.Stopped.class));
    }

    @Test
    void closing_the_loop_stops_all_sessions() throws Exception {
        var owners = new java.util.ArrayList<TestOwner>();
        for (int i = 0; i < 20; i++) {
            var one = new TestOwner();
            owners.add(one);
            rig.open(rig.plan(i % 5 == 0 ? null : rig.key()), one);
        }
        rig.loop.on(rig.sessions::close);
        assertThat(owners).allMatch(one -> one.is(SessionState.Stopped.class));
        Wait.until("nothing is open", () -> rig.dc.counts().open() == 0);
    }
}
