package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.SocksServer;
import io.pult.playground.telegram.dc.Fault;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls and of the session when the connection is lost. */
class ReconnectTest {
    private final Rig rig = new Rig(options -> options.withResendAfter(Duration.ofMillis(200)));
    private final TestOwner owner = new TestOwner();

    @AfterEach
    void close() {
        assertThat(rig.dc.duplicates()).isEmpty();
        rig.close();
    }

    private Session connected() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(0, "zero"));
        return session;
    }

    private void reconnected(int connections) throws Exception {
        Wait.until(
                "it is connected again",
                () -> rig.counted(Meter.CONNECTED) == connections && owner.is(SessionState.Active.class));
    }

    @Test
    void a_call_that_did_not_arrive_is_sent_again_even_when_it_must_not_be_repeated() throws Exception {
        Session session = connected();
        int again = rig.counted(Meter.CALL_SENT_AGAIN);
        rig.dc.faults().next(Fault.RESET);
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        assertThat(rig.api.times(1)).isEqualTo(1);
        assertThat(rig.counted(Meter.STATE_ASKED)).isEqualTo(1);
        assertThat(rig.counted(Meter.CALL_SENT_AGAIN) - again).isEqualTo(1);
    }

    @Test
    void a_call_that_arrived_waits_for_its_answer_and_is_not_executed_twice() throws Exception {
        Session session = connected();
        int again = rig.counted(Meter.CALL_SENT_AGAIN);
        rig.dc.faults().next(Fault.RESET_IN_FRAME);
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        assertThat(rig.api.times(1)).isEqualTo(1);
        assertThat(rig.counted(Meter.CALL_SENT_AGAIN)).isEqualTo(again);
    }

    @Test
    void a_call_that_was_acknowledged_waits_in_the_same_session() throws Exception {
        Session session = connected();
        Future<String> silent = rig.call(session, Echo.once(1, EchoApi.SILENCE));
        Wait.until("it is acknowledged", () -> rig.api.times(1) == 1 && rig.counted(Meter.PACKET_RECEIVED) >= 3);
        rig.swept();
        rig.dc.faults().next(Fault.RESET);
        assertThat(rig.answer(session, Echo.of(2, "two"))).isEqualTo("two");
        assertThat(silent.isComplete()).isFalse();
        rig.api.lastReply.get(1L).result(Echo.answer("late"));
        assertThat(Wait.on(silent)).isEqualTo("late");
        assertThat(rig.api.times(1)).isEqualTo(1);
    }

    @Test
    void a_call_made_without_a_connection_is_sent_when_there_is_one() throws Exception {
        Session session = connected();
        Wait.on(rig.dc.kill());
        Wait.until("it waits", () -> owner.is(SessionState.Waiting.class));
        Future<String> call = rig.call(session, Echo.once(1, "one"));
        Wait.on(rig.dc.reopen(true));
        Wait.until("it is answered", () -> {
            rig.ticks.jump(1_000);
            return call.isComplete();
        });
        assertThat(Wait.on(call)).isEqualTo("one");
    }

    @Test
    void a_server_that_does_not_tell_states_has_repeatable_calls_sent_again_and_others_failed() throws Exception {
        Session session = connected();
        rig.dc.faults().always(Fault.IGNORE_STATE_REQUESTS, 0);
        rig.dc.faults().next(Fault.RESET);
        List<Future<String>> both = rig.calls(session, Echo.of(1, "one"), Echo.once(2, "two"));
        Future<String> repeatable = both.get(0);
        Future<String> once = both.get(1);
        reconnected(2);
        Wait.until("it is asked", () -> rig.counted(Meter.STATE_ASKED) >= 1);
        rig.swept();
        assertThat(once.isComplete()).isFalse();
        rig.ticks.jump(5_000);
        assertThat(Wait.on(repeatable)).isEqualTo("one");
        assertThat(Wait.failureOf(once)).isInstanceOf(CallFailure.MaybeExecuted.class);
        assertThat(rig.counted(Meter.STATE_UNANSWERED)).isEqualTo(1);
    }

    @Test
    void a_restarted_server_that_has_forgotten_the_session_gets_repeatable_calls_again_and_no_others()
            throws Exception {
        Session session = connected();
        Future<String> repeatable = rig.call(session, Echo.of(1, EchoApi.SILENCE));
        Future<String> once = rig.call(session, Echo.once(2, EchoApi.SILENCE));
        Wait.until("both are executed", () -> rig.api.times(1) == 1 && rig.api.times(2) == 1);
        int missed = owner.missed.get();
        rig.ticks.jump(6_000);
        Wait.on(rig.dc.kill());
        Wait.on(rig.dc.reopen(false));
        assertThat(Wait.failureOf(once)).isInstanceOf(CallFailure.MaybeExecuted.class);
        Wait.until("the other one is sent again", () -> rig.api.times(1) == 2);
        assertThat(rig.api.times(2)).isEqualTo(1);
        assertThat(repeatable.isComplete()).isFalse();
        Wait.until("updates were missed", () -> owner.missed.get() > missed);
    }

    @Test
    void an_answer_that_was_lost_comes_again_on_the_same_connection() throws Exception {
        Session session = connected();
        rig.dc.faults().next(Fault.DROP_ANSWER);
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        assertThat(rig.counted(Meter.CONNECTED)).isEqualTo(1);
    }

    @Test
    void an_answer_that_comes_twice_is_taken_once_and_acknowledged() throws Exception {
        Session session = connected();
        rig.dc.faults().next(Fault.ANSWER_TWICE);
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        assertThat(rig.answer(session, Echo.once(2, "two"))).isEqualTo("two");
        assertThat(rig.counted(Meter.CONNECTED)).isEqualTo(1);
    }

    @Test
    void a_half_open_connection_is_noticed_when_somebody_waits_and_the_call_is_made_on_the_next_one() throws Exception {
        Session session = connected();
        rig.dc.faults().next(Fault.STOP_READING);
        Future<String> call = rig.call(session, Echo.of(1, "one"));
        rig.swept();
        rig.ticks.jump(10_000);
        rig.swept();
        rig.ticks.jump(10_000);
        assertThat(Wait.on(call)).isEqualTo("one");
        assertThat(rig.counted(Meter.PEER_DEAD)).isEqualTo(1);
        assertThat(rig.api.times(1)).isEqualTo(1);
    }

    @Test
    void an_idle_half_open_connection_is_noticed_after_135_seconds() throws Exception {
        connected();
        rig.dc.faults().always(Fault.FALL_SILENT, 0);
        rig.ticks.jump(80_000);
        rig.swept();
        assertThat(rig.counted(Meter.PEER_DEAD)).isZero();
        rig.dc.faults().clear();
        rig.ticks.jump(55_000);
        Wait.until("it is noticed", () -> rig.counted(Meter.PEER_DEAD) == 1);
        reconnected(2);
    }

    @Test
    void an_unknown_key_is_tried_once_more_and_then_lost_and_no_new_one_made() throws Exception {
        connected();
        rig.dc.faults().always(Fault.REFUSE, -404);
        Session other = rig.open(rig.plan(rig.key()), owner);
        Wait.until("it is lost", () -> other.state() instanceof SessionState.Lost);
        assertThat(other.state()).isEqualTo(new SessionState.Lost(Loss.KEY_NOT_FOUND));
        assertThat(rig.counted(Meter.TRANSPORT_NOT_FOUND)).isEqualTo(2);
        assertThat(rig.dc.counts().keys()).isZero();
    }

    @Test
    void a_key_that_is_unknown_for_a_moment_is_not_lost() throws Exception {
        Session session = connected();
        rig.dc.faults().next(1, Fault.REFUSE, -404);
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        rig.dc.faults().next(1, Fault.REFUSE, -404);
        Future<String> second = rig.call(session, Echo.once(2, "two"));
        Wait.until("it is answered", () -> {
            rig.ticks.jump(500);
            return second.isComplete();
        });
        assertThat(Wait.on(second)).isEqualTo("two");
    }

    @Test
    void a_flood_of_connections_is_waited_out() throws Exception {
        connected();
        rig.dc.faults().next(1, Fault.REFUSE, -429);
        Session other = rig.open(rig.plan(rig.key()), owner);
        Wait.until("it waits", () -> other.state() instanceof SessionState.Waiting);
        assertThat(((SessionState.Waiting) other.state()).delay()).isGreaterThanOrEqualTo(Duration.ofMillis(4_900));
        assertThat(rig.counted(Meter.TRANSPORT_FLOOD)).isEqualTo(1);
        rig.ticks.jump(5_500);
        Wait.until("it is active", () -> other.state() instanceof SessionState.Active);
    }

    @Test
    void a_data_centre_with_another_number_is_not_asked_again_for_a_minute() throws Exception {
        rig.dc.faults().next(1, Fault.REFUSE, -444);
        Session session = rig.open(rig.plan(rig.key()), owner);
        Wait.until("it waits", () -> session.state() instanceof SessionState.Waiting);
        var waiting = (SessionState.Waiting) session.state();
        assertThat(waiting.delay()).isEqualTo(Duration.ofSeconds(60));
        assertThat(waiting.why()).contains("-444");
    }

    @Test
    void a_key_exchange_that_hangs_ends_after_a_minute() throws Exception {
        rig.dc.faults().next(Fault.SILENCE);
        rig.open(rig.plan(null), owner);
        Wait.until("it exchanges", () -> owner.is(SessionState.Exchanging.class));
        rig.ticks.jump(61_000);
        Wait.until("it is active with the next one", () -> owner.is(SessionState.Active.class));
    }

    @Test
    void a_salt_that_was_changed_costs_one_round_trip_and_is_remembered() throws Exception {
        Session session = connected();
        rig.dc.rotateSalts();
        int remembered = owner.memories.size();
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        assertThat(rig.api.times(1)).isEqualTo(1);
        assertThat(owner.memories.size()).isGreaterThan(remembered);
    }

    @Test
    void back_off_grows_while_nobody_listens() throws Exception {
        connected();
        Wait.on(rig.dc.close());
        Wait.until("many attempts", () -> {
            rig.ticks.jump(1_000);
            return rig.counted(Meter.CONNECT_FAILED) >= 5;
        });
        assertThat(owner.states)
                .filteredOn(state -> state instanceof SessionState.Waiting)
                .extracting(state -> ((SessionState.Waiting) state).delay().toMillis())
                .satisfies(delays -> {
                    assertThat(delays.get(0)).isZero();
                    assertThat(delays.get(1)).isBetween(700L, 1_300L);
                    assertThat(delays.get(4)).isBetween(5_600L, 10_400L);
                });
    }

    @Test
    void a_proxy_that_dies_costs_no_call_and_is_not_gone_around() throws Exception {
        SocksServer proxy = Wait.on(new SocksServer(rig.server, "user:word").listen(0));
        var exit = new Exit.Socks5(proxy.address(), "user", "word");
        Session session = rig.open(rig.plan(rig.key(), exit, rig.dc.port()), owner);
        Rig.active(owner);
        assertThat(rig.answer(session, Echo.of(1, "one"))).isEqualTo("one");

        Wait.on(proxy.stop());
        proxy.die();
        Wait.until("it is missed", () -> owner.last() instanceof SessionState.Waiting);
        Future<String> call = rig.call(session, Echo.once(2, "two"), Duration.ofMinutes(5));
        Wait.until("it was tried again", () -> {
            rig.ticks.jump(1_000);
            return rig.counted(Meter.PROXY_FAILED) >= 3;
        });
        assertThat(rig.dc.counts().open()).isZero();

        Wait.on(proxy.listen(proxy.address().port()));
        Wait.until("there is an answer", () -> {
            rig.ticks.jump(1_000);
            return call.isComplete();
        });
        assertThat(call.result()).isEqualTo("two");
        assertThat(rig.api.times(2)).isEqualTo(1);
        assertThat(rig.dc.counts().connections()).isEqualTo(proxy.requests().size());
    }
}
