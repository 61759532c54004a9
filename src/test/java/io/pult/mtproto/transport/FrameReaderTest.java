package io.pult.mtproto.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FrameReaderTest {
    private static final byte[] QUICK_ACK = {0x11, 0x22, 0x33, (byte) 0x84};
    private static final byte[] ABRIDGED_QUICK_ACK = {(byte) 0x84, 0x33, 0x22, 0x11};

    private final Chance chance = new Chance();

    @ParameterizedTest
    @EnumSource
    void a_length_of_zero_ends_the_stream(Framing framing) {
        faults(
                framing,
                framing == Framing.ABRIDGED ? bytes(0) : bytes(0, 0, 0, 0),
                "the server sent a frame of length 0");
        if (framing == Framing.ABRIDGED) {
            faults(framing, bytes(0x7f, 0, 0, 0), "the server sent a frame of length 0");
        }
    }

    @Test
    void a_length_that_is_no_multiple_of_four_ends_an_intermediate_stream() {
        faults(
                Framing.INTERMEDIATE,
                bytes(25, 0, 0, 0),
                "the server sent a frame whose length is no multiple of 4: 25");
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_longer_than_four_mebibytes_and_a_bit_ends_the_stream_before_it_is_collected(Framing framing) {
        int most = 4 * 1_024 * 1_024 + 1_024;
        byte[] longest = header(framing, most);
        assertThat(read(framing, longest).fault).isNull();
        faults(
                framing,
                header(framing, most + 4),
                "the server sent a frame of " + (most + 4) + " bytes, more than is taken");
    }

    @Test
    void what_a_length_claims_is_not_allocated_before_it_is_there() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] claim = header(Framing.INTERMEDIATE, FrameReader.MOST);
        var reader = new FrameReader(Framing.INTERMEDIATE);
        byte[] bit = new byte[10];
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        reader.over(claim, 0, claim.length);
        assertThat(reader.next()).isFalse();
        for (int i = 0; i < 100; i++) {
            reader.over(bit, 0, bit.length);
            assertThat(reader.next()).isFalse();
        }
        long used = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(used).isLessThan(100_000);
        assertThat(reader.inTheMiddle()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void too_few_bytes_for_a_message_that_are_no_error_end_the_stream(Framing framing) {
        for (int length : new int[] {8, 12, 16, 20}) {
            byte[] encrypted = new byte[length];
            Arrays.fill(encrypted, (byte) 0x55);
            Read read = read(framing, framed(framing, encrypted, 0));
            assertThat(read.fault)
                    .isEqualTo(
                            framing == Framing.PADDED
                                    ? "the server sent " + length + " bytes, which are neither a message nor an error"
                                    : "the server sent a message of " + length + " bytes, which is too short");
        }
        for (int length : new int[] {8, 12, 16}) {
            faults(
                    framing,
                    framed(framing, new byte[length], 0),
                    "the server sent a plain message of " + length + " bytes, which is too short");
        }
        faults(
                framing,
                framed(framing, bytes(1, 0, 0, 0), 0),
                "the server sent 4 bytes, which are neither a message nor an error");
    }

    @Test
    void a_padded_plain_message_whose_length_does_not_fit_ends_the_stream() {
        for (int said : new int[] {-4, 100, 0}) {
            TlWriter message = new TlWriter();
            message.int64(0);
            message.int64(1);
            message.int32(said);
            message.raw(new byte[40]);
            faults(
                    Framing.PADDED,
                    framed(Framing.PADDED, message.toByteArray(), 0),
                    "the server sent a plain message whose length does not fit its frame");
        }
        for (int length = 1; length < 4; length++) {
            faults(
                    Framing.PADDED,
                    framed(Framing.PADDED, new byte[length], 0),
                    "the server sent " + length + " bytes, which are neither a message nor an error");
        }
    }

    @Test
    void after_a_fault_there_is_nothing_more() {
        var reader = new FrameReader(Framing.INTERMEDIATE);
        byte[] stream = join(bytes(0, 0, 0, 0), framed(Framing.INTERMEDIATE, plain(8), 0));
        reader.over(stream, 0, stream.length);
        assertThat(reader.next()).isFalse();
        assertThat(reader.next()).isFalse();
        reader.over(stream, 4, stream.length - 4);
        assertThat(reader.next()).isFalse();
        assertThat(reader.inTheMiddle()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void an_error_is_told_from_a_message_with_any_padding(Framing framing) {
        for (int padding = 0; padding <= (framing == Framing.PADDED ? 15 : 0); padding++) {
            TlWriter error = new TlWriter();
            error.int32(-404);
            Read read = read(framing, framed(framing, error.toByteArray(), padding));
            assertThat(read.refusals).as("padding " + padding).containsExactly(-404);
            assertThat(read.frames).isEmpty();
            assertThat(read.fault).isNull();
        }
    }

    @Test
    void padding_of_zero_to_fifteen_bytes_is_taken_off() {
        for (int padding = 0; padding <= 15; padding++) {
            for (byte[] message : List.of(plain(0), plain(16), encrypted(16), encrypted(160))) {
                Read read = read(Framing.PADDED, framed(Framing.PADDED, message, padding));
                assertThat(read.frames).as("padding " + padding).hasSize(1);
                assertThat(read.frames.get(0)).isEqualTo(message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_split_of_a_stream_with_quick_acknowledgements_gives_the_same_frames(Framing framing) {
        byte[] ack = framing == Framing.ABRIDGED ? ABRIDGED_QUICK_ACK : QUICK_ACK;
        List<byte[]> frames = List.of(plain(4), encrypted(512), plain(40), encrypted(16));
        byte[] stream = ack;
        for (byte[] frame : frames) {
            stream = join(stream, framed(framing, frame, framing == Framing.PADDED ? 7 : 0));
            stream = join(stream, join(ack, ack));
        }
        for (int cut = 0; cut <= stream.length; cut++) {
            Read read = read(framing, Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
            assertThat(read.fault).isNull();
            assertThat(read.frames).as("cut at " + cut).hasSize(4);
            for (int i = 0; i < 4; i++) {
                assertThat(read.frames.get(i)).isEqualTo(frames.get(i));
            }
        }
        byte[][] each = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            each[i] = new byte[] {stream[i]};
        }
        assertThat(read(framing, each).frames)
                .usingElementComparator(Arrays::compare)
                .isEqualTo(frames);
    }

    @Test
    void streams_of_random_frames_in_random_cuts_arrive() {
        chance.check(300, () -> {
            Framing framing = chance.of(Framing.values());
            List<byte[]> frames = chance.list(
                    1,
                    6,
                    () -> chance.coin() ? plain(4 * chance.between(0, 900)) : encrypted(16 * chance.between(1, 200)));
            byte[] stream = {};
            for (byte[] frame : frames) {
                stream = join(stream, framed(framing, frame, framing == Framing.PADDED ? chance.between(0, 15) : 0));
            }
            var cuts = new ArrayList<byte[]>();
            for (int at = 0; at < stream.length; ) {
                int next = Math.min(stream.length, at + chance.between(0, 1_500));
                cuts.add(Arrays.copyOfRange(stream, at, next));
                at = next;
            }
            Read read = read(framing, cuts.toArray(byte[][]::new));
            assertThat(read.frames).usingElementComparator(Arrays::compare).isEqualTo(frames);
        });
    }

    @Test
    void a_frame_in_one_piece_is_handed_on_where_it_arrived() {
        var reader = new FrameReader(Framing.INTERMEDIATE);
        byte[] stream = framed(Framing.INTERMEDIATE, encrypted(64), 0);
        reader.over(stream, 0, stream.length);
        assertThat(reader.next()).isTrue();
        assertThat(reader.bytes()).isSameAs(stream);
        assertThat(reader.offset()).isEqualTo(4);
    }

    @Test
    void random_bytes_lead_to_frames_of_possible_lengths_or_to_a_fault_and_never_further() {
        chance.check(3_000, () -> {
            Framing framing = chance.of(Framing.values());
            byte[][] parts = new byte[chance.between(1, 5)][];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = chance.bytes(200);
                // Small lengths, or random bytes would end at the first header.
                for (int j = 0; j < parts[i].length; j++) {
                    if (chance.between(0, 3) > 0) {
                        parts[i][j] = (byte) (chance.between(0, 3) == 0 ? chance.between(0, 60) : 0);
                    }
                }
            }
            Read read = read(framing, parts);
            for (byte[] frame : read.frames) {
                assertThat(frame.length).isBetween(20, FrameReader.MOST);
            }
            assertThat(read.refusals).allMatch(code -> code < 0);
        });
    }

    /** All that a stream led to. */
    private static final class Read {
        private final List<byte[]> frames = new ArrayList<>();
        private final List<Integer> refusals = new ArrayList<>();
        private String fault;
    }

    private static Read read(Framing framing, byte[]... parts) {
        var reader = new FrameReader(framing);
        var read = new Read();
        for (byte[] part : parts) {
            // Somewhere in a larger array, as the inbox is.
            byte[] inbox = new byte[part.length + 7];
            Arrays.fill(inbox, (byte) 0x77);
            System.arraycopy(part, 0, inbox, 3, part.length);
            reader.over(inbox, 3, part.length);
            while (reader.next()) {
                if (reader.refusal() != 0) {
                    read.refusals.add(reader.refusal());
                } else {
                    read.frames.add(
                            Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length()));
                }
            }
        }
        read.fault = reader.fault();
        return read;
    }

    private static void faults(Framing framing, byte[] stream, String why) {
        assertThat(read(framing, stream).fault).isEqualTo(why);
        if (stream.length > 1) {
            int half = stream.length / 2;
            assertThat(read(framing, Arrays.copyOf(stream, half), Arrays.copyOfRange(stream, half, stream.length))
                            .fault)
                    .isEqualTo(why);
        }
    }

    private static byte[] framed(Framing framing, byte[] frame, int padding) {
        byte[] padded = Arrays.copyOf(frame, frame.length + padding);
        Arrays.fill(padded, frame.length, padded.length, (byte) 0xab);
        return join(header(framing, padded.length), padded);
    }

    /** Written from the document, not with what the link writes with. */
    private static byte[] header(Framing framing, int length) {
        if (framing == Framing.ABRIDGED) {
            int words = length / 4;
            return words < 0x7f ? bytes(words) : bytes(0x7f, words, words >> 8, words >> 16);
        }
        return bytes(length, length >> 8, length >> 16, length >> 24);
    }

    private static byte[] plain(int body) {
        TlWriter message = new TlWriter();
        message.int64(0);
        message.int64(5);
        message.int32(body);
        byte[] content = new byte[body];
        Arrays.fill(content, (byte) 0xc3);
        message.raw(content);
        return message.toByteArray();
    }

    private static byte[] encrypted(int size) {
        byte[] message = new byte[24 + size];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i * 7 + 1);
        }
        return message;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[] one, byte[] other) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }
}
