package io.pult.mtproto.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a password is known without sending it: the client's side of SRP-2048 as
 * passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow defines it (core.telegram.org/api/srp). Takes some 80 ms: not
 * on an event loop.
 */
public final class Srp {
    private static final int ITERATIONS = 100_000;
    private static final int LENGTH = DhGroup.LENGTH;

    private Srp() {}

    /**
     * For inputCheckPasswordSRP.
     *
     * @param a our public number, 256 bytes
     * @param m1 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Proof(byte[] a, byte[] m1) {}

    /**
     * @param password is overwritten, whatever comes of it
     * @param p the highest byte first
     * @param srpB the server's number; good for one proof within some minutes
     * @param random 256 random bytes
     * @throws CryptoFailure when what the server gave is not safe to use
     */
    public static Proof proof(
            char[] password, byte[] salt1, byte[] salt2, int g, byte[] p, byte[] srpB, byte[] random) {
        try {
            DhGroup group = DhGroup.of(g, p);
            BigInteger ours = Numbers.of(group.publish(random));
            return answer(group, password, salt1, salt2, srpB, Numbers.of(random), ours);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** With the letters of the document: random is a, ours is g_a, theirs is g_b. */
    static Proof answer(
            DhGroup group,
            char[] password,
            byte[] salt1,
            byte[] salt2,
            byte[] srpB,
            BigInteger random,
            BigInteger ours) {
        BigInteger prime = group.prime();
        BigInteger theirs = group.element(srpB);
        byte[] p = Numbers.bytes(prime, LENGTH);
        byte[] g = Numbers.bytes(group.generator(), LENGTH);
        byte[] a = Numbers.bytes(ours, LENGTH);
        byte[] b = Numbers.bytes(theirs, LENGTH);
        BigInteger u = Numbers.of(Digest.sha256(a, b));
        if (u.signum() == 0) {
            throw new CryptoFailure("the server's number and ours give a u of 0");
        }
        BigInteger x = Numbers.of(secondHash(password, salt1, salt2));
        BigInteger k = Numbers.of(Digest.sha256(p, g));
        BigInteger verifier = group.generator().modPow(x, prime);
        BigInteger base = theirs.subtract(k.multiply(verifier)).mod(prime);
        byte[] shared = Numbers.bytes(base.modPow(random.add(u.multiply(x)), prime), LENGTH);
        byte[] both = xor(Digest.sha256(p), Digest.sha256(g));
        byte[] m1 = Digest.sha256(both, Digest.sha256(salt1), Digest.sha256(salt2), a, b, Digest.sha256(shared));
        return new Proof(a, m1);
    }

    /** PH2, the private x. */
    static byte[] secondHash(char[] password, byte[] salt1, byte[] salt2) {
        byte[] utf8 = utf8(password);
        byte[] first = salted(salted(utf8, salt1), salt2);
        byte[] slow = slow(first, salt1);
        byte[] x = salted(slow, salt2);
        for (byte[] secret : new byte[][] {utf8, first, slow}) {
            Arrays.fill(secret, (byte) 0);
        }
        return x;
    }

    private static byte[] salted(byte[] data, byte[] salt) {
        return Digest.sha256(salt, data, salt);
    }

    /** PBKDF2 with HMAC-SHA512, one block of it. The JDK's own takes a password of characters, and this one is of bytes. */
    static byte[] slow(byte[] password, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(password, "HmacSHA512"));
            mac.update(salt);
            mac.update(new byte[] {0, 0, 0, 1});
            byte[] last = mac.doFinal();
            byte[] sum = last.clone();
            for (int i = 1; i < ITERATIONS; i++) {
                mac.update(last);
                mac.doFinal(last, 0);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] ^= last[j];
                }
            }
            return sum;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA512", e);
        }
    }

    private static byte[] utf8(char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.clear();
        encoded.put(new byte[encoded.remaining()]);
        return bytes;
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = one.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other[i];
        }
        return result;
    }
}
