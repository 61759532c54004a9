package io.pult.playground.telegram.dc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of the parts one after the other. */
final class Digests {
    private Digests() {}

    static byte[] sha1(byte[]... parts) {
        return hash("SHA-1", parts);
    }

    static byte[] sha256(byte[]... parts) {
        return hash("SHA-256", parts);
    }

    private static byte[] hash(String algorithm, byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
