package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.playground.telegram.dc.Fault;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole session against a strict data centre that does nothing wrong, and an owner. */
class SessionTest {
    private final Rig rig = new Rig();
    private final TestOwner owner = new TestOwner();

    @AfterEach
    void close() {
        assertThat(rig.dc.duplicates()).isEmpty();
        rig.close();
    }

    @Test
    void a_new_key_is_agreed_upon_when_there_is_none_and_told_to_the_owner() throws Exception {
        Session session = rig.open(rig.plan(null), owner);
        Rig.active(owner);
        assertThat(rig.answer(session, Echo.of(1, "hello"))).isEqualTo("hello");
        assertThat(owner.states)
                .extracting(state -> state.getClass().getSimpleName())
                .containsExactly("Connecting", "Exchanging", "Connecting", "Active");
        AuthKey agreed = owner.memories.get(0).key();
        assertThat(rig.dc.authKeys().knows(agreed.id())).isTrue();
        assertThat(owner.memories.get(0).toString())
                .doesNotContain(java.util.HexFormat.of().formatHex(agreed.secret()));
    }

    @Test
    void calls_of_one_turn_share_a_packet_and_are_answered_each() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(0, "first"));
        int before = rig.counted(Meter.PACKET_SENT);
        List<String> answers = rig.loop.on(() -> {
            List<Future<String>> calls = IntStream.range(1, 51)
                    .mapToObj(i -> session.call(Echo.of(i, "text " + i)))
                    .toList();
            return Future.all(calls).map(all -> all.<String>list());
        });
        assertThat(answers).hasSize(50).startsWith("text 1").endsWith("text 50");
        assertThat(rig.counted(Meter.PACKET_SENT) - before).isLessThanOrEqualTo(2);
    }

    @Test
    void a_thousand_calls_wait_for_their_turn_and_more_are_refused() throws Exception {
        Session session = rig.connected(owner);
        List<Future<String>> calls = rig.loop.make(() -> IntStream.range(0, Outstanding.MOST + 1)
                .mapToObj(i -> session.call(Echo.of(i, "x")))
                .toList());
        assertThat(Wait.failureOf(calls.get(Outstanding.MOST))).isInstanceOf(CallFailure.Overloaded.class);
        for (int i = 0; i < Outstanding.MOST; i++) {
            Wait.on(calls.get(i));
        }
        assertThat(rig.loop.make(session::vitals).inFlight()).isZero();
    }

    @Test
    void each_call_says_who_we_are_until_the_first_answer_and_again_when_the_server_has_forgotten() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(1, "one"));
        rig.answer(session, Echo.of(2, "two"));
        assertThat(rig.api.introductions).hasValue(1);
        rig.api.introduced.clear();
        assertThat(rig.answer(session, Echo.once(3, "three"))).isEqualTo("three");
        assertThat(rig.api.introductions).hasValue(2);
        assertThat(rig.api.times(3)).isEqualTo(1);
    }

    @Test
    void an_answer_that_comes_packed_is_read() throws Exception {
        Session session = rig.connected(owner);
        String text = "0123456789".repeat(50_000);
        assertThat(rig.answer(session, Echo.of(1, text))).isEqualTo(text);
    }

    @Test
    void a_call_too_long_for_a_frame_fails_alone() throws Exception {
        Session session = rig.connected(owner);
        assertThat(Wait.failureOf(rig.call(session, Echo.of(1, "x".repeat(1_050_000)))))
                .hasMessageContaining("too many");
        assertThat(rig.answer(session, Echo.of(2, "y"))).isEqualTo("y");
    }

    @Test
    void a_refusal_is_the_calls_alone() throws Exception {
        Session session = rig.connected(owner);
        assertThatThrownBy(() -> rig.answer(session, Echo.of(1, "error 400 PEER_ID_INVALID")))
                .isInstanceOfSatisfying(
                        CallFailure.Refused.class,
                        refused -> assertThat(refused.error().is("PEER_ID_INVALID"))
                                .isTrue());
        assertThatThrownBy(() -> rig.answer(session, Echo.of(2, "error 401 SESSION_PASSWORD_NEEDED")))
                .isInstanceOf(CallFailure.Refused.class);
        assertThatThrownBy(() -> rig.answer(session, Echo.of(3, "error 303 PHONE_MIGRATE_4")))
                .isInstanceOfSatisfying(
                        CallFailure.Refused.class,
                        refused -> assertThat(refused.error().value()).hasValue(4));
        assertThat(session.state()).isInstanceOf(SessionState.Active.class);
    }

    @Test
    void a_flood_fails_the_call_at_once_with_its_time() throws Exception {
        Session session = rig.connected(owner);
        assertThatThrownBy(() -> rig.answer(session, Echo.of(1, "error 420 FLOOD_WAIT_33")))
                .isInstanceOfSatisfying(
                        CallFailure.FloodWait.class,
                        flood -> assertThat(flood.retryAfter()).isEqualTo(Duration.ofSeconds(33)));
        assertThat(rig.api.times(1)).isEqualTo(1);
    }

    @Test
    void a_server_out_of_order_is_tried_again_with_growing_delays_when_that_does_no_harm() throws Exception {
        Session session = rig.connected(owner);
        rig.api.failing.put("later", new java.util.concurrent.atomic.AtomicInteger(2));
        Future<String> later = rig.call(session, Echo.of(1, "later"));
        Wait.until("it is delayed", () -> rig.counted(Meter.CALL_RETRIED) == 1);
        rig.ticks.jump(1_000);
        Wait.until("it is delayed again", () -> rig.counted(Meter.CALL_RETRIED) == 2);
        rig.ticks.jump(1_500);
        assertThat(later.isComplete()).isFalse();
        rig.ticks.jump(500);
        assertThat(Wait.on(later)).isEqualTo("later");

        rig.api.failing.put("once", new java.util.concurrent.atomic.AtomicInteger(1));
        assertThat(Wait.failureOf(rig.call(session, Echo.once(2, "once")))).isInstanceOf(CallFailure.Refused.class);
    }

    @Test
    void a_server_that_stays_out_of_order_is_tried_six_times_in_all() throws Exception {
        Session session = rig.connected(owner);
        rig.api.failing.put("never", new java.util.concurrent.atomic.AtomicInteger(100));
        Future<String> never = rig.call(session, Echo.of(1, "never"), Duration.ofMinutes(5));
        for (int i = 1; i <= 5; i++) {
            int tries = i;
            Wait.until("try " + tries, () -> rig.counted(Meter.CALL_RETRIED) == tries);
            rig.ticks.jump(1_000L << i);
        }
        assertThat(Wait.failureOf(never)).isInstanceOf(CallFailure.Refused.class);
        assertThat(rig.api.failing.get("never")).hasValue(94);
    }

    @Test
    void a_call_without_an_answer_fails_at_its_deadline_and_says_that_it_was_sent() throws Exception {
        Session session = rig.connected(owner);
        Future<String> silent = rig.call(session, Echo.of(1, EchoApi.SILENCE));
        Wait.until("it is executed", () -> rig.api.times(1) == 1);
        rig.ticks.jump(29_000);
        rig.swept();
        assertThat(silent.isComplete()).isFalse();
        rig.ticks.jump(1_500);
        assertThat(Wait.failureOf(silent))
                .isInstanceOfSatisfying(
                        CallFailure.TimedOut.class,
                        late -> assertThat(late.sent()).isTrue());
    }

    @Test
    void an_answer_of_another_layer_fails_that_call_alone_and_we_say_again_who_we_are() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(0, "zero"));
        for (Fault fault :
                List.of(Fault.UNKNOWN_CONSTRUCTOR, Fault.TRUNCATED_STRING, Fault.OVERSIZED_VECTOR, Fault.ZIP_BOMB)) {
            int before = rig.api.introductions.get();
            rig.dc.faults().next(fault);
            assertThat(Wait.failureOf(rig.call(session, Echo.of(1, "one"))))
                    .as("%s", fault)
                    .isInstanceOf(CallFailure.Unreadable.class);
            assertThat(rig.answer(session, Echo.of(2, "two"))).isEqualTo("two");
            assertThat(rig.api.introductions.get()).as("%s", fault).isEqualTo(before + 1);
        }
        assertThat(rig.loop.make(session::vitals).connections()).isEqualTo(1);
    }

    @Test
    void pushes_reach_the_owner_and_one_that_cannot_be_read_counts_as_missed() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(1, "one"));
        rig.api.lastCaller.push(Echo.answer("pushed"));
        Wait.until("it arrives", () -> owner.pushes.equals(List.of("pushed")));
        rig.ticks.jump(10_000);
        int missed = owner.missed.get();
        for (int i = 0; i < 5; i++) {
            rig.api.lastCaller.push(new byte[] {1, 2, 3, 4});
        }
        Wait.until("it is unreadable", () -> rig.counted(Meter.PUSH_UNREADABLE) == 5);
        assertThat(owner.missed.get() - missed)
                .as("not more often than each five seconds")
                .isLessThanOrEqualTo(1);
        rig.ticks.jump(5_000);
        Wait.until("but in the end", () -> owner.missed.get() - missed == 2);
        assertThat(session.state()).isInstanceOf(SessionState.Active.class);
    }

    @Test
    void losses_end_the_session_with_their_reason_and_all_calls_with_it() throws Exception {
        var losses = new ArrayList<Loss>();
        for (String error : List.of(
                "401 AUTH_KEY_UNREGISTERED",
                "401 SESSION_REVOKED",
                "401 USER_DEACTIVATED",
                "401 USER_DEACTIVATED_BAN",
                "406 AUTH_KEY_DUPLICATED")) {
            var one = new TestOwner();
            Session session = rig.connected(one);
            Future<String> waiting = rig.call(session, Echo.of(1, EchoApi.SILENCE));
            assertThat(Wait.failureOf(rig.call(session, Echo.of(2, "error " + error))))
                    .isInstanceOf(CallFailure.SessionLost.class);
            assertThat(Wait.failureOf(waiting)).isInstanceOf(CallFailure.SessionLost.class);
            Wait.until("it is lost", () -> one.is(SessionState.Lost.class));
            losses.add(((SessionState.Lost) session.state()).reason());
            assertThat(Wait.failureOf(rig.call(session, Echo.of(3, "x")))).isInstanceOf(CallFailure.SessionLost.class);
        }
        assertThat(losses)
                .containsExactly(Loss.UNREGISTERED, Loss.REVOKED, Loss.DEACTIVATED, Loss.BANNED, Loss.DUPLICATED);
    }

    @Test
    void unregistered_only_refuses_the_call_before_the_session_was_signed_in() throws Exception {
        Session session = rig.open(rig.plan(null), owner);
        assertThat(Wait.failureOf(rig.call(session, Echo.of(1, "error 401 AUTH_KEY_UNREGISTERED"))))
                .isInstanceOf(CallFailure.Refused.class);
        rig.loop.make(() -> {
            session.signedIn();
            return true;
        });
        assertThat(Wait.failureOf(rig.call(session, Echo.of(2, "error 401 AUTH_KEY_UNREGISTERED"))))
                .isInstanceOf(CallFailure.SessionLost.class);
    }

    @Test
    void who_signs_out_loses_the_session_as_signed_out() throws Exception {
        Session session = rig.connected(owner);
        rig.loop.on(session::signedOut);
        assertThat(owner.last()).isEqualTo(new SessionState.Lost(Loss.LOGGED_OUT));
    }

    @Test
    void a_session_is_used_on_its_own_loop_only() throws Exception {
        Session session = rig.connected(owner);
        assertThatThrownBy(() -> session.call(Echo.of(1, "x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::stop).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void vitals_tell_how_a_session_is() throws Exception {
        Session session = rig.connected(owner);
        rig.answer(session, Echo.of(1, "one"));
        rig.call(session, Echo.of(2, EchoApi.SILENCE));
        Wait.until("it is sent", () -> rig.api.times(2) == 1);
        SessionVitals vitals = rig.loop.make(session::vitals);
        assertThat(vitals.inFlight()).isEqualTo(1);
        assertThat(vitals.queued()).isZero();
        assertThat(vitals.sinceRead()).isLessThan(Duration.ofSeconds(10));
        assertThat(vitals.sincePush()).isNull();
        assertThat(vitals.lastFailure()).isNull();
    }
}
