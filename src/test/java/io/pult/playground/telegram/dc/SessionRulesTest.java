package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.playground.telegram.dc.RawClient.Inner;
import io.pult.playground.telegram.dc.RawClient.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** core.telegram.org/mtproto/service_messages_about_messages, rule by rule. */
class SessionRulesTest {
    private static Ground ground;

    @BeforeAll
    static void start() {
        ground = new Ground();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void a_packet_with_another_salt_gets_48_with_the_right_one() throws Exception {
        try (var client = new RawClient(ground.dc.port(), ground.newKey())) {
            client.salt = 12345;
            long id = client.call(TestApi.echo(1));
            TlReader told = client.await(Tl.BAD_SERVER_SALT).in();
            told.skip(4);
            assertThat(told.int64()).isEqualTo(id);
            assertThat(told.int32()).isEqualTo(1);
            assertThat(told.int32()).isEqualTo(48);
            client.salt = told.int64();
            assertThat(client.answer(client.call(TestApi.echo(1))).tl()).isEqualTo(Tl.RPC_RESULT);
        }
    }

    @Test
    void salts_that_were_rotated_are_wrong_at_once() throws Exception {
        try (var client = ground.client()) {
            client.answer(client.call(TestApi.echo(1)));
            ground.dc.rotateSalts();
            client.call(TestApi.echo(2));
            assertThat(client.await(Tl.BAD_SERVER_SALT).seqno() & 1).isZero();
        }
    }

    @Test
    void a_call_with_an_even_seqno_gets_35() throws Exception {
        try (var client = ground.client()) {
            long id = client.id();
            client.send(id, 0, TestApi.echo(1));
            assertThat(client.refusalOf(id)).isEqualTo(35);
        }
    }

    @Test
    void an_acknowledgement_with_an_odd_seqno_gets_34() throws Exception {
        try (var client = ground.client()) {
            long id = client.id();
            client.send(id, client.oddSeqno(), RawClient.ids(Tl.MSGS_ACK, 5));
            assertThat(client.refusalOf(id)).isEqualTo(34);
        }
    }

    @Test
    void an_acknowledgement_with_an_odd_seqno_passes_when_that_is_ordered() throws Exception {
        ground.dc.faults().next(Fault.ODD_ACK_PASSES);
        long refused = ground.dc.counts().refused();
        try (var client = ground.client()) {
            client.send(client.id(), client.oddSeqno(), RawClient.ids(Tl.MSGS_ACK, 5));
            assertThat(client.answer(client.call(TestApi.echo(1))).tl()).isEqualTo(Tl.RPC_RESULT);
            assertThat(ground.dc.counts().refused()).isEqualTo(refused);
        }
    }

    @Test
    void a_container_with_an_odd_seqno_gets_34() throws Exception {
        try (var client = ground.client()) {
            var inner = new Inner(client.id(), client.oddSeqno(), TestApi.echo(1));
            long id = client.id();
            client.send(id, 3, RawClient.container(inner));
            assertThat(client.refusalOf(id)).isEqualTo(34);
        }
    }

    @Test
    void a_seqno_that_a_message_with_a_lower_id_has_exceeded_gets_32() throws Exception {
        try (var client = ground.client()) {
            client.send(client.id(), 5, TestApi.echo(1));
            long lower = client.id();
            client.send(lower, 3, TestApi.echo(2));
            assertThat(client.refusalOf(lower)).isEqualTo(32);
            long same = client.id();
            client.send(same, 5, TestApi.echo(2));
            assertThat(client.refusalOf(same)).isEqualTo(32);
        }
    }

    @Test
    void a_seqno_above_that_of_a_message_with_a_higher_id_gets_33() throws Exception {
        try (var client = ground.client()) {
            long early = client.id();
            client.send(client.id(), 3, TestApi.echo(1));
            client.send(early, 5, TestApi.echo(2));
            assertThat(client.refusalOf(early)).isEqualTo(33);
        }
    }

    @Test
    void an_id_older_than_five_minutes_gets_16_and_one_half_a_minute_ahead_17() throws Exception {
        try (var client = ground.client()) {
            long old = MessageIds.at(System.currentTimeMillis() - 302_000);
            client.send(old, 1, TestApi.echo(1));
            assertThat(client.refusalOf(old)).isEqualTo(16);
            long ahead = MessageIds.at(System.currentTimeMillis() + 33_000);
            client.send(ahead, 1, TestApi.echo(1));
            assertThat(client.refusalOf(ahead)).isEqualTo(17);
        }
    }

    @Test
    void an_id_that_is_not_divisible_by_four_gets_18() throws Exception {
        try (var client = ground.client()) {
            long id = client.id() | 1;
            client.send(id, 1, TestApi.echo(1));
            assertThat(client.refusalOf(id)).isEqualTo(18);
        }
    }

    @Test
    void a_container_whose_id_was_used_gets_19() throws Exception {
        try (var client = ground.client()) {
            var first = new Inner(client.id(), client.oddSeqno(), TestApi.echo(1));
            var second = new Inner(client.id(), client.oddSeqno(), TestApi.echo(2));
            long id = client.id();
            client.send(id, 2, RawClient.container(first));
            client.send(id, 4, RawClient.container(second));
            assertThat(client.refusalOf(id)).isEqualTo(19);
        }
    }

    @Test
    void an_id_below_all_that_is_remembered_gets_20() throws Exception {
        try (var client = ground.client()) {
            long forgotten = client.id();
            for (int i = 0; i < 5; i++) {
                var pings = new ArrayList<Inner>();
                for (int k = 0; k < 1_000; k++) {
                    pings.add(new Inner(client.id(), 0, RawClient.ping(k)));
                }
                client.tell(RawClient.container(pings.toArray(new Inner[0])));
            }
            client.send(forgotten, 1, TestApi.echo(1));
            assertThat(client.refusalOf(forgotten)).isEqualTo(20);
        }
    }

    @Test
    void a_container_that_breaks_a_rule_gets_64() throws Exception {
        try (var client = ground.client()) {
            byte[] ping = RawClient.ping(1);
            long lower = client.id();
            byte[] nested = RawClient.container(new Inner(client.id(), 0, ping));
            assertThat(refusedContainer(client, RawClient.container())).isEqualTo(64);
            assertThat(refusedContainer(client, RawClient.container(new Inner(lower, 0, nested))))
                    .isEqualTo(64);
            assertThat(refusedContainer(client, RawClient.container(new Inner(client.id() + (5L << 32), 0, ping))))
                    .isEqualTo(64);
            assertThat(refusedContainer(client, RawClient.container(new Inner(client.id(), 9, ping))))
                    .isEqualTo(64);
            var many = new Inner[1_021];
            for (int i = 0; i < many.length; i++) {
                many[i] = new Inner(client.id(), 0, ping);
            }
            assertThat(refusedContainer(client, RawClient.container(many))).isEqualTo(64);
            byte[] cut = RawClient.container(new Inner(client.id(), 0, ping));
            cut[20] += 4;
            assertThat(refusedContainer(client, cut)).isEqualTo(64);
        }
    }

    @Test
    void a_container_of_1020_calls_executes_each_of_them_and_answers_all() throws Exception {
        try (var client = ground.client()) {
            var calls = new Inner[1_020];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = new Inner(client.id(), client.oddSeqno(), TestApi.echo(1_000_000 + i));
            }
            client.tell(RawClient.container(calls));
            for (Inner call : calls) {
                assertThat(answerOf(client, call.id())).isNotNull();
            }
            assertThat(ground.api.echoed.get(1_001_019L)).hasValue(1);
        }
    }

    @Test
    void a_message_that_comes_again_is_not_executed_again_but_answered_again() throws Exception {
        try (var client = ground.client()) {
            long id = client.id();
            client.send(id, 1, TestApi.echo(4711));
            Message first = client.answer(id);
            client.send(id, 1, TestApi.echo(4711));
            Message second = client.answer(id);
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.seqno()).isEqualTo(first.seqno());
            assertThat(ground.api.echoed.get(4711L)).hasValue(1);
        }
    }

    @Test
    void a_message_that_comes_again_after_its_answer_was_acknowledged_is_acknowledged() throws Exception {
        try (var client = ground.client()) {
            long id = client.id();
            client.send(id, client.oddSeqno(), TestApi.echo(4712));
            client.tell(RawClient.ids(Tl.MSGS_ACK, client.answer(id).id()));
            client.send(id, 1, TestApi.echo(4712));
            assertThat(idsOf(client.await(Tl.MSGS_ACK))).containsExactly(id);
            assertThat(ground.api.echoed.get(4712L)).hasValue(1);
        }
    }

    @Test
    void the_first_message_of_a_session_gets_new_session_created_with_the_lowest_id_in_its_packet() throws Exception {
        try (var client = ground.client()) {
            var inner = new Inner(client.id(), client.oddSeqno(), TestApi.echo(1));
            client.tell(RawClient.container(inner));
            Message created = client.await(Tl.NEW_SESSION_CREATED);
            var in = created.in();
            in.skip(4);
            assertThat(in.int64()).isEqualTo(inner.id());
            assertThat(created.seqno() & 1).isOne();
            assertThat(created.id() & 3).isEqualTo(3);
            client.answer(client.call(TestApi.echo(2)));
            assertThat(client.seen.stream().filter(seen -> seen.tl() == Tl.NEW_SESSION_CREATED))
                    .hasSize(1);
        }
    }

    @Test
    void a_refused_first_message_makes_no_session() throws Exception {
        try (var client = ground.client()) {
            long old = MessageIds.at(System.currentTimeMillis() - 900_000);
            client.send(old, 1, TestApi.echo(1));
            client.refusalOf(old);
            client.answer(client.call(TestApi.echo(2)));
            assertThat(client.seen.stream().filter(seen -> seen.tl() == Tl.NEW_SESSION_CREATED))
                    .hasSize(1);
        }
    }

    @Test
    void answers_have_ids_with_the_remainder_1_and_pushes_3_and_all_of_them_odd_seqnos_that_rise() throws Exception {
        try (var client = ground.client()) {
            Message answer = client.answer(client.call(TestApi.echo(31)));
            Caller caller = ground.api.callers.get(ground.api.callers.size() - 1);
            caller.push(TestApi.result(99));
            Message push = client.await(TestApi.RESULT);
            assertThat(answer.id() & 3).isEqualTo(1);
            assertThat(push.id() & 3).isEqualTo(3);
            assertThat(push.id()).isGreaterThan(answer.id());
            assertThat(push.seqno()).isEqualTo(answer.seqno() + 2);
            assertThat(push.seqno() & 1).isOne();
        }
    }

    @Test
    void a_call_that_takes_its_time_is_acknowledged_first() throws Exception {
        try (var client = ground.client()) {
            long id = client.call(TestApi.call(TestApi.LATER, 0));
            assertThat(idsOf(client.await(Tl.MSGS_ACK))).containsExactly(id);
            ground.api.waiting.remove(0).result(TestApi.result(1));
            assertThat(client.answer(id).result().int32()).isEqualTo(TestApi.RESULT);
        }
    }

    @Test
    void an_error_of_the_api_is_an_rpc_error() throws Exception {
        try (var client = ground.client()) {
            var result = client.answer(client.call(TestApi.call(0x66666666, 0))).result();
            assertThat(result.int32()).isEqualTo(Tl.RPC_ERROR);
            assertThat(result.int32()).isEqualTo(400);
            assertThat(result.string()).isEqualTo("INPUT_METHOD_INVALID");
        }
    }

    @Test
    void a_call_in_gzip_packed_is_executed_and_a_compressible_answer_comes_in_it() throws Exception {
        try (var client = ground.client()) {
            var packed = new TlWriter();
            packed.int32(Tl.GZIP_PACKED);
            packed.bytes(Gzip.pack(TestApi.call(TestApi.ZEROS, 10_000)));
            TlReader result = client.answer(client.call(packed.toByteArray())).result();
            assertThat(result.int32()).isEqualTo(Tl.GZIP_PACKED);
            TlReader plain = new TlReader(Gzip.unpack(result.bytes()));
            assertThat(plain.int32()).isEqualTo(TestApi.RESULT);
            assertThat(plain.bytes()).hasSize(10_000);
        }
    }

    @Test
    void a_container_in_gzip_packed_has_an_even_seqno_like_any() throws Exception {
        try (var client = ground.client()) {
            var inner = new Inner(client.id(), client.oddSeqno(), TestApi.echo(3));
            var packed = new TlWriter();
            packed.int32(Tl.GZIP_PACKED);
            packed.bytes(Gzip.pack(RawClient.container(inner)));
            client.tell(packed.toByteArray());
            assertThat(client.answer(inner.id()).tl()).isEqualTo(Tl.RPC_RESULT);
            long odd = client.call(packed.toByteArray());
            assertThat(client.refusalOf(odd)).isEqualTo(34);
        }
    }

    private static int refusedContainer(RawClient client, byte[] container) throws IOException {
        return client.refusalOf(client.tell(container));
    }

    /** From what was seen or comes. */
    private static Message answerOf(RawClient client, long id) throws IOException {
        for (Message each : client.seen) {
            var in = each.in();
            if (in.int32() == Tl.RPC_RESULT && in.int64() == id) {
                return each;
            }
        }
        return client.answer(id);
    }

    static List<Long> idsOf(Message message) {
        var in = message.in();
        in.skip(4);
        return in.vector(TlReader::int64);
    }
}
