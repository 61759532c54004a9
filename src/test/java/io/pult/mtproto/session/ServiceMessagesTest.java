package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may say about messages, and what a session makes of it. */
class ServiceMessagesTest {
    private final Rig rig = new Rig();
    private final TestOwner owner = new TestOwner();
    private final ScriptedServer server = new ScriptedServer(rig.server, ScaleKeys.key(1_000));
    private Session session;

    @BeforeEach
    void connect() throws Exception {
        session = rig.open(rig.plan(server.key, new io.pult.mtproto.transport.Exit.Direct(), server.port()), owner);
        Wait.until("the server hears", () -> !server.heard.isEmpty());
    }

    @AfterEach
    void close() {
        rig.close();
        server.close();
    }

    /** The first message of each call is refused with the code; everything else is answered. */
    private void refuseFirst(int code) {
        var refused = new AtomicInteger();
        server.script = (self, message) -> {
            if (message.isCall() && refused.getAndIncrement() == 0) {
                self.badMessage(message.container() == 0 ? message.id() : message.container(), code);
            } else if (message.isCall()) {
                self.echo(message);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 48})
    void a_message_that_was_refused_is_sent_again_with_a_new_id_in_the_same_session(int code) {
        refuseFirst(code);
        assertThat(rig.answer(session, Echo.of(1, "one"))).isEqualTo("one");
        List<ScriptedServer.Heard> calls = server.calls();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).id()).isGreaterThan(calls.get(0).id());
        assertThat(calls.get(1).session()).isEqualTo(calls.get(0).session());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 18, 19, 32, 33, 34, 35, 64})
    void other_refusals_start_a_new_session_that_counts_from_one_and_says_who_it_is(int code) throws Exception {
        refuseFirst(code);
        int missed = owner.missed.get();
        rig.ticks.jump(6_000);
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        List<ScriptedServer.Heard> calls = server.calls();
        assertThat(calls.get(1).session()).isNotEqualTo(calls.get(0).session());
        assertThat(calls.get(1).sequence()).isEqualTo(1);
        assertThat(calls.get(1).tl()).isEqualTo(Service.INVOKE_WITH_LAYER);
        assertThat(rig.counted(Meter.SESSION_RESET)).isEqualTo(1);
        Wait.until("updates may have been missed", () -> owner.missed.get() > missed);
    }

    @Test
    void a_call_that_must_not_be_repeated_fails_when_the_server_cannot_tell_whether_it_came() {
        refuseFirst(20);
        assertThat(Wait.failureOf(rig.call(session, Echo.once(1, "one"))))
                .isInstanceOf(CallFailure.MaybeExecuted.class);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void a_new_session_repeats_what_does_no_harm_and_fails_the_rest() throws Exception {
        server.script = (self, message) -> {
            if (message.isCall() && ScriptedServer.text(message).equals("bad")) {
                if (server.calls().stream()
                                .filter(call -> ScriptedServer.text(call).equals("bad"))
                                .count()
                        == 1) {
                    self.badMessage(message.container() == 0 ? message.id() : message.container(), 32);
                } else {
                    self.echo(message);
                }
            }
        };
        Future<String> repeatable = rig.call(session, Echo.of(1, "repeatable"));
        Future<String> once = rig.call(session, Echo.once(2, "once"));
        Wait.until("both are there", () -> server.calls().size() == 2);
        assertThat(rig.answer(session, Echo.once(3, "bad"))).isEqualTo("bad");
        assertThat(Wait.failureOf(once)).isInstanceOf(CallFailure.MaybeExecuted.class);
        Wait.until(
                "the other comes again",
                () -> server.calls().stream()
                                .filter(call -> ScriptedServer.text(call).equals("repeatable"))
                                .count()
                        == 2);
        assertThat(repeatable.isComplete()).isFalse();
    }

    @Test
    void all_of_a_container_that_was_refused_for_its_salt_is_sent_again() {
        var first = new AtomicInteger();
        server.script = (self, message) -> {
            if (!message.isCall()) {
                return;
            }
            if (message.container() != 0 && first.compareAndSet(0, 1)) {
                self.tell(Service.BAD_SERVER_SALT, out -> {
                    out.int64(message.container());
                    out.int32(0);
                    out.int32(48);
                    out.int64(4_242);
                });
            } else if (first.get() == 1 && server.calls().size() > 3) {
                self.echo(message);
            }
        };
        List<String> answers = rig.loop.on(() -> Future.all(
                        session.call(Echo.once(1, "a")), session.call(Echo.once(2, "b")), session.call(Echo.of(3, "c")))
                .map(all -> all.<String>list()));
        assertThat(answers).containsExactly("a", "b", "c");
        assertThat(server.calls().stream().map(ScriptedServer::text)).containsExactly("a", "b", "c", "a", "b", "c");
        assertThat(owner.memories).extracting(SessionMemory::salt).contains(4_242L);
    }

    @Test
    void one_new_session_after_another_ends_in_a_pause_of_thirty_seconds() throws Exception {
        server.script = (self, message) -> {
            if (message.isCall()) {
                self.badMessage(message.container() == 0 ? message.id() : message.container(), 32);
            }
        };
        rig.call(session, Echo.of(1, "one"));
        Wait.until("it waits", () -> owner.is(SessionState.Waiting.class));
        assertThat(((SessionState.Waiting) session.state()).delay().toSeconds()).isEqualTo(30);
        assertThat(rig.counted(Meter.SESSION_RESET)).isEqualTo(6);
        assertThat(rig.counted(Meter.LOOP_GUARDED)).isEqualTo(1);
    }

    @Test
    void a_server_that_is_content_with_no_salt_is_left_alone_for_thirty_seconds() throws Exception {
        server.script = (self, message) -> {
            if (message.isCall()) {
                self.tell(Service.BAD_SERVER_SALT, out -> {
                    out.int64(message.container() == 0 ? message.id() : message.container());
                    out.int32(0);
                    out.int32(48);
                    out.int64(message.id());
                });
            }
        };
        rig.call(session, Echo.of(1, "one"));
        Wait.until("it waits", () -> owner.is(SessionState.Waiting.class));
        assertThat(server.calls()).hasSizeLessThanOrEqualTo(200);
        assertThat(rig.counted(Meter.LOOP_GUARDED)).isEqualTo(1);
    }

    @Test
    void each_message_of_a_container_is_acknowledged_and_taken_once() throws Exception {
        long inner = server.nextId();
        long other = server.nextId();
        byte[] push = Echo.answer("pushed");
        byte[] container = ScriptedServer.object(Service.MSG_CONTAINER, out -> {
            out.int32(2);
            for (long id : new long[] {inner, other}) {
                out.int64(id);
                out.int32(1);
                out.int32(push.length);
                out.raw(push);
            }
        });
        server.send(server.nextId(), 2, container);
        server.send(server.nextId(), 2, container);
        server.script = (self, message) -> self.echo(message);
        rig.answer(session, Echo.of(1, "one"));
        assertThat(owner.pushes).hasSize(2);
        rig.ticks.jump(30_000);
        Wait.until("each is acknowledged", () -> server.acknowledged().containsAll(List.of(inner, other)));
        assertThat(rig.counted(Meter.PACKET_REPLAYED)).isEqualTo(2);
    }

    @Test
    void sixteen_messages_are_acknowledged_at_once_and_fewer_after_thirty_seconds() throws Exception {
        for (int i = 0; i < 16; i++) {
            server.say(Echo.ANSWER, out -> out.string("x"));
        }
        Wait.until("they are acknowledged", () -> server.acknowledged().size() >= 16);
        server.say(Echo.ANSWER, out -> out.string("x"));
        Wait.until("it arrives", () -> owner.pushes.size() == 17);
        assertThat(server.acknowledged()).hasSize(16);
        rig.ticks.jump(30_000);
        Wait.until("the last one, too", () -> server.acknowledged().size() == 17);
    }

    @Test
    void an_answer_that_is_announced_is_asked_for_and_one_that_came_acknowledged_again() throws Exception {
        server.tell(Service.MSG_NEW_DETAILED_INFO, out -> {
            out.int64(12_345);
            out.int32(100);
            out.int32(0);
        });
        Wait.until("it is asked for", () -> server.heard.stream().anyMatch(m -> m.tl() == Service.MSG_RESEND_REQ));
        long known = server.say(Echo.ANSWER, out -> out.string("x"));
        server.tell(Service.MSG_DETAILED_INFO, out -> {
            out.int64(1);
            out.int64(known);
            out.int32(100);
            out.int32(0);
        });
        server.script = (self, message) -> self.echo(message);
        rig.answer(session, Echo.of(1, "one"));
        rig.answer(session, Echo.of(2, "two"));
        rig.ticks.jump(30_000);
        Wait.until(
                "it is acknowledged twice",
                () -> server.acknowledged().stream().filter(id -> id == known).count() == 2);
    }

    @Test
    void a_server_that_asks_what_came_is_told() throws Exception {
        long known = server.say(Echo.ANSWER, out -> out.string("x"));
        long question = server.nextId();
        server.send(question, 2, ScriptedServer.object(Service.MSGS_STATE_REQ, out -> {
            out.vectorOf(2);
            out.int64(known);
            out.int64(5);
        }));
        Wait.until("it is told", () -> server.heard.stream().anyMatch(m -> m.tl() == Service.MSGS_STATE_INFO));
        var told = server.heard.stream()
                .filter(m -> m.tl() == Service.MSGS_STATE_INFO)
                .findFirst()
                .orElseThrow();
        var in = new TlReader(told.body());
        in.int32();
        assertThat(in.int64()).isEqualTo(question);
        assertThat(in.bytes()).containsExactly(4, 1);
        assertThat(told.sequence() & 1).isZero();
    }

    @Test
    void a_server_that_wants_a_call_again_gets_it_with_a_new_id() {
        var first = new AtomicInteger();
        server.script = (self, message) -> {
            if (message.isCall() && first.getAndIncrement() == 0) {
                self.tell(Service.MSG_RESEND_REQ, out -> {
                    out.vectorOf(1);
                    out.int64(message.id());
                });
            } else if (message.isCall()) {
                self.echo(message);
            }
        };
        assertThat(rig.answer(session, Echo.once(1, "one"))).isEqualTo("one");
        assertThat(server.calls()).hasSize(2);
    }

    @Test
    void a_server_that_answers_the_question_for_states_with_an_error_is_one_that_does_not_answer() throws Exception {
        server.script = (self, message) -> {};
        Future<String> repeatable = rig.call(session, Echo.of(1, "one"));
        Future<String> once = rig.call(session, Echo.once(2, "two"));
        Wait.until("they are there", () -> server.calls().size() == 2);
        server.script = (self, message) -> {
            if (message.isCall()) {
                self.echo(message);
            } else if (message.tl() == Service.MSGS_STATE_REQ) {
                self.answer(message, ScriptedServer.object(Service.RPC_ERROR, out -> {
                    out.int32(400);
                    out.string("INPUT_METHOD_INVALID");
                }));
            }
        };
        server.hangUp();
        assertThat(Wait.on(repeatable)).isEqualTo("one");
        assertThat(Wait.failureOf(once)).isInstanceOf(CallFailure.MaybeExecuted.class);
    }

    @Test
    void what_the_server_knows_nothing_about_is_repeated_only_when_that_does_no_harm() throws Exception {
        Future<String> unknown = rig.call(session, Echo.once(1, "unknown"));
        Wait.until("it is there", () -> server.calls().size() == 1);
        Future<String> missing = rig.call(session, Echo.once(2, "missing"));
        Wait.until("it is there", () -> server.calls().size() == 2);
        server.script = (self, message) -> {
            if (message.isCall()) {
                self.echo(message);
            } else if (message.tl() == Service.MSGS_STATE_REQ) {
                self.tell(Service.MSGS_STATE_INFO, out -> {
                    out.int64(message.id());
                    out.bytes(new byte[] {1, 2});
                });
            }
        };
        server.hangUp();
        assertThat(Wait.failureOf(unknown)).isInstanceOf(CallFailure.MaybeExecuted.class);
        assertThat(Wait.on(missing)).isEqualTo("missing");
    }

    @Test
    void calls_are_odd_and_grow_and_all_else_is_even() {
        server.script = (self, message) -> self.echo(message);
        for (int i = 0; i < 10; i++) {
            rig.answer(session, Echo.of(i, "x"));
        }
        assertThat(server.heard).allMatch(m -> (m.sequence() & 1) == (m.isCall() ? 1 : 0));
        assertThat(server.calls())
                .extracting(ScriptedServer.Heard::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(server.heard).extracting(ScriptedServer.Heard::id).isSorted().doesNotHaveDuplicates();
    }
}
