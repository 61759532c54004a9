package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InletTest {
    private final List<byte[]> frames = new ArrayList<>();
    private final Inlet inlet = new Inlet(
            new Inlet.Frames() {
                @Override
                public void frame(byte[] bytes, int offset, int length, boolean wantsQuickAck) {
                    frames.add(Arrays.copyOfRange(bytes, offset, offset + length));
                }

                @Override
                public boolean held() {
                    return held;
                }
            },
            2,
            null);
    private boolean held;

    @Test
    void a_begun_frame_does_not_live_in_the_array_that_the_next_read_overwrites() throws Exception {
        byte[] payload = new byte[100_000];
        Arrays.fill(payload, (byte) 7);
        byte[] stream = intermediate(payload);
        inlet.feed(Arrays.copyOf(stream, 4), 0, 4);
        byte[] shared = Arrays.copyOfRange(stream, 4, 4 + 65_536);
        inlet.feed(shared, 0, shared.length);
        Arrays.fill(shared, (byte) 9);
        inlet.feed(Arrays.copyOfRange(stream, 4 + 65_536, stream.length), 0, stream.length - 4 - 65_536);
        assertThat(frames).containsExactly(payload);
    }

    @Test
    void however_the_stream_is_cut_the_frames_are_the_same() {
        var chance = new Chance();
        chance.check(200, () -> {
            List<byte[]> sent = chance.list(1, 8, () -> Arrays.copyOf(chance.bytes(2_000), 4 * chance.between(1, 600)));
            byte[] stream = intermediate(sent.toArray(new byte[0][]));
            var fresh = new InletTest();
            try {
                for (int at = 0; at < stream.length; ) {
                    int end = Math.min(stream.length, at + chance.between(1, 900));
                    byte[] piece = Arrays.copyOfRange(stream, at, end);
                    fresh.inlet.feed(piece, 0, piece.length);
                    Arrays.fill(piece, (byte) 1);
                    at = end;
                }
            } catch (BadFrame e) {
                throw new AssertionError(e);
            }
            assertThat(fresh.frames).containsExactlyElementsOf(sent);
        });
    }

    @Test
    void what_comes_while_frames_are_held_is_kept_for_later() throws Exception {
        byte[] stream = intermediate(new byte[8], new byte[12]);
        held = true;
        inlet.feed(stream.clone(), 0, 20);
        inlet.feed(Arrays.copyOfRange(stream, 20, stream.length), 0, stream.length - 20);
        assertThat(frames).isEmpty();
        held = false;
        inlet.again();
        assertThat(frames).containsExactly(new byte[8], new byte[12]);
    }

    private static byte[] intermediate(byte[]... payloads) {
        var out = new TlWriter();
        out.int32(0xeeeeeeee);
        for (byte[] payload : payloads) {
            out.int32(payload.length);
            out.raw(payload);
        }
        return out.toByteArray();
    }
}
