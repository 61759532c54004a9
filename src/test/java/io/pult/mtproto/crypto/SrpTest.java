package io.pult.mtproto.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

final class SrpTest {
    private static final byte[] PRIME = new Vectors("rsa_keys").bytes("dh_prime");

    private final Vectors vectors = new Vectors("message_and_srp");

    @Test
    void the_password_is_overwritten_also_when_the_server_s_numbers_are_refused() {
        char[] password = "123123".toCharArray();
        assertThatThrownBy(() -> proof(password, 5, PRIME, vectors.bytes("srp.B"), Numbers.bytes(BigInteger.TEN, 256)))
                .isInstanceOf(CryptoFailure.class)
                .hasMessage("the server's generator 5 does not fit its prime");
        assertThat(password).containsOnly('\0');
    }

    @Test
    void numbers_of_the_server_that_are_not_safe_are_refused() {
        byte[] random = new Entropy().bytes(256);
        byte[] one = Numbers.bytes(BigInteger.ONE, 256);
        byte[] zero = new byte[256];
        for (byte[] wrong : new byte[][] {zero, one, PRIME, Numbers.bytes(BigInteger.TWO.pow(1983), 256)}) {
            assertThatThrownBy(() -> proof("x".toCharArray(), 3, PRIME, wrong, random))
                    .isInstanceOf(CryptoFailure.class);
        }
        byte[] notPrime = Numbers.bytes(OtherPrimes.COMPOSITE, 256);
        assertThatThrownBy(() -> proof("x".toCharArray(), 2, notPrime, vectors.bytes("srp.B"), random))
                .hasMessage("the server's prime is not a safe prime");
    }

    @Test
    void the_published_password_has_the_published_hash() {
        byte[] x = Srp.secondHash("qwe123".toCharArray(), vectors.bytes("ph2.salt1"), vectors.bytes("ph2.salt2"));
        assertThat(x).isEqualTo(vectors.bytes("ph2.x"));
    }

    /** The published proof is for a = 1, which our own checks forbid; a test of its arithmetic alone is below. */
    @Test
    void a_number_of_ours_that_is_too_small_is_refused_too() {
        byte[] a = Numbers.bytes(BigInteger.ONE, 256);
        assertThatThrownBy(() -> proof("123123".toCharArray(), 3, PRIME, vectors.bytes("srp.B"), a))
                .hasMessage("our own number is too close to 1 or to the prime");
    }

    @Test
    void the_published_proof_is_reproduced() {
        DhGroup group = DhGroup.of(3, PRIME);
        Srp.Proof proof = Srp.answer(
                group,
                "123123".toCharArray(),
                vectors.bytes("srp.salt1"),
                vectors.bytes("srp.salt2"),
                vectors.bytes("srp.B"),
                BigInteger.ONE,
                BigInteger.valueOf(Long.parseLong(vectors.text("srp.A.is"))));
        assertThat(proof.m1()).isEqualTo(vectors.bytes("srp.M1"));
        assertThat(new BigInteger(1, proof.a())).isEqualTo(3);
    }

    /** The server's half of SRP, written from the document. */
    @Test
    void a_server_that_knows_the_verifier_comes_to_the_same_proof() throws Exception {
        BigInteger p = new BigInteger(1, PRIME);
        BigInteger g = BigInteger.valueOf(3);
        byte[] salt1 = vectors.bytes("srp.salt1");
        byte[] salt2 = vectors.bytes("srp.salt2");
        String password = "пароль ☕ 123";
        BigInteger x = new BigInteger(1, Srp.secondHash(password.toCharArray(), salt1, salt2));
        BigInteger v = g.modPow(x, p);
        BigInteger k = number(PRIME, bytes(g));
        var entropy = new Entropy();
        BigInteger b = new BigInteger(1, entropy.bytes(256));
        BigInteger gb = k.multiply(v).add(g.modPow(b, p)).mod(p);
        Srp.Proof proof = proof(password.toCharArray(), 3, PRIME, bytes(gb), entropy.bytes(256));
        BigInteger ga = new BigInteger(1, proof.a());
        BigInteger u = number(proof.a(), bytes(gb));
        byte[] key = hash(bytes(ga.multiply(v.modPow(u, p)).modPow(b, p)));
        byte[] mixed = hash(PRIME);
        byte[] ofG = hash(bytes(g));
        for (int i = 0; i < 32; i++) {
            mixed[i] ^= ofG[i];
        }
        assertThat(proof.m1()).isEqualTo(hash(mixed, hash(salt1), hash(salt2), proof.a(), bytes(gb), key));
    }

    /** By the JDK's own PBKDF2, on a password whose first hash happens to be what it takes: ASCII. */
    @Test
    void the_slow_hash_is_pbkdf2() throws Exception {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] expected = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec("abc".toCharArray(), salt, 100_000, 512))
                .getEncoded();
        assertThat(Srp.slow("abc".getBytes(StandardCharsets.US_ASCII), salt)).isEqualTo(expected);
    }

    private Srp.Proof proof(char[] password, int g, byte[] p, byte[] srpB, byte[] random) {
        return Srp.proof(password, vectors.bytes("srp.salt1"), vectors.bytes("srp.salt2"), g, p, srpB, random);
    }

    private static BigInteger number(byte[]... parts) throws Exception {
        return new BigInteger(1, hash(parts));
    }

    private static byte[] hash(byte[]... parts) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    private static byte[] bytes(BigInteger number) {
        return Numbers.bytes(number, 256);
    }
}
