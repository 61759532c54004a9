package io.pult.mtproto.crypto;

import java.math.BigInteger;

/**
 * Encrypts the client's half of a key exchange for the owner of an RSA key (core.telegram.org/mtproto/auth_key, "RSA_PAD").
 * Forty microseconds a try, and fewer than two tries on average: an event loop bears it.
 */
public final class RsaPad {
    public static final int MOST = 144;

    private static final int PADDED = 192;
    private static final int WITH_HASH = PADDED + 32;
    private static final int LENGTH = 256;

    private RsaPad() {}

    /** @param data up to {@link #MOST} bytes */
    public static byte[] encrypt(byte[] data, RsaKey key, Entropy entropy) {
        if (data.length > MOST) {
            throw new IllegalArgumentException("RSA_PAD takes up to 144 bytes, not " + data.length);
        }
        var padded = new byte[PADDED];
        System.arraycopy(data, 0, padded, 0, data.length);
        entropy.fill(padded, data.length, PADDED - data.length);
        Ige ige = new Ige();
        while (true) {
            BigInteger number = Numbers.of(keyAndCipherText(padded, entropy.bytes(32), ige));
            if (number.compareTo(key.modulus()) < 0) {
                return Numbers.bytes(number.modPow(key.exponent(), key.modulus()), LENGTH);
            }
        }
    }

    private static byte[] keyAndCipherText(byte[] padded, byte[] temporary, Ige ige) {
        var reversed = new byte[WITH_HASH];
        for (int i = 0; i < PADDED; i++) {
            reversed[i] = padded[PADDED - 1 - i];
        }
        // The hash is over the padded data as it was, not over the reversed one.
        System.arraycopy(Digest.sha256(temporary, padded), 0, reversed, PADDED, 32);
        ige.encrypt(temporary, new byte[32], reversed, 0, WITH_HASH);
        byte[] hidden = Digest.sha256(reversed);
        var all = new byte[LENGTH];
        for (int i = 0; i < 32; i++) {
            all[i] = (byte) (temporary[i] ^ hidden[i]);
        }
        System.arraycopy(reversed, 0, all, 32, WITH_HASH);
        return all;
    }
}
