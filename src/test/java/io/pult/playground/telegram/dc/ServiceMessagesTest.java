package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.playground.telegram.dc.RawClient.Message;
import io.pult.support.Wait;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceMessagesTest {
    private Ground ground;

    @BeforeEach
    void start() {
        ground = new Ground();
    }

    @AfterEach
    void stop() {
        ground.close();
    }

    @Test
    void a_ping_gets_a_pong_outside_of_rpc_result() throws Exception {
        try (var client = ground.client()) {
            long id = client.tell(RawClient.ping(8));
            Message pong = client.await(Tl.PONG);
            var in = pong.in();
            in.skip(4);
            assertThat(in.int64()).isEqualTo(id);
            assertThat(in.int64()).isEqualTo(8);
            assertThat(pong.seqno() & 1).isZero();
        }
    }

    @Test
    void ping_delay_disconnect_ends_the_connection_when_no_other_one_follows_in_time() throws Exception {
        try (var client = ground.client()) {
            client.tell(delay(1, 140));
            client.await(Tl.PONG);
            ground.clock.add(Duration.ofSeconds(139));
            client.ahead = 139;
            client.tell(delay(2, 140));
            client.await(Tl.PONG);
            ground.clock.add(Duration.ofSeconds(139));
            client.ahead += 139;
            client.tell(RawClient.ping(3));
            assertThat(client.await(Tl.PONG)).isNotNull();
            ground.clock.add(Duration.ofSeconds(2));
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void what_is_not_acknowledged_for_five_seconds_comes_again_under_its_id() throws Exception {
        try (var client = ground.client()) {
            Message first = client.answer(client.call(TestApi.echo(1)));
            ground.clock.add(Duration.ofSeconds(6));
            Message again = client.await(message -> message.id() == first.id());
            assertThat(again.seqno()).isEqualTo(first.seqno());
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(ground.dc.counts().resent()).isPositive();
        }
    }

    @Test
    void what_is_acknowledged_does_not_come_again() throws Exception {
        try (var client = ground.client()) {
            Message answer = client.answer(client.call(TestApi.echo(1)));
            client.tell(RawClient.ids(Tl.MSGS_ACK, answer.id()));
            client.tell(RawClient.ping(1));
            client.await(Tl.PONG);
            ground.clock.add(Duration.ofSeconds(6));
            client.ahead = 6;
            client.seen.clear();
            client.await(Tl.NEW_SESSION_CREATED);
            client.tell(RawClient.ping(2));
            client.await(Tl.PONG);
            assertThat(client.seen.stream().map(Message::id)).doesNotContain(answer.id());
        }
    }

    @Test
    void an_answer_that_was_lost_with_its_connection_comes_over_the_next_one() throws Exception {
        var key = ground.newKey();
        long session;
        long id;
        long salt;
        try (var client = ground.client(key)) {
            id = client.call(TestApi.call(TestApi.LATER, 0));
            client.await(Tl.MSGS_ACK);
            session = client.session;
            salt = client.salt;
        }
        Wait.until("the end was seen", () -> ground.api.gone.size() == 1);
        ground.api.waiting.get(0).result(TestApi.result(9));
        try (var client = new RawClient(ground.dc.port(), key)) {
            client.session = session;
            client.salt = salt;
            client.content = 1;
            client.tell(RawClient.ping(1));
            assertThat(client.answer(id).result().int32()).isEqualTo(TestApi.RESULT);
        }
        assertThat(ground.dc.duplicates()).isEmpty();
    }

    @Test
    void no_more_than_a_thousand_unacknowledged_messages_are_kept() throws Exception {
        try (var client = ground.client()) {
            client.answer(client.call(TestApi.echo(1)));
            Caller caller = ground.api.callers.get(0);
            for (int i = 0; i < 1_500; i++) {
                caller.push(TestApi.result(i));
            }
            Wait.until("the oldest are given up", () -> ground.dc.counts().forgotten() >= 500);
            assertThat(ground.dc.counts().forgotten()).isEqualTo(502);
        }
    }

    @Test
    void msgs_state_req_tells_what_is_unknown_received_running_and_answered() throws Exception {
        try (var client = ground.client()) {
            long never = client.id();
            long answered = client.call(TestApi.echo(1));
            client.answer(answered);
            long running = client.call(TestApi.call(TestApi.LATER, 0));
            long pinged = client.tell(RawClient.ping(1));
            long future = client.id() + (1L << 32);
            long request = client.tell(RawClient.ids(Tl.MSGS_STATE_REQ, never, answered, running, pinged, future));
            var info = client.await(Tl.MSGS_STATE_INFO).in();
            info.skip(4);
            assertThat(info.int64()).isEqualTo(request);
            assertThat(info.bytes()).containsExactly(2, 4 | 8 | 64, 4 | 8 | 32, 4 | 16, 3);
        }
    }

    @Test
    void msgs_state_req_is_not_answered_when_that_was_ordered() throws Exception {
        try (var client = ground.client()) {
            ground.dc.faults().always(Fault.IGNORE_STATE_REQUESTS, 0);
            client.tell(RawClient.ids(Tl.MSGS_STATE_REQ, 4));
            client.tell(RawClient.ping(1));
            client.await(Tl.PONG);
            assertThat(client.seen.stream().map(Message::tl)).doesNotContain(Tl.MSGS_STATE_INFO);
        }
    }

    @Test
    void msg_resend_req_brings_what_is_there_and_tells_what_is_not() throws Exception {
        try (var client = ground.client()) {
            Message answer = client.answer(client.call(TestApi.echo(1)));
            client.tell(RawClient.ids(Tl.MSG_RESEND_REQ, answer.id(), 5));
            assertThat(client.await(message -> message.id() == answer.id()).body())
                    .isEqualTo(answer.body());
            var info = client.await(Tl.MSGS_STATE_INFO).in();
            info.skip(12);
            assertThat(info.bytes()).containsExactly(4, 1);
        }
    }

    @Test
    void a_large_answer_is_announced_when_it_would_have_to_come_again() throws Exception {
        try (var client = ground.client()) {
            long id = client.call(TestApi.call(TestApi.LARGE, 10_000));
            Message answer = client.answer(id);
            ground.clock.add(Duration.ofSeconds(6));
            assertAnnounced(client, id, answer.id(), answer.body().length);
        }
    }

    @Test
    void an_answer_above_the_bound_is_announced_and_sent_when_asked_for() throws Exception {
        ground.close();
        ground = new Ground(options -> options.withAnnounceAbove(2_000));
        try (var client = ground.client()) {
            long id = client.call(TestApi.call(TestApi.LARGE, 5_000));
            var info = client.await(Tl.MSG_DETAILED_INFO).in();
            info.skip(4);
            assertThat(info.int64()).isEqualTo(id);
            client.tell(RawClient.ids(Tl.MSG_RESEND_REQ, info.int64()));
            assertThat(client.answer(id).body()).hasSizeGreaterThan(5_000);
        }
    }

    private static void assertAnnounced(RawClient client, long requestId, long answerId, int size) throws Exception {
        var info = client.await(Tl.MSG_DETAILED_INFO).in();
        info.skip(4);
        assertThat(info.int64()).isEqualTo(requestId);
        assertThat(info.int64()).isEqualTo(answerId);
        assertThat(info.int32()).isEqualTo(size);
    }

    @Test
    void get_future_salts_names_the_salts_of_the_coming_half_hours_and_they_will_be_right() throws Exception {
        try (var client = ground.client()) {
            var query = new TlWriter();
            query.int32(Tl.GET_FUTURE_SALTS);
            query.int32(16);
            long id = client.tell(query.toByteArray());
            Message salts = client.await(Tl.FUTURE_SALTS);
            assertThat(salts.seqno() & 1).isOne();
            TlReader in = salts.in();
            in.skip(4);
            assertThat(in.int64()).isEqualTo(id);
            int now = in.int32();
            assertThat(in.int32()).isEqualTo(16);
            assertThat(in.int32()).isLessThanOrEqualTo(now);
            in.skip(4);
            assertThat(in.int64()).isEqualTo(client.salt);
            assertThat(in.int32()).isGreaterThan(now);
            in.skip(4);
            long next = in.int64();
            ground.clock.add(Duration.ofMinutes(31));
            client.ahead = 31 * 60;
            assertThat(client.answer(client.call(TestApi.echo(1))).tl())
                    .as("the last salt is good for another half hour")
                    .isEqualTo(Tl.RPC_RESULT);
            client.salt = next;
            assertThat(client.answer(client.call(TestApi.echo(1))).tl()).isEqualTo(Tl.RPC_RESULT);
        }
    }

    @Test
    void destroy_session_forgets_another_session_and_never_the_own_one() throws Exception {
        try (var client = ground.client()) {
            client.answer(client.call(TestApi.echo(1)));
            long other = client.session;
            client.session = 4711;
            client.content = 0;
            client.answer(client.call(TestApi.echo(1)));
            client.tell(destroy(other));
            assertThat(client.await(Tl.DESTROY_SESSION_OK)).isNotNull();
            client.tell(destroy(other));
            assertThat(client.await(Tl.DESTROY_SESSION_NONE)).isNotNull();
            client.tell(destroy(4711));
            assertThat(client.await(Tl.DESTROY_SESSION_NONE)).isNotNull();
            assertThat(ground.dc.counts().sessions()).isOne();
        }
    }

    @Test
    void destroy_auth_key_forgets_the_key_and_tells_the_api() throws Exception {
        try (var client = ground.client()) {
            var query = new TlWriter();
            query.int32(Tl.DESTROY_AUTH_KEY);
            client.tell(query.toByteArray());
            assertThat(client.await(Tl.DESTROY_AUTH_KEY_OK)).isNotNull();
            assertThat(client.ends()).isTrue();
            assertThat(ground.api.keysGone).containsExactly(client.key.id());
            assertThat(ground.dc.authKeys().knows(client.key.id())).isFalse();
        }
    }

    @Test
    void rpc_drop_answer_says_whether_the_call_was_unknown_running_or_answered() throws Exception {
        try (var client = ground.client()) {
            assertThat(dropped(client, 5).int32()).isEqualTo(Tl.RPC_ANSWER_UNKNOWN);
            long running = client.call(TestApi.call(TestApi.LATER, 0));
            assertThat(dropped(client, running).int32()).isEqualTo(Tl.RPC_ANSWER_DROPPED_RUNNING);
            ground.api.waiting.get(0).result(TestApi.result(1));
            long id = client.call(TestApi.echo(1));
            Message answer = client.answer(id);
            TlReader verdict = dropped(client, id);
            assertThat(verdict.int32()).isEqualTo(Tl.RPC_ANSWER_DROPPED);
            assertThat(verdict.int64()).isEqualTo(answer.id());
            assertThat(verdict.int32()).isEqualTo(answer.seqno());
            assertThat(verdict.int32()).isEqualTo(answer.body().length);
            assertThat(client.seen.stream()
                            .filter(message -> message.tl() == Tl.RPC_RESULT)
                            .map(message -> message.in())
                            .filter(in -> in.int32() != 0 && in.int64() == running))
                    .isEmpty();
        }
    }

    @Test
    void http_wait_is_ignored() throws Exception {
        try (var client = ground.client()) {
            var query = new TlWriter();
            query.int32(Tl.HTTP_WAIT);
            query.int32(1);
            query.int32(2);
            query.int32(3);
            client.tell(query.toByteArray());
            client.tell(RawClient.ping(1));
            assertThat(client.await(Tl.PONG)).isNotNull();
        }
    }

    @Test
    void nothing_is_pushed_to_a_session_that_has_left() throws Exception {
        var client = ground.client();
        client.answer(client.call(TestApi.echo(1)));
        client.close();
        Wait.until("it has left", () -> ground.api.gone.size() == 1);
        Caller caller = ground.api.callers.get(0);
        assertThat(ground.api.gone).containsExactly(caller);
        caller.push(TestApi.result(1));
    }

    private static TlReader dropped(RawClient client, long callId) throws Exception {
        var query = new TlWriter();
        query.int32(Tl.RPC_DROP_ANSWER);
        query.int64(callId);
        return client.answer(client.tell(query.toByteArray())).result();
    }

    private static byte[] destroy(long session) {
        var query = new TlWriter();
        query.int32(Tl.DESTROY_SESSION);
        query.int64(session);
        return query.toByteArray();
    }

    private static byte[] delay(long pingId, int seconds) {
        var query = new TlWriter();
        query.int32(Tl.PING_DELAY_DISCONNECT);
        query.int64(pingId);
        query.int32(seconds);
        return query.toByteArray();
    }
}
