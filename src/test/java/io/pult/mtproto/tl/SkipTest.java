package io.pult.mtproto.tl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.tl.TlSchema.Line;
import io.pult.support.Chance;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkipTest {
    private final Chance chance = new Chance();
    private final TlWriter out = new TlWriter();

    @Test
    void every_constructor_of_every_layer_is_skipped_to_the_exact_byte() {
        for (int layer : TlSchema.LAYERS) {
            TlSchema schema = TlSchema.layer(layer);
            List<Line> constructors =
                    schema.lines().filter(line -> !line.function()).toList();
            assertThat(constructors).hasSizeGreaterThan(1_300);
            for (Line line : constructors) {
                for (int deep : new int[] {0, 2, 3}) {
                    TlTree tree = TlTree.of(schema, line, deep, chance);
                    assertThat(leftAfterSkipping(tree.bytes()))
                            .as("%s of layer %d: %s", line.name(), layer, tree)
                            .isZero();
                }
            }
        }
    }

    @Test
    void an_object_that_is_cut_anywhere_is_refused() {
        TlSchema schema = TlSchema.layer(223);
        chance.check(40, () -> {
            byte[] whole = TlTree.random(schema, "Message", 3, chance).bytes();
            for (int length = 0; length < whole.length; length++) {
                var in = new TlReader().over(whole, 0, length);
                assertThatThrownBy(() -> Skip.object(in)).isInstanceOf(TlFailure.class);
            }
        });
    }

    @Test
    void flipped_bits_neither_hang_nor_read_beyond_the_end() {
        TlSchema schema = TlSchema.layer(204);
        byte[] room = new byte[1 << 16];
        var in = new TlReader();
        chance.check(20_000, () -> {
            byte[] bytes = TlTree.random(schema, chance.of("Updates", "Message", "Chat", "UserFull"), 2, chance)
                    .bytes();
            int length = Math.min(bytes.length, room.length - 128);
            System.arraycopy(bytes, 0, room, 64, length);
            for (int flips = chance.between(1, 4); flips > 0; flips--) {
                room[64 + chance.between(0, length - 1)] ^= (byte) (1 << chance.between(0, 7));
            }
            in.over(room, 64, length);
            try {
                Skip.object(in);
            } catch (TlFailure expected) {
                assertThat(expected).hasNoCause();
            }
            assertThat(in.remaining()).isBetween(0, length);
        });
    }

    @Test
    void an_id_of_no_known_layer_is_named() {
        out.int32(0xdeadbeef);
        assertThatThrownBy(() -> Skip.object(new TlReader(out.toByteArray())))
                .isInstanceOfSatisfying(
                        TlFailure.UnknownConstructor.class,
                        unknown -> assertThat(unknown.id()).isEqualTo(0xdeadbeef));
        assertThat(Skip.knows(0xdeadbeef)).isFalse();
    }

    @Test
    void no_id_of_the_message_layer_is_taken_for_an_object() {
        assertThat(TlSchema.service().lines()).isNotEmpty().noneMatch(line -> Skip.knows(line.id()));
        assertThat(Skip.knows(TlReader.VECTOR)).isFalse();
        assertThat(Skip.knows(0)).isFalse();
    }

    @Test
    void objects_may_be_nested_64_deep_and_no_deeper() {
        assertThat(leftAfterSkipping(nested(64))).isZero();
        assertThatThrownBy(() -> leftAfterSkipping(nested(65)))
                .isExactlyInstanceOf(TlFailure.class)
                .hasMessageContaining("64");
    }

    @Test
    void a_count_is_believed_only_as_far_as_there_are_bytes() {
        Line chats = TlSchema.layer(204).named("messages.chats");
        for (int count : new int[] {Integer.MAX_VALUE, -1, 3}) {
            out.clear(64).int32(chats.id());
            out.vectorOf(count);
            out.int64(0);
            assertThatThrownBy(() -> leftAfterSkipping(out.toByteArray())).isExactlyInstanceOf(TlFailure.class);
        }
    }

    @Test
    void vectors_of_plain_values_are_skipped_too() {
        out.longs(List.of(1L, 2L, 3L));
        out.ints(List.of(4));
        out.vector(List.of("five", ""), TlWriter::string);
        out.vectorOf(0);
        var in = new TlReader(out.toByteArray());
        Skip.vectorOf(in, 2);
        Skip.vectorOf(in, 1);
        Skip.strings(in);
        Skip.objects(in);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void an_id_in_the_wrong_place_is_told_from_an_unknown_one() {
        assertThat(Skip.unexpected(0xedb93949, "User")).isExactlyInstanceOf(TlFailure.class);
        assertThat(Skip.unexpected(7, "User")).isInstanceOf(TlFailure.UnknownConstructor.class);
    }

    /** A jsonArray in a jsonArray in … */
    private byte[] nested(int deep) {
        Line array = TlSchema.layer(204).named("jsonArray");
        out.clear(64);
        for (int i = 1; i < deep; i++) {
            out.int32(array.id());
            out.vectorOf(1);
        }
        out.int32(array.id());
        out.vectorOf(0);
        return out.toByteArray();
    }

    private static int leftAfterSkipping(byte[] bytes) {
        var in = new TlReader(bytes);
        Skip.object(in);
        return in.remaining();
    }
}
