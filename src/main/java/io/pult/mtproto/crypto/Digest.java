package io.pult.mtproto.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of what lies in several arrays one after another. */
public final class Digest {
    private Digest() {}

    public static byte[] sha1(byte[]... parts) {
        return of("SHA-1", parts);
    }

    public static byte[] sha256(byte[]... parts) {
        return of("SHA-256", parts);
    }

    private static byte[] of(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
