package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InflationTest {
    private final Inflation inflation = new Inflation();
    private final Chance chance = new Chance();

    @AfterEach
    void close() {
        inflation.close();
    }

    static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(out)) {
            packed.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static TlReader string(byte[] bytes) {
        var out = new TlWriter();
        out.bytes(bytes);
        return new TlReader(out.toByteArray());
    }

    private byte[] unpack(byte[] packed) {
        try {
            TlReader in = inflation.open(string(packed));
            return in.raw(in.remaining());
        } finally {
            inflation.release();
        }
    }

    @Test
    void a_bomb_is_refused_and_the_next_one_is_read() {
        byte[] bomb = gzip(new byte[Inflation.MOST + 1]);
        assertThatThrownBy(() -> unpack(bomb)).isInstanceOf(TlFailure.class).hasMessageContaining("16 MiB");
        assertThat(unpack(gzip(new byte[Inflation.MOST]))).hasSize(Inflation.MOST);
        assertThat(unpack(gzip(new byte[] {1, 2}))).containsExactly(1, 2);
    }

    @Test
    void what_is_packed_twice_is_refused() {
        inflation.open(string(gzip(new byte[4])));
        assertThatThrownBy(() -> inflation.open(string(gzip(new byte[4])))).isInstanceOf(TlFailure.class);
        inflation.release();
    }

    @Test
    void what_was_packed_is_unpacked_with_any_header_that_gzip_knows() {
        chance.check(200, () -> {
            byte[] plain = chance.bytes(20_000);
            byte[] packed = gzip(plain);
            int flags = chance.between(0, 15) & ~1;
            var out = new ByteArrayOutputStream();
            out.writeBytes(Arrays.copyOf(packed, 10));
            byte[] head = out.toByteArray();
            head[3] = (byte) flags;
            out.reset();
            out.writeBytes(head);
            if ((flags & 4) != 0) {
                out.writeBytes(new byte[] {3, 0, 9, 9, 9});
            }
            if ((flags & 8) != 0) {
                out.writeBytes(new byte[] {'n', 0});
            }
            if ((flags & 16) != 0) {
                out.writeBytes(new byte[] {'c', 0});
            }
            if ((flags & 2) != 0) {
                out.writeBytes(new byte[] {1, 2});
            }
            out.write(packed, 10, packed.length - 10);
            assertThat(unpack(out.toByteArray())).isEqualTo(plain);
        });
    }

    @Test
    void broken_bytes_are_refused_and_never_looped_over() {
        byte[] packed = gzip(new byte[1_000]);
        chance.check(5_000, () -> {
            byte[] broken = Arrays.copyOf(packed, chance.between(0, packed.length));
            for (int i = chance.between(0, 3); i > 0 && broken.length > 0; i--) {
                broken[chance.between(0, broken.length - 1)] = (byte) chance.between(0, 255);
            }
            try {
                unpack(broken);
            } catch (TlFailure e) {
                assertThat(e).hasMessageStartingWith("packed bytes");
            }
        });
    }
}
