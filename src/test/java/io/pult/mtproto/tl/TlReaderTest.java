package io.pult.mtproto.tl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.support.Chance;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TlReaderTest {
    private final Chance chance = new Chance();
    private final TlWriter out = new TlWriter(8);

    @Test
    void a_string_of_254_bytes_and_more_has_a_length_of_three_bytes() {
        for (int length : new int[] {0, 1, 2, 3, 4, 252, 253, 254, 255, 256, 257, 65_536, 1 << 20}) {
            byte[] value = new byte[length];
            Arrays.fill(value, (byte) 0xaa);
            out.clear(8).bytes(value);
            byte[] written = out.toByteArray();

            int prefix = length < 254 ? 1 : 4;
            assertThat(written.length).isEqualTo((prefix + length + 3) / 4 * 4);
            assertThat(written[0] & 0xff).isEqualTo(length < 254 ? length : 0xfe);
            for (int i = prefix + length; i < written.length; i++) {
                assertThat(written[i]).as("padding").isZero();
            }
            var in = new TlReader(written);
            assertThat(in.bytes()).isEqualTo(value);
            assertThat(in.remaining()).isZero();
            in.over(written, 0, written.length).skipString();
            assertThat(in.remaining()).isZero();
        }
    }

    @Test
    void padding_is_zero_although_the_array_was_used_before() {
        out.raw(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        out.clear(8).string("ab");
        assertThat(out.toByteArray()).isEqualTo(new byte[] {2, 'a', 'b', 0});
    }

    @Test
    void more_than_24_bits_of_length_cannot_be_written() {
        assertThatThrownBy(() -> out.bytes(new byte[1 << 24])).isInstanceOf(TlFailure.class);
        assertThat(out.length()).isZero();
    }

    @Test
    void whatever_is_written_is_read_again() {
        chance.check(500, () -> {
            int number = (int) chance.number();
            long big = chance.number();
            double fraction = chance.between(-99, 99) / 16.0;
            boolean yes = chance.coin();
            byte[] bytes = chance.bytes(600);
            String text = chance.text(200);
            List<Integer> ints = chance.list(0, 5, () -> (int) chance.number());
            List<Long> longs = chance.list(0, 5, chance::number);
            List<String> texts = chance.list(0, 5, () -> chance.text(9));

            out.clear(1 << 12).int32(number);
            out.int64(big);
            out.float64(fraction);
            out.bool(yes);
            out.bytes(bytes);
            out.string(text);
            out.ints(ints);
            out.longs(longs);
            out.vector(texts, TlWriter::string);

            var in = new TlReader(out.toByteArray());
            assertThat(in.peek()).isEqualTo(number);
            assertThat(in.int32()).isEqualTo(number);
            assertThat(in.int64()).isEqualTo(big);
            assertThat(in.float64()).isEqualTo(fraction);
            assertThat(in.bool()).isEqualTo(yes);
            assertThat(in.bytes()).isEqualTo(bytes);
            assertThat(in.string()).isEqualTo(text);
            assertThat(in.vector(TlReader::int32)).isEqualTo(ints);
            assertThat(in.vector(TlReader::int64)).isEqualTo(longs);
            assertThat(in.vector(TlReader::string)).isEqualTo(texts);
            assertThat(in.remaining()).isZero();
        });
    }

    @Test
    void whatever_is_cut_is_refused_and_nothing_behind_the_limit_is_read() {
        List<Consumer<TlReader>> readings = List.of(
                TlReader::int32,
                TlReader::peek,
                TlReader::int64,
                TlReader::float64,
                TlReader::bool,
                TlReader::bytes,
                TlReader::string,
                TlReader::skipString,
                in -> in.raw(16),
                in -> in.skip(5),
                in -> in.count(4),
                in -> in.vector(TlReader::int64));
        for (Consumer<TlReader> reading : readings) {
            out.clear(64).int32(0x0101_01fe);
            out.raw(new byte[64]);
            byte[] bytes = out.toByteArray();
            for (int length = 0; length < 4; length++) {
                var in = new TlReader().over(bytes, 0, length);
                assertThatThrownBy(() -> reading.accept(in)).isInstanceOf(TlFailure.class);
            }
        }
        out.clear(64).string("a string of some length");
        byte[] string = out.toByteArray();
        for (int length = 0; length < string.length; length++) {
            var in = new TlReader().over(string, 0, length);
            assertThatThrownBy(in::string).isInstanceOf(TlFailure.class);
            in.over(string, 0, length);
            assertThatThrownBy(in::skipString).isInstanceOf(TlFailure.class);
        }
    }

    @Test
    void a_count_that_cannot_be_there_allocates_nothing() {
        for (int count : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 3}) {
            out.clear(64).vectorOf(count);
            out.int64(0);
            assertThatThrownBy(() -> new TlReader(out.toByteArray()).vector(in -> {
                        throw new AssertionError("the first element of " + count + " was read");
                    }))
                    .isInstanceOf(TlFailure.class)
                    .hasMessageContaining(String.valueOf(count));
        }
    }

    @Test
    void a_negative_length_is_refused() {
        var in = new TlReader(new byte[16]);
        assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(TlFailure.class);
        assertThatThrownBy(() -> in.raw(-4)).isInstanceOf(TlFailure.class);
        assertThat(in.position()).isZero();
    }

    @Test
    void a_vector_and_a_bool_are_known_by_their_ids() {
        out.int32(7);
        assertThatThrownBy(() -> new TlReader(out.toByteArray()).bool()).hasMessageContaining("Bool");
        assertThatThrownBy(() -> new TlReader(out.toByteArray()).count(4)).hasMessageContaining("Vector");
    }

    @Test
    void a_string_cannot_start_with_ff() {
        out.int32(0xff);
        assertThatThrownBy(() -> new TlReader(out.toByteArray()).bytes()).isInstanceOf(TlFailure.class);
    }

    @Test
    void what_is_not_utf_8_is_shown_as_such_and_ends_nothing() {
        out.bytes(new byte[] {'a', (byte) 0xc3, 'b'});
        assertThat(new TlReader(out.toByteArray()).string()).isEqualTo("a\ufffdb");
    }

    @Test
    void what_it_hands_out_is_a_copy() {
        out.bytes("abc".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = out.toByteArray();
        byte[] read = new TlReader(bytes).bytes();
        Arrays.fill(bytes, (byte) 0);
        assertThat(read).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_part_of_an_array_is_read_as_if_it_were_alone() {
        out.int32(1);
        out.string("two");
        out.int64(3);
        var in = new TlReader().over(out.array(), 4, 4);
        assertThat(in.string()).isEqualTo("two");
        assertThat(in.remaining()).isZero();
        in.seek(4);
        assertThat(in.string()).isEqualTo("two");
        assertThatThrownBy(in::int32).isInstanceOf(TlFailure.class);
    }

    @Test
    void a_writer_gives_back_what_it_grew_by_and_fills_in_what_is_known_later() {
        out.int32(0);
        out.string("x".repeat(5_000));
        out.int32At(0, out.length() - 4);
        assertThat(new TlReader(out.toByteArray()).int32()).isEqualTo(5_004);
        assertThat(out.clear(64).array()).hasSize(64);
        assertThat(out.length()).isZero();
    }
}
