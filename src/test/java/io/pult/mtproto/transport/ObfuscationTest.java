package io.pult.mtproto.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.support.Chance;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObfuscationTest {
    private final Chance chance = new Chance();

    @Test
    void beginnings_that_a_server_takes_for_something_else_are_drawn_again() {
        for (String taken : List.of(
                "ef010203",
                "48454144", // HEAD
                "504f5354", // POST
                "47455420", // GET
                "4f505449", // OPTIONS
                "dddddddd",
                "eeeeeeee",
                "16030102",
                "0102030400000000")) {
            byte[] first = header(taken);
            byte[] second = header("0102030405060708");
            byte[] drawn = Obfuscation.draw(scripted(first, first, second), Framing.INTERMEDIATE, 2, null)
                    .header();
            assertThat(Arrays.copyOf(drawn, 56)).as(taken).isEqualTo(Arrays.copyOf(second, 56));
        }
    }

    @Test
    void a_server_reads_the_framing_and_the_data_centre_out_of_the_first_bytes() {
        for (Framing framing : Framing.values()) {
            for (int dc : new int[] {2, 10_003}) {
                byte[] sent = Obfuscation.draw(new Entropy(), framing, dc, null).header();
                byte[] opened = new PlainObfuscation(sent, null).opened;
                int tag = framing == Framing.ABRIDGED ? 0xef : framing == Framing.PADDED ? 0xdd : 0xee;
                assertThat(Arrays.copyOfRange(opened, 56, 60)).containsExactly(tag, tag, tag, tag);
                assertThat(opened[60] & 0xff | (opened[61] & 0xff) << 8).isEqualTo(dc);
            }
        }
    }

    @Test
    void a_straightforward_implementation_understands_both_directions_with_and_without_a_secret() {
        chance.check(40, () -> {
            byte[] secret = chance.coin() ? new Entropy().bytes(16) : null;
            Obfuscation ours = Obfuscation.draw(new Entropy(), Framing.PADDED, 4, secret);
            var theirs = new PlainObfuscation(ours.header(), secret);
            for (int i = 0; i < 12; i++) {
                byte[] said = chance.bytes(100);
                byte[] around = new byte[said.length + 10];
                System.arraycopy(said, 0, around, 5, said.length);
                ours.encrypt(around, 5, said.length);
                assertThat(theirs.fromClient(Arrays.copyOfRange(around, 5, 5 + said.length)))
                        .isEqualTo(said);
                byte[] answer = chance.bytes(100);
                byte[] wire = theirs.forClient(answer);
                ours.decrypt(wire, 0, wire.length);
                assertThat(wire).isEqualTo(answer);
            }
        });
    }

    private static byte[] header(String start) {
        byte[] header = new byte[64];
        Arrays.fill(header, (byte) 0x21);
        byte[] first = HexFormat.of().parseHex(start);
        System.arraycopy(first, 0, header, 0, first.length);
        return header;
    }

    /** Draws of 64 bytes come out as given. */
    private static Entropy scripted(byte[]... draws) {
        Deque<byte[]> left = new ArrayDeque<>(List.of(draws));
        return new Entropy(new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] block) {
                for (int at = 0; at + 64 <= block.length && !left.isEmpty(); at += 64) {
                    System.arraycopy(left.remove(), 0, block, at, 64);
                }
            }
        });
    }
}
