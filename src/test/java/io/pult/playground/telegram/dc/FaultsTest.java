package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.crypto.MessageCipher.Writer;
import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.dc.RawClient.Message;
import io.pult.support.Wait;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every fault, seen by a client that can tell. */
class FaultsTest {
    private static Ground ground;
    private RawClient client;

    @BeforeAll
    static void startGround() {
        ground = new Ground();
    }

    @AfterAll
    static void stopGround() {
        ground.close();
    }

    @BeforeEach
    void start() throws Exception {
        ground.api.echoed.clear();
        client = ground.client();
        // What a session is greeted with is out of the way.
        client.tell(RawClient.ids(
                Tl.MSGS_ACK,
                client.answer(client.call(TestApi.echo(1))).id(),
                client.seen.stream()
                        .filter(message -> message.tl() == Tl.NEW_SESSION_CREATED)
                        .findFirst()
                        .orElseThrow()
                        .id()));
        client.tell(RawClient.ping(1));
        client.await(Tl.PONG);
    }

    @AfterEach
    void stop() throws Exception {
        ground.dc.faults().clear();
        client.close();
        Wait.until("nobody is there", () -> ground.dc.counts().open() == 0);
    }

    @Test
    void a_frame_is_refused_with_the_ordered_code() throws Exception {
        for (int code : new int[] {-404, -429, -444}) {
            ground.dc.faults().next(1, Fault.REFUSE, code);
            try (var other = new RawClient(ground.dc.port(), ground.newKey())) {
                other.call(TestApi.echo(1));
                assertThat(other.nextRefusal()).isEqualTo(code);
                assertThat(other.ends()).isTrue();
            }
        }
        assertThat(client.answer(client.call(TestApi.echo(2)))).isNotNull();
    }

    @Test
    void a_half_open_connection_is_neither_read_nor_written_and_its_key_can_be_used_elsewhere() throws Exception {
        ground.dc.faults().on(client.port(), 1, Fault.STOP_READING, 0);
        client.call(TestApi.echo(2));
        assertSilent();
        try (var next = ground.client(client.key)) {
            assertThat(next.answer(next.call(TestApi.echo(3)))).isNotNull();
        }
        assertThat(ground.dc.duplicates()).isEmpty();
    }

    @Test
    void a_silent_connection_takes_everything_and_still_counts_as_living() throws Exception {
        ground.dc.faults().on(client.port(), 1, Fault.FALL_SILENT, 0);
        client.call(TestApi.echo(2));
        assertSilent();
        client.close();
        Wait.until("its end is seen", () -> ground.dc.counts().open() == 0);
    }

    @Test
    void a_connection_is_reset() throws Exception {
        ground.dc.faults().next(Fault.RESET);
        client.call(TestApi.echo(2));
        assertThatThrownBy(client::nextFrame).isInstanceOf(SocketException.class);
    }

    @Test
    void an_answer_is_reset_in_mid_frame() throws Exception {
        ground.dc.faults().next(Fault.RESET_IN_FRAME);
        client.call(TestApi.echo(2));
        assertThatThrownBy(client::nextFrame).isInstanceOfAny(SocketException.class, EOFException.class);
        assertThat(ground.api.echoed).containsKey(2L);
    }

    @Test
    void a_connection_is_closed_after_so_many_bytes() throws Exception {
        ground.dc.faults().on(client.port(), 1, Fault.CLOSE_AFTER, 10);
        client.call(TestApi.echo(2));
        byte[] all = client.socket.getInputStream().readAllBytes();
        assertThat(all).hasSize(10);
    }

    @Test
    void an_answer_is_dropped_and_comes_when_it_is_sent_again() throws Exception {
        ground.dc.faults().next(Fault.DROP_ANSWER);
        long id = client.call(TestApi.echo(2));
        client.tell(RawClient.ping(1));
        assertThat(client.next().tl()).isEqualTo(Tl.PONG);
        ground.clock.add(Duration.ofSeconds(6));
        assertThat(client.answer(id)).isNotNull();
        assertThat(ground.api.echoed.get(2L)).hasValue(1);
    }

    @Test
    void an_answer_comes_twice_under_one_id() throws Exception {
        ground.dc.faults().next(Fault.ANSWER_TWICE);
        long id = client.call(TestApi.echo(2));
        assertThat(client.answer(id).id()).isEqualTo(client.answer(id).id());
    }

    @Test
    void a_packet_names_another_session() throws Exception {
        ground.dc.faults().next(Fault.WRONG_SESSION);
        client.call(TestApi.echo(2));
        byte[] frame = decrypted(client.nextFrame());
        var in = new TlReader(frame);
        in.skip(8);
        assertThat(in.int64()).isEqualTo(~client.session);
    }

    @Test
    void a_packet_has_a_wrong_msg_key() throws Exception {
        ground.dc.faults().next(Fault.WRONG_MSG_KEY);
        client.call(TestApi.echo(2));
        byte[] frame = client.nextFrame();
        assertThat(new MessageCipher().decrypt(client.key, Writer.SERVER, frame, 0, frame.length))
                .isFalse();
    }

    @Test
    void a_packet_is_replayed_byte_by_byte() throws Exception {
        ground.dc.faults().next(Fault.REPLAY);
        client.call(TestApi.echo(2));
        assertThat(client.nextFrame()).isEqualTo(client.nextFrame());
    }

    @Test
    void an_answer_comes_from_the_future() throws Exception {
        ground.dc.faults().next(1, Fault.FUTURE_ID, 60);
        long id = client.call(TestApi.echo(2));
        long ahead = MessageIds.seconds(client.answer(id).id()) - System.currentTimeMillis() / 1_000;
        assertThat(ahead).isBetween(55L, 65L);
    }

    @Test
    void garbage_takes_the_place_of_a_packet() throws Exception {
        ground.dc.faults().next(Fault.GARBAGE);
        client.call(TestApi.echo(2));
        byte[] frame = client.nextFrame();
        assertThat(new MessageCipher().decrypt(client.key, Writer.SERVER, frame, 0, frame.length))
                .isFalse();
    }

    @Test
    void a_result_has_a_constructor_that_nobody_knows() throws Exception {
        ground.dc.faults().next(Fault.UNKNOWN_CONSTRUCTOR);
        assertThat(client.answer(client.call(TestApi.echo(2))).result().int32()).isNotEqualTo(TestApi.RESULT);
    }

    @Test
    void a_result_has_a_string_that_is_longer_than_the_message() throws Exception {
        ground.dc.faults().next(Fault.TRUNCATED_STRING);
        TlReader result =
                client.answer(client.call(TestApi.call(TestApi.LARGE, 50))).result();
        assertThat(result.int32()).isEqualTo(TestApi.RESULT);
        assertThatThrownBy(result::bytes).isInstanceOf(io.pult.mtproto.tl.TlFailure.class);
    }

    @Test
    void a_result_is_a_vector_of_two_thousand_million_elements() throws Exception {
        ground.dc.faults().next(Fault.OVERSIZED_VECTOR);
        TlReader result = client.answer(client.call(TestApi.echo(2))).result();
        assertThatThrownBy(() -> result.count(4)).isInstanceOf(io.pult.mtproto.tl.TlFailure.class);
    }

    @Test
    void a_result_is_a_zip_bomb() throws Exception {
        ground.dc.faults().next(1, Fault.ZIP_BOMB, 20);
        Message answer = client.answer(client.call(TestApi.echo(2)));
        TlReader result = answer.result();
        assertThat(result.int32()).isEqualTo(Tl.GZIP_PACKED);
        assertThat(answer.body().length).isLessThan(40_000);
        assertThatThrownBy(() -> Gzip.unpack(result.bytes())).isInstanceOf(BadFrame.class);
    }

    @Test
    void a_quick_ack_that_nobody_wanted_goes_first() throws Exception {
        ground.dc.faults().next(Fault.QUICK_ACK);
        long id = client.call(TestApi.echo(2));
        var four = new byte[4];
        new java.io.DataInputStream(client.socket.getInputStream()).readFully(four);
        assertThat(new TlReader(four).int32()).isNegative();
        assertThat(client.answer(id)).isNotNull();
    }

    @Test
    void an_answer_comes_in_pieces_of_the_ordered_size_or_drop_by_drop() throws Exception {
        for (int size : new int[] {1, 3, 7, 64}) {
            ground.dc.faults().next(1, Fault.SPLIT, size);
            assertThat(client.answer(client.call(TestApi.echo(2)))).isNotNull();
        }
        ground.dc.faults().next(1, Fault.SLOW, 1);
        assertThat(client.answer(client.call(TestApi.echo(2)))).isNotNull();
    }

    @Test
    void frames_behind_a_slow_one_keep_their_order() throws Exception {
        ground.dc.faults().next(1, Fault.SLOW, 1);
        long first = client.call(TestApi.echo(2));
        long second = client.call(TestApi.echo(3));
        assertThat(client.answer(first).id()).isLessThan(client.answer(second).id());
    }

    @Test
    void several_frames_come_at_once_or_after_fifty_milliseconds() throws Exception {
        ground.dc.faults().next(1, Fault.COALESCE, 3);
        long start = System.nanoTime();
        assertThat(client.answer(client.call(TestApi.echo(2)))).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(45));
        ground.dc.faults().next(3, Fault.COALESCE, 3);
        List<Long> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(client.call(TestApi.echo(i)));
        }
        for (long call : calls) {
            assertThat(client.answer(call)).isNotNull();
        }
    }

    @Test
    void a_standing_fault_is_carried_out_until_it_is_taken_back() throws Exception {
        var order = ground.dc.faults().always(Fault.UNKNOWN_CONSTRUCTOR, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(client.answer(client.call(TestApi.echo(2))).result().int32())
                    .isNotEqualTo(TestApi.RESULT);
        }
        ground.dc.faults().cancel(order);
        assertThat(client.answer(client.call(TestApi.echo(2))).result().int32()).isEqualTo(TestApi.RESULT);
    }

    @Test
    void a_fault_for_one_connection_leaves_the_others_alone() throws Exception {
        ground.dc.faults().on(client.port(), 0, Fault.RESET, 0);
        try (var other = ground.client()) {
            assertThat(other.answer(other.call(TestApi.echo(2)))).isNotNull();
        }
        client.call(TestApi.echo(2));
        assertThat(client.ends()).isTrue();
    }

    private byte[] decrypted(byte[] frame) {
        assertThat(new MessageCipher().decrypt(client.key, Writer.SERVER, frame, 0, frame.length))
                .isTrue();
        return Arrays.copyOfRange(frame, MessageCipher.HEADER, frame.length);
    }

    private void assertSilent() throws Exception {
        client.socket.setSoTimeout(150);
        assertThatThrownBy(client::nextFrame).isInstanceOf(SocketTimeoutException.class);
    }
}
