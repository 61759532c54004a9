package io.pult.mtproto.crypto;

import java.util.Arrays;

/**
 * The key and the initial vector that protect the second half of a key exchange
 * (core.telegram.org/mtproto/auth_key, "Presenting proof of work; Server authentication").
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TmpKeys(byte[] key, byte[] iv) {
    /**
     * @param newNonce all 32 bytes of it, zeros in front included
     * @param serverNonce all 16 bytes of it
     */
    public static TmpKeys of(byte[] newNonce, byte[] serverNonce) {
        byte[] a = Digest.sha1(newNonce, serverNonce);
        byte[] b = Digest.sha1(serverNonce, newNonce);
        byte[] c = Digest.sha1(newNonce, newNonce);
        byte[] key = Arrays.copyOf(a, 32);
        System.arraycopy(b, 0, key, 20, 12);
        byte[] iv = Arrays.copyOf(Arrays.copyOfRange(b, 12, 20), 32);
        System.arraycopy(c, 0, iv, 8, 20);
        System.arraycopy(newNonce, 0, iv, 28, 4);
        return new TmpKeys(key, iv);
    }

    @Override
    public String toString() {
        return "TmpKeys[secret]";
    }
}
