package io.pult.mtproto.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.MessageCipher.Writer;
import io.pult.mtproto.tl.TlReader;
import io.pult.support.Chance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class MessageCipherTest {
    private static final long SESSION = 0xBEEFFEEDFEEDBEEFL;

    private final Vectors vectors = new Vectors("message_and_srp");
    private final MessageCipher cipher = new MessageCipher();
    private final AuthKey key = AuthKey.of(repeated());
    private final Chance chance = new Chance();

    @Test
    void a_packet_whose_message_key_is_wrong_is_not_decrypted() {
        byte[] packet = vectors.bytes("decrypt.bad_msg_key");
        assertThat(cipher.decrypt(key, Writer.SERVER, packet, 0, packet.length)).isFalse();
    }

    @Test
    void a_packet_of_another_key_or_of_the_other_direction_or_of_half_a_block_is_not_decrypted() {
        byte[] other = repeated();
        other[200] ^= 1;
        byte[] packet = vectors.bytes("decrypt.packet");
        assertThat(cipher.decrypt(AuthKey.of(other), Writer.SERVER, packet.clone(), 0, packet.length))
                .isFalse();
        assertThat(cipher.decrypt(key, Writer.CLIENT, packet.clone(), 0, packet.length))
                .isFalse();
        assertThat(cipher.decrypt(key, Writer.SERVER, packet.clone(), 0, packet.length - 8))
                .isFalse();
        assertThat(cipher.decrypt(key, Writer.SERVER, packet.clone(), 0, MessageCipher.HEADER))
                .isFalse();
    }

    @Test
    void no_packet_with_one_bit_changed_is_decrypted() {
        chance.check(300, () -> {
            byte[] packet = vectors.bytes("decrypt.packet");
            packet[chance.between(0, packet.length - 1)] ^= (byte) (1 << chance.between(0, 7));
            assertThat(cipher.decrypt(key, Writer.SERVER, packet, 0, packet.length))
                    .isFalse();
        });
    }

    @Test
    void the_published_packet_is_decrypted() {
        byte[] packet = vectors.bytes("decrypt.packet");
        assertThat(cipher.decrypt(key, Writer.SERVER, packet, 0, packet.length)).isTrue();
        TlReader plain = new TlReader().over(packet, MessageCipher.HEADER, packet.length - MessageCipher.HEADER);
        plain.int64();
        assertThat(plain.int64()).isEqualTo(SESSION);
        assertThat(plain.int64()).isEqualTo(0x1234BEEFBEEF1234L);
        assertThat(plain.int32()).isEqualTo(777);
        assertThat(plain.int32()).isEqualTo(16);
        assertThat(new String(plain.raw(16), StandardCharsets.US_ASCII)).isEqualTo("hello, world!!!!");
    }

    @Test
    void the_published_packets_that_are_well_encrypted_but_wrong_inside_are_decrypted_and_left_to_the_session() {
        for (String name : new String[] {"bad_session", "len_too_long", "len_unaligned", "bad_padding"}) {
            byte[] packet = vectors.bytes("decrypt." + name);
            assertThat(cipher.decrypt(key, Writer.SERVER, packet, 0, packet.length))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void keys_and_vectors_of_both_directions_are_the_published_ones() {
        // A packet of zeros, whose message key is given: what it decrypts to tells key and vector.
        for (Writer writer : Writer.values()) {
            String side = writer.name().toLowerCase(Locale.ROOT);
            byte[] packet = new byte[MessageCipher.HEADER + 32];
            System.arraycopy(vectors.bytes("auth_key_id_le_bytes"), 0, packet, 0, 8);
            System.arraycopy(vectors.bytes("kdf2.msg_key"), 0, packet, 8, 16);
            cipher.decrypt(key, writer, packet, 0, packet.length);
            byte[] expected = new byte[32];
            new Ige()
                    .decrypt(
                            vectors.bytes("kdf2." + side + ".key"),
                            vectors.bytes("kdf2." + side + ".iv"),
                            expected,
                            0,
                            32);
            assertThat(Arrays.copyOfRange(packet, MessageCipher.HEADER, packet.length))
                    .as(side)
                    .isEqualTo(expected);
        }
    }

    @Test
    void what_one_side_writes_the_other_reads_wherever_it_lies_in_the_array() {
        chance.check(300, () -> {
            Writer writer = chance.of(Writer.values());
            int offset = chance.between(0, 30);
            int length = 16 * chance.between(3, 80);
            byte[] packet = new byte[offset + MessageCipher.HEADER + length + 5];
            for (int i = 0; i < length; i++) {
                packet[offset + MessageCipher.HEADER + i] = (byte) chance.between(0, 255);
            }
            byte[] plain = Arrays.copyOfRange(packet, offset + 24, offset + 24 + length);
            cipher.encrypt(key, writer, packet, offset, length);
            assertThat(Arrays.copyOfRange(packet, offset, offset + 8)).isEqualTo(vectors.bytes("auth_key_id_le_bytes"));
            assertThat(Arrays.copyOfRange(packet, offset + 24, offset + 24 + length))
                    .isNotEqualTo(plain);
            assertThat(cipher.decrypt(key, writer, packet, offset, 24 + length)).isTrue();
            assertThat(Arrays.copyOfRange(packet, offset + 24, offset + 24 + length))
                    .isEqualTo(plain);
        });
    }

    @Test
    void a_quick_acknowledgement_is_the_beginning_of_the_hash_with_its_highest_bit_set() throws Exception {
        byte[] plain = new byte[48];
        Arrays.fill(plain, (byte) 7);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(key.secret(), 88, 32);
        byte[] hash = sha256.digest(plain);
        int expected = new TlReader(hash).int32() | 0x80000000;
        assertThat(cipher.quickAck(key, plain, 0, plain.length)).isEqualTo(expected);
    }

    @Test
    void a_key_whose_text_is_shown_is_not_given_away() {
        assertThat(key.toString()).isEqualTo("AuthKey[id=%016x]".formatted(key.id()));
        assertThat(key.id()).isEqualTo(new TlReader(vectors.bytes("auth_key_id_le_bytes")).int64());
    }

    /** Eight times the same 32 bytes, as the source of the vectors has it. */
    private byte[] repeated() {
        return HexFormat.of().parseHex(vectors.text("auth_key_repeat8").repeat(8));
    }
}
