package io.pult.mtproto.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlSchema;
import io.pult.mtproto.tl.TlSchema.Line;
import io.pult.mtproto.tl.TlTree;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private final Chance chance = new Chance();

    @Test
    void every_constructor_of_every_layer_is_read_to_the_exact_byte_and_as_it_was_sent() throws Exception {
        for (int layer : TlSchema.LAYERS) {
            TlSchema schema = TlSchema.layer(layer);
            int types = 0;
            for (String type : schema.types()) {
                Method reader = ApiRecords.reader(type).orElse(null);
                if (reader == null) {
                    continue;
                }
                types++;
                for (Line line : schema.constructors(type)) {
                    for (int deep : new int[] {0, 2, 3, 3}) {
                        TlTree tree = TlTree.of(schema, line, deep, chance);
                        var in = new TlReader(tree.bytes());
                        Object record = ApiRecords.read(reader, in);
                        assertThat(in.remaining())
                                .as("%s of layer %d: %s", line.name(), layer, tree)
                                .isZero();
                        ApiRecords.assertSame(record, tree);
                    }
                }
            }
            assertThat(types).isGreaterThanOrEqualTo(60);
        }
    }

    @Test
    void a_user_is_the_same_record_whichever_layer_wrote_it() {
        Map<Integer, User> users = inEachLayer(
                "user",
                Map.of(
                        "self",
                        true,
                        "id",
                        42L,
                        "access_hash",
                        77L,
                        "first_name",
                        "Ada",
                        "phone",
                        "15550100",
                        "usernames",
                        List.of()),
                User::read);
        var expected = new User.Plain(
                true,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                42,
                77L,
                "Ada",
                null,
                null,
                "15550100",
                null,
                List.of());
        assertThat(users.values()).hasSize(4).containsOnly(expected);
        assertThat(TlSchema.LAYERS.stream()
                        .map(layer -> TlSchema.layer(layer).named("user").id())
                        .distinct())
                .as("three lines: 201 and 204 write the same")
                .hasSize(3);
    }

    @Test
    void what_is_not_kept_is_known_by_its_id_alone() {
        TlSchema schema = TlSchema.layer(223);
        chance.check(50, () -> {
            byte[] bytes = TlTree.of(schema, schema.named("updateNewStickerSet"), 3, chance)
                    .bytes();
            assertThat(Update.read(new TlReader(bytes)))
                    .isEqualTo(
                            new Update.Other(schema.named("updateNewStickerSet").id()));
        });
    }

    @Test
    void an_id_of_another_type_is_refused_and_one_of_no_layer_is_named() {
        var out = new TlWriter();
        out.int32(TlSchema.layer(204).named("userStatusEmpty").id());
        assertThatThrownBy(() -> User.read(new TlReader(out.toByteArray())))
                .isExactlyInstanceOf(TlFailure.class)
                .hasMessageContaining("User");
        out.clear(64).int32(0xdeadbeef);
        assertThatThrownBy(() -> User.read(new TlReader(out.toByteArray())))
                .isInstanceOf(TlFailure.UnknownConstructor.class);
    }

    @Test
    void flipped_bits_neither_hang_nor_read_beyond_the_end_nor_allocate_without_bound() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TlSchema schema = TlSchema.layer(204);
        var types = Map.<String, Method>of(
                "Updates", ApiRecords.reader("Updates").orElseThrow(),
                "updates.Difference", ApiRecords.reader("updates.Difference").orElseThrow(),
                "messages.Messages", ApiRecords.reader("messages.Messages").orElseThrow());
        List<String> names = List.copyOf(types.keySet());
        byte[] room = new byte[1 << 16];
        var in = new TlReader();
        chance.check(10_000, () -> {
            String type = chance.of(names);
            byte[] bytes = TlTree.random(schema, type, 3, chance).bytes();
            int length = Math.min(bytes.length, room.length - 128);
            System.arraycopy(bytes, 0, room, 64, length);
            for (int flips = chance.between(1, 4); flips > 0; flips--) {
                room[64 + chance.between(0, length - 1)] ^= (byte) (1 << chance.between(0, 7));
            }
            in.over(room, 64, length);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                ApiRecords.read(types.get(type), in);
            } catch (TlFailure expected) {
                assertThat(expected.getStackTrace()).isEmpty();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            // Most of it is loading classes, the first times.
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L * length + 4_000_000);
            assertThat(in.remaining()).isBetween(0, length);
        });
    }

    private <T> Map<Integer, T> inEachLayer(
            String name, Map<String, Object> values, java.util.function.Function<TlReader, T> reader) {
        var read = new LinkedHashMap<Integer, T>();
        for (int layer : TlSchema.LAYERS) {
            byte[] bytes = new TlTree(TlSchema.layer(layer).named(name), values).bytes();
            read.put(layer, reader.apply(new TlReader(bytes)));
        }
        return read.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
