package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.tl.TlWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The RSA key by which clients know the data centre: 2,048 bits, its own. Immutable. */
public final class ServerKey {
    /** What stands before PKCS#1 in the X.509 form of any RSA key of 2,048 bits. */
    private static final int X509_HEADER = 24;

    private static final int BYTES = 256;

    private final RSAPrivateCrtKey key;
    private final PublicKey publicKey;

    private ServerKey(RSAPrivateCrtKey key) throws GeneralSecurityException {
        this.key = key;
        this.publicKey = describe(key);
    }

    /** A new one; takes some hundred milliseconds. */
    public static ServerKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BYTES * 8);
            return new ServerKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has RSA with 2,048 bits", e);
        }
    }

    /**
     * @param pem "BEGIN PRIVATE KEY", as {@code openssl genpkey} writes it
     * @throws IllegalArgumentException for what is not such a key of 2,048 bits
     */
    public static ServerKey fromPem(String pem) {
        try {
            String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
            var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            if (KeyFactory.getInstance("RSA").generatePrivate(spec) instanceof RSAPrivateCrtKey key
                    && key.getModulus().bitLength() == BYTES * 8) {
                return new ServerKey(key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an RSA key in PEM (PKCS#8, BEGIN PRIVATE KEY)", e);
        }
        throw new IllegalArgumentException("a data centre's RSA key has 2,048 bits");
    }

    /** What {@link #fromPem} reads: a secret, though one of a stand-in. */
    public String secretPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** @return 256 bytes, or none when the input is not below the modulus */
    byte[] decrypt(byte[] input) {
        var value = new BigInteger(1, input);
        if (input.length != BYTES || value.compareTo(key.getModulus()) >= 0) {
            return new byte[0];
        }
        BigInteger byP = value.modPow(key.getPrimeExponentP(), key.getPrimeP());
        BigInteger byQ = value.modPow(key.getPrimeExponentQ(), key.getPrimeQ());
        BigInteger h = byP.subtract(byQ).multiply(key.getCrtCoefficient()).mod(key.getPrimeP());
        return Numbers.unsigned(byQ.add(h.multiply(key.getPrimeQ())), BYTES);
    }

    private static PublicKey describe(RSAPrivateCrtKey key) throws GeneralSecurityException {
        var spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        byte[] x509 = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(x509, X509_HEADER, x509.length);
        var tl = new TlWriter();
        tl.bytes(Numbers.unsigned(key.getModulus(), BYTES));
        tl.bytes(Numbers.unsigned(key.getPublicExponent()));
        byte[] hash = Digest.sha1(tl.toByteArray());
        long fingerprint = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN).getLong(hash.length - 8);
        return new PublicKey(
                pem("RSA PUBLIC KEY", pkcs1),
                key.getModulus().toString(16),
                key.getPublicExponent().intValueExact(),
                fingerprint);
    }

    private static String pem(String name, byte[] der) {
        return "-----BEGIN " + name + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + name + "-----\n";
    }

    @Override
    public String toString() {
        return "ServerKey[fingerprint=%016x]".formatted(publicKey.fingerprint());
    }
}
