package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SrpServerTest {
    private static final Properties VECTORS = vectors("message_and_srp");
    private static final SrpServer SERVER = SrpServer.of("123123", bytes("srp.salt1"), bytes("srp.salt2"));

    @Test
    void the_password_is_hashed_as_published() {
        assertThat(SrpServer.hashed("qwe123", bytes("ph2.salt1"), bytes("ph2.salt2")))
                .isEqualTo(bytes("ph2.x"));
    }

    @Test
    void the_prime_is_the_published_one() {
        assertThat(SrpServer.P.toString(16))
                .isEqualTo(vectors("rsa_keys").getProperty("dh_prime").strip());
    }

    /** The published proof is that of a client with a = 1; so the client's side in this test is held to it. */
    @Test
    void whoever_proves_the_password_as_published_is_let_in_and_nobody_else() throws Exception {
        byte[] salt1 = bytes("srp.salt1");
        byte[] salt2 = bytes("srp.salt2");
        byte[] three = padded(BigInteger.valueOf(3));
        byte[] x = SrpServer.hashed("123123", salt1, salt2);
        assertThat(proof(BigInteger.ONE, bytes("srp.B"), x)).isEqualTo(bytes("srp.M1"));

        BigInteger b = new BigInteger("123456789abcdef", 16).pow(30);
        byte[] right = proof(BigInteger.ONE, SERVER.shown(b), x);
        byte[] wrong = proof(BigInteger.ONE, SERVER.shown(b), new byte[] {1});

        assertThat(SERVER.accepts(b, three, right)).isTrue();
        assertThat(SERVER.accepts(b, three, wrong)).isFalse();
        assertThat(SERVER.accepts(b.add(BigInteger.ONE), three, right)).isFalse();
    }

    @Test
    void a_number_that_makes_the_secret_known_to_everybody_is_refused() throws Exception {
        BigInteger b = BigInteger.TEN.pow(300);
        byte[] zero = new byte[256];
        byte[] proof = proof(zero, new byte[256], SERVER.shown(b));

        assertThat(SERVER.accepts(b, zero, proof)).isFalse();
        assertThat(SERVER.accepts(b, padded(SrpServer.P), proof)).isFalse();
        assertThat(SERVER.accepts(b, new byte[3], proof)).isFalse();
    }

    private static byte[] proof(BigInteger a, byte[] shown, byte[] hashed) throws Exception {
        BigInteger g = BigInteger.valueOf(SrpServer.G);
        byte[] own = padded(g.modPow(a, SrpServer.P));
        BigInteger x = number(hashed);
        BigInteger k = number(sha256(padded(SrpServer.P), padded(g)));
        BigInteger u = number(sha256(own, shown));
        BigInteger base =
                number(shown).subtract(k.multiply(g.modPow(x, SrpServer.P))).mod(SrpServer.P);
        return proof(own, padded(base.modPow(a.add(u.multiply(x)), SrpServer.P)), shown);
    }

    private static byte[] proof(byte[] own, byte[] secret, byte[] shown) throws Exception {
        byte[] mixed = sha256(padded(SrpServer.P));
        byte[] ofG = sha256(padded(BigInteger.valueOf(SrpServer.G)));
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] ^= ofG[i];
        }
        return sha256(mixed, sha256(bytes("srp.salt1")), sha256(bytes("srp.salt2")), own, shown, sha256(secret));
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static byte[] padded(BigInteger number) {
        byte[] raw = number.toByteArray();
        byte[] bytes = new byte[256];
        byte[] digits = raw.length > 256 ? Arrays.copyOfRange(raw, raw.length - 256, raw.length) : raw;
        System.arraycopy(digits, 0, bytes, 256 - digits.length, digits.length);
        return bytes;
    }

    private static byte[] bytes(String name) {
        return HexFormat.of().parseHex(VECTORS.getProperty(name).strip());
    }

    private static Properties vectors(String file) {
        try (InputStream in = SrpServerTest.class.getResourceAsStream("/mtproto/" + file + ".properties")) {
            var properties = new Properties();
            properties.load(Objects.requireNonNull(in));
            return properties;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
