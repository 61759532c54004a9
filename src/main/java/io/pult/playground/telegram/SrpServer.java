package io.pult.playground.telegram;

import io.pult.mtproto.crypto.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The side of SRP-2048 that knows no password, only what can check one (core.telegram.org/api/srp). Written apart from the
 * client's: each is the check of the other.
 */
final class SrpServer {
    static final int G = 3;

    /** The safe prime of 2,048 bits that Telegram uses. */
    static final BigInteger P = new BigInteger("""
            c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db\
            fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64\
            2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41\
            0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4\
            e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf\
            6f4fadf034b10403119cd8e3b92fcc5b""", 16);

    private static final BigInteger GENERATOR = BigInteger.valueOf(G);
    private static final int ROUNDS = 100_000;

    private final byte[] salt1;
    private final byte[] salt2;
    private final BigInteger verifier;

    private SrpServer(byte[] salt1, byte[] salt2, BigInteger verifier) {
        this.salt1 = salt1;
        this.salt2 = salt2;
        this.verifier = verifier;
    }

    /** Takes about a tenth of a second. */
    static SrpServer of(String password, byte[] salt1, byte[] salt2) {
        BigInteger x = new BigInteger(1, hashed(password, salt1, salt2));
        return new SrpServer(salt1, salt2, GENERATOR.modPow(x, P));
    }

    byte[] salt1() {
        return salt1.clone();
    }

    byte[] salt2() {
        return salt2.clone();
    }

    /** What the server shows: B = k·v + g^b. */
    byte[] shown(BigInteger b) {
        BigInteger k = number(Digest.sha256(bytes(P), bytes(GENERATOR)));
        return bytes(k.multiply(verifier).add(GENERATOR.modPow(b, P)).mod(P));
    }

    /**
     * @param b what {@link #shown} was made with
     * @param a what the client showed, 256 bytes
     * @return whether the client knows the password
     */
    boolean accepts(BigInteger b, byte[] a, byte[] proof) {
        BigInteger shownByClient = number(a);
        if (a.length != 256 || shownByClient.mod(P).signum() == 0) {
            return false;
        }
        byte[] shown = shown(b);
        BigInteger u = number(Digest.sha256(a, shown));
        BigInteger secret = shownByClient.multiply(verifier.modPow(u, P)).mod(P).modPow(b, P);
        byte[] mixed = Digest.sha256(bytes(P));
        byte[] ofG = Digest.sha256(bytes(GENERATOR));
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] ^= ofG[i];
        }
        byte[] expected = Digest.sha256(
                mixed, Digest.sha256(salt1), Digest.sha256(salt2), a, shown, Digest.sha256(bytes(secret)));
        return MessageDigest.isEqual(expected, proof);
    }

    /** PH2, of which the exponent is made. */
    static byte[] hashed(String password, byte[] salt1, byte[] salt2) {
        byte[] first = salted(salted(password.getBytes(StandardCharsets.UTF_8), salt1), salt2);
        return salted(stretched(first, salt1), salt2);
    }

    private static byte[] salted(byte[] data, byte[] salt) {
        return Digest.sha256(salt, data, salt);
    }

    /** PBKDF2 with HMAC-SHA512, one block; the JDK's takes no binary password. */
    private static byte[] stretched(byte[] password, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(password, "HmacSHA512"));
            mac.update(salt);
            byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] block = round.clone();
            for (int i = 1; i < ROUNDS; i++) {
                round = mac.doFinal(round);
                for (int j = 0; j < block.length; j++) {
                    block[j] ^= round[j];
                }
            }
            return block;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA512", e);
        }
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    /** 256 bytes, the most significant first. */
    private static byte[] bytes(BigInteger number) {
        byte[] raw = number.toByteArray();
        byte[] padded = new byte[256];
        byte[] digits = raw[0] == 0 ? Arrays.copyOfRange(raw, 1, raw.length) : raw;
        System.arraycopy(digits, 0, padded, 256 - digits.length, digits.length);
        return padded;
    }
}
