package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Digest;
import java.nio.ByteBuffer;

/** Keys that client and data centre both know without an exchange, for load. Everybody knows them: they protect nothing. */
public final class ScaleKeys {
    private static final byte[] SEED = {'p', 'u', 'l', 't', ' ', 's', 'c', 'a', 'l', 'e'};

    private ScaleKeys() {}

    /** Always the same for a number. */
    public static AuthKey key(int number) {
        var value = new byte[AuthKey.LENGTH];
        for (int part = 0; part < value.length / 32; part++) {
            byte[] which = ByteBuffer.allocate(8).putInt(number).putInt(part).array();
            System.arraycopy(Digest.sha256(SEED, which), 0, value, part * 32, 32);
        }
        return AuthKey.of(value);
    }

    /** The keys 0 to {@code count - 1}, put where a data centre looks for them. */
    public static void putInto(AuthKeys keys, int count) {
        for (int number = 0; number < count; number++) {
            keys.put(key(number));
        }
    }
}
