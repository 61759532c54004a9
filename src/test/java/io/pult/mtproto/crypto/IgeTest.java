package io.pult.mtproto.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.support.Chance;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class IgeTest {
    private final Vectors vectors = new Vectors("message_and_srp");
    private final Chance chance = new Chance();
    private final Ige ige = new Ige();

    @Test
    void half_a_block_is_refused() {
        assertThatThrownBy(() -> ige.encrypt(new byte[32], new byte[32], new byte[24], 0, 24))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("IGE works on whole blocks of 16 bytes, not on 24");
    }

    @Test
    void the_published_plain_text_becomes_the_published_cipher_text_and_back() {
        byte[] data = vectors.bytes("ige.plain");
        ige.encrypt(vectors.bytes("ige.key"), vectors.bytes("ige.iv"), data, 0, data.length);
        assertThat(data).isEqualTo(vectors.bytes("ige.cipher"));
        ige.decrypt(vectors.bytes("ige.key"), vectors.bytes("ige.iv"), data, 0, data.length);
        assertThat(data).isEqualTo(vectors.bytes("ige.plain"));
    }

    @Test
    void it_is_what_its_definition_says_and_touches_nothing_around() {
        chance.check(200, () -> {
            byte[] key = exactly(32);
            byte[] iv = exactly(32);
            int length = 16 * chance.between(0, 20);
            int offset = chance.between(0, 9);
            byte[] data = exactly(offset + length + chance.between(0, 9));
            byte[] before = data.clone();
            byte[] ivBefore = iv.clone();
            ige.encrypt(key, iv, data, offset, length);
            byte[] expected = before.clone();
            byte[] encrypted = byDefinition(key, iv, Arrays.copyOfRange(before, offset, offset + length));
            System.arraycopy(encrypted, 0, expected, offset, length);
            assertThat(data).isEqualTo(expected);
            ige.decrypt(key, iv, data, offset, length);
            assertThat(data).isEqualTo(before);
            assertThat(iv).isEqualTo(ivBefore);
        });
    }

    /** c(i) = E(p(i) xor c(i-1)) xor p(i-1), word for word. */
    private static byte[] byDefinition(byte[] key, byte[] iv, byte[] plain) {
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] result = new byte[plain.length];
            byte[] lastCipher = Arrays.copyOf(iv, 16);
            byte[] lastPlain = Arrays.copyOfRange(iv, 16, 32);
            for (int at = 0; at < plain.length; at += 16) {
                byte[] block = Arrays.copyOfRange(plain, at, at + 16);
                byte[] cipher = xor(aes.doFinal(xor(block, lastCipher)), lastPlain);
                System.arraycopy(cipher, 0, result, at, 16);
                lastCipher = cipher;
                lastPlain = block;
            }
            return result;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[16];
        for (int i = 0; i < 16; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    private byte[] exactly(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) chance.between(0, 255);
        }
        return bytes;
    }
}
