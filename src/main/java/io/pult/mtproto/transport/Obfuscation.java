package io.pult.mtproto.transport;

import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Entropy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * "obfuscated2": AES-256-CTR over everything, with keys that the client's first 64 bytes give away
 * (core.telegram.org/mtproto/mtproto-transports, "Transport obfuscation").
 */
final class Obfuscation {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 64;

    // Beginnings that a server would take for something else: HEAD, POST, GET, OPTI(ONS), other framings, TLS.
    private static final Set<Integer> TAKEN =
            Set.of(0x44414548, 0x54534f50, 0x20544547, 0x4954504f, 0xdddddddd, 0xeeeeeeee, 0x02010316);

    private final byte[] header;
    private final Cipher outbound;
    private final Cipher inbound;

    private Obfuscation(byte[] header, Cipher outbound, Cipher inbound) {
        this.header = header;
        this.outbound = outbound;
        this.inbound = inbound;
    }

    /** @param proxySecret 16 bytes, when the connection goes to an MTProxy */
    static Obfuscation draw(Entropy entropy, Framing framing, int dc, byte @Nullable [] proxySecret) {
        byte[] header = entropy.bytes(HEADER);
        while ((header[0] & 0xff) == 0xef
                || TAKEN.contains((int) INT.get(header, 0))
                || (int) INT.get(header, 4) == 0) {
            entropy.fill(header, 0, HEADER);
        }
        INT.set(header, 56, framing.tag());
        SHORT.set(header, 60, (short) dc);
        try {
            var reversed = new byte[48];
            for (int i = 0; i < reversed.length; i++) {
                reversed[i] = header[55 - i];
            }
            Cipher outbound = cipher(Arrays.copyOfRange(header, 8, 56), proxySecret);
            Cipher inbound = cipher(reversed, proxySecret);
            // The server reads the tag out of the stream that starts with these very bytes.
            byte[] encrypted = outbound.update(header);
            System.arraycopy(encrypted, 56, header, 56, 8);
            return new Obfuscation(header, outbound, inbound);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES/CTR and SHA-256", e);
        }
    }

    /** What opens the connection, as it is sent. */
    byte[] header() {
        return header;
    }

    void encrypt(byte[] bytes, int offset, int length) {
        run(outbound, bytes, offset, length);
    }

    void decrypt(byte[] bytes, int offset, int length) {
        run(inbound, bytes, offset, length);
    }

    private static void run(Cipher cipher, byte[] bytes, int offset, int length) {
        try {
            cipher.update(bytes, offset, length, bytes, offset);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a stream cipher gives as many bytes as it takes", e);
        }
    }

    private static Cipher cipher(byte[] keyAndIv, byte @Nullable [] proxySecret) throws GeneralSecurityException {
        byte[] key = Arrays.copyOf(keyAndIv, 32);
        if (proxySecret != null) {
            key = Digest.sha256(key, proxySecret);
        }
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        // CTR is its own inverse: either mode does for either direction.
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(keyAndIv, 32, 16));
        return cipher;
    }
}
