package io.pult.mtproto.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in the mode IGE, in place: c(i) = E(p(i) xor c(i-1)) xor p(i-1), where the initial vector is c(0) and p(0). Built of
 * the JDK's ECB block by block, as no provider has IGE. Confined to one thread.
 */
public final class Ige {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 16;

    private final Cipher encryption = ecb();
    private final Cipher decryption = ecb();
    // Two arrays: the JDK copies its input when it is the output, which halves the speed.
    private final byte[] from = new byte[BLOCK];
    private final byte[] to = new byte[BLOCK];

    /**
     * @param key 32 bytes
     * @param iv 32 bytes; left as they are
     * @param length a multiple of 16
     */
    public void encrypt(byte[] key, byte[] iv, byte[] data, int offset, int length) {
        run(Cipher.ENCRYPT_MODE, encryption, key, iv, 0, BLOCK, data, offset, length);
    }

    /** The inverse of {@link #encrypt}. */
    public void decrypt(byte[] key, byte[] iv, byte[] data, int offset, int length) {
        run(Cipher.DECRYPT_MODE, decryption, key, iv, BLOCK, 0, data, offset, length);
    }

    // In either direction: out(i) = C(in(i) xor out(i-1)) xor in(i-1).
    private void run(
            int mode,
            Cipher cipher,
            byte[] key,
            byte[] iv,
            int lastOut,
            int lastIn,
            byte[] data,
            int offset,
            int length) {
        if (length % BLOCK != 0) {
            throw new IllegalArgumentException("IGE works on whole blocks of 16 bytes, not on " + length);
        }
        try {
            cipher.init(mode, new SecretKeySpec(key, "AES"));
            long outLow = (long) LONG.get(iv, lastOut);
            long outHigh = (long) LONG.get(iv, lastOut + 8);
            long inLow = (long) LONG.get(iv, lastIn);
            long inHigh = (long) LONG.get(iv, lastIn + 8);
            for (int at = offset; at < offset + length; at += BLOCK) {
                long low = (long) LONG.get(data, at);
                long high = (long) LONG.get(data, at + 8);
                LONG.set(from, 0, low ^ outLow);
                LONG.set(from, 8, high ^ outHigh);
                cipher.update(from, 0, BLOCK, to, 0);
                outLow = (long) LONG.get(to, 0) ^ inLow;
                outHigh = (long) LONG.get(to, 8) ^ inHigh;
                LONG.set(data, at, outLow);
                LONG.set(data, at + 8, outHigh);
                inLow = low;
                inHigh = high;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES with this key is refused", e);
        }
    }

    private static Cipher ecb() {
        try {
            return Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES/ECB", e);
        }
    }
}
