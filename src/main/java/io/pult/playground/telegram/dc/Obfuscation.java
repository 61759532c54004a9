package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.Digest;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** obfuscated2 as the server sees it (core.telegram.org/mtproto/mtproto-transports, "Transport obfuscation"). */
final class Obfuscation {
    static final int HEADER = 64;

    private final Cipher in;
    private final Cipher out;
    private final int tag;
    private final int dc;
    private final boolean secret;

    /** @param secret of an MTProxy, 16 bytes */
    Obfuscation(byte[] header, byte @Nullable [] secret) {
        this.secret = secret != null;
        var reversed = new byte[48];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = header[55 - i];
        }
        in = cipher(Arrays.copyOfRange(header, 8, 56), secret);
        out = cipher(reversed, secret);
        byte[] plain = header.clone();
        apply(in, plain, 0, HEADER);
        tag = (int) Framing.INT.get(plain, 56);
        dc = (short) ((plain[60] & 0xff) | (plain[61] << 8));
    }

    int tag() {
        return tag;
    }

    /** The data centre that the client told its proxy. */
    int dc() {
        return dc;
    }

    /** Whether a proxy's secret is in its keys. */
    boolean secret() {
        return secret;
    }

    void received(byte[] bytes, int offset, int length) {
        apply(in, bytes, offset, length);
    }

    void sent(byte[] bytes, int offset, int length) {
        apply(out, bytes, offset, length);
    }

    private static Cipher cipher(byte[] keyAndIv, byte @Nullable [] secret) {
        byte[] key = Arrays.copyOf(keyAndIv, 32);
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(secret == null ? key : Digest.sha256(key, secret), "AES"),
                    new IvParameterSpec(keyAndIv, 32, 16));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES/CTR", e);
        }
    }

    private static void apply(Cipher cipher, byte[] bytes, int offset, int length) {
        try {
            cipher.update(bytes, offset, length, bytes, offset);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("CTR turns as many bytes into as many", e);
        }
    }
}
