package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Ige;
import java.util.Arrays;

/** Opens what clients encrypt with RSA_PAD (core.telegram.org/mtproto/auth_key, "4.1"). */
final class RsaPad {
    private static final int KEY = 32;
    private static final int DATA = 192;

    private RsaPad() {}

    /** @return the data with its random padding, 192 bytes */
    static byte[] open(ServerKey key, byte[] encrypted) throws BadFrame {
        byte[] packed = key.decrypt(encrypted);
        if (packed.length == 0) {
            throw new BadFrame(-404, "RSA_PAD: not a number of 256 bytes below the modulus");
        }
        byte[] inner = Arrays.copyOfRange(packed, KEY, packed.length);
        byte[] temporaryKey = Digest.sha256(inner);
        for (int i = 0; i < KEY; i++) {
            temporaryKey[i] ^= packed[i];
        }
        new Ige().decrypt(temporaryKey, new byte[32], inner, 0, inner.length);
        var data = new byte[DATA];
        for (int i = 0; i < DATA; i++) {
            data[i] = inner[DATA - 1 - i];
        }
        byte[] hash = Arrays.copyOfRange(inner, DATA, inner.length);
        if (!Arrays.equals(hash, Digest.sha256(temporaryKey, data))) {
            throw new BadFrame(-404, "RSA_PAD: the hash is wrong");
        }
        return data;
    }
}
