package io.pult.mtproto.transport;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of obfuscated2, step by step as the documentation has it: counter mode is made of single blocks here, and the
 * keys are cut out of the header.
 */
final class PlainObfuscation {
    private final Stream toServer;
    private final Stream toClient;
    final byte[] opened;

    PlainObfuscation(byte[] header, byte @Nullable [] secret) {
        byte[] reversed = new byte[64];
        for (int i = 0; i < 64; i++) {
            reversed[i] = header[63 - i];
        }
        toServer = new Stream(key(Arrays.copyOfRange(header, 8, 40), secret), Arrays.copyOfRange(header, 40, 56));
        toClient = new Stream(key(Arrays.copyOfRange(reversed, 8, 40), secret), Arrays.copyOfRange(reversed, 40, 56));
        opened = toServer.apply(header);
    }

    byte[] fromClient(byte[] bytes) {
        return toServer.apply(bytes);
    }

    byte[] forClient(byte[] bytes) {
        return toClient.apply(bytes);
    }

    private static byte[] key(byte[] bytes, byte @Nullable [] secret) {
        if (secret == null) {
            return bytes;
        }
        try {
            byte[] both = Arrays.copyOf(bytes, bytes.length + secret.length);
            System.arraycopy(secret, 0, both, bytes.length, secret.length);
            return MessageDigest.getInstance("SHA-256").digest(both);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** One direction: block i of the key stream is the encrypted number iv + i. */
    private static final class Stream {
        private static final BigInteger ALL = BigInteger.TWO.pow(128);

        private final Cipher aes;
        private BigInteger counter;
        private byte[] block = {};
        private int used;

        Stream(byte[] key, byte[] iv) {
            try {
                aes = Cipher.getInstance("AES/ECB/NoPadding");
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
            counter = new BigInteger(1, iv);
        }

        byte[] apply(byte[] bytes) {
            byte[] result = bytes.clone();
            for (int i = 0; i < result.length; i++) {
                if (used == block.length) {
                    block = next();
                    used = 0;
                }
                result[i] ^= block[used++];
            }
            return result;
        }

        private byte[] next() {
            byte[] number = counter.toByteArray();
            byte[] plain = new byte[16];
            int kept = Math.min(16, number.length);
            System.arraycopy(number, number.length - kept, plain, 16 - kept, kept);
            counter = counter.add(BigInteger.ONE).mod(ALL);
            try {
                return aes.doFinal(plain);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
