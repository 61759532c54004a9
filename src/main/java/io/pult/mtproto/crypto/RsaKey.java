package io.pult.mtproto.crypto;

import io.pult.mtproto.tl.TlWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data centre's public key.
 *
 * @param modulus of 2,048 bits
 * @param fingerprint the low 64 bits of the SHA-1 of both numbers as TL writes them (core.telegram.org/mtproto/auth_key,
 *     "Proof of work")
 */
public record RsaKey(BigInteger modulus, BigInteger exponent, long fingerprint) {
    private static final int BITS = 2_048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PUBLIC KEY-----");
    // SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING { … } } with both lengths left open.
    private static final byte[] SPKI = HexFormat.of().parseHex("30820000300d06092a864886f70d01010105000382000000");
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** @throws IllegalArgumentException for other numbers than those of an RSA key of 2,048 bits */
    public static RsaKey of(BigInteger modulus, BigInteger exponent) {
        if (modulus.bitLength() != BITS || !modulus.testBit(0)) {
            throw new IllegalArgumentException("a data centre's RSA key has 2048 bits, not " + modulus.bitLength());
        }
        if (exponent.compareTo(BigInteger.TWO) <= 0 || !exponent.testBit(0) || exponent.bitLength() > 32) {
            throw new IllegalArgumentException("an RSA key's exponent is an odd number from 3 to 2^32");
        }
        TlWriter tl = new TlWriter(288);
        tl.bytes(unsigned(modulus));
        tl.bytes(unsigned(exponent));
        return new RsaKey(modulus, exponent, (long) LONG.get(Digest.sha1(tl.toByteArray()), 12));
    }

    /**
     * @param pem of PKCS#1, "BEGIN RSA PUBLIC KEY", or of SPKI, "BEGIN PUBLIC KEY"
     * @throws IllegalArgumentException for another text or another key
     */
    public static RsaKey pem(String pem) {
        Matcher found = PEM.matcher(pem);
        if (!found.find()) {
            throw new IllegalArgumentException("this is no public key in PEM");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(2));
            RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(found.group(1) == null ? der : spki(der)));
            return of(key.getModulus(), key.getPublicExponent());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this PEM has no RSA key of 2048 bits in it", e);
        }
    }

    /** What the JDK reads, around what it does not. */
    private static byte[] spki(byte[] pkcs1) {
        ByteBuffer spki =
                ByteBuffer.allocate(SPKI.length + pkcs1.length).put(SPKI).put(pkcs1);
        spki.putShort(2, (short) (SPKI.length - 4 + pkcs1.length));
        spki.putShort(21, (short) (1 + pkcs1.length));
        return spki.array();
    }

    /** In hexadecimal digits, as keys are named in lists. */
    public String name() {
        return "%016x".formatted(fingerprint);
    }

    private static byte[] unsigned(BigInteger number) {
        return Numbers.bytes(number, (number.bitLength() + 7) / 8);
    }
}
