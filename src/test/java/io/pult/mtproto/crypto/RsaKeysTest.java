package io.pult.mtproto.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RsaKeysTest {
    private static final KeyPair PAIR = pair(2048);
    private static final RSAPublicKey PUBLIC = (RSAPublicKey) PAIR.getPublic();
    private static final RsaKey KEY = RsaKey.of(PUBLIC.getModulus(), PUBLIC.getPublicExponent());

    @Test
    void a_key_of_another_size_is_refused() {
        RSAPublicKey small = (RSAPublicKey) pair(1024).getPublic();
        assertThatThrownBy(() -> RsaKey.of(small.getModulus(), small.getPublicExponent()))
                .hasMessage("a data centre's RSA key has 2048 bits, not 1024");
        assertThatThrownBy(() -> RsaKey.pem(pem("PUBLIC KEY", small.getEncoded())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RsaKey.of(PUBLIC.getModulus(), BigInteger.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_that_is_no_public_key_is_refused() {
        for (String text : List.of(
                "",
                "PUBLIC KEY",
                pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()),
                pem("PUBLIC KEY", new byte[] {1, 2, 3}),
                pem("RSA PUBLIC KEY", PUBLIC.getEncoded()))) {
            assertThatThrownBy(() -> RsaKey.pem(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_key_is_read_from_both_kinds_of_pem() {
        byte[] spki = PUBLIC.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(spki, 24, spki.length);
        assertThat(RsaKey.pem(pem("PUBLIC KEY", spki))).isEqualTo(KEY);
        assertThat(RsaKey.pem("a line before\n" + pem("RSA PUBLIC KEY", pkcs1))).isEqualTo(KEY);
    }

    @Test
    void a_key_with_a_small_exponent_is_read_too() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(3)));
        RSAPublicKey small = (RSAPublicKey) generator.generateKeyPair().getPublic();
        byte[] spki = small.getEncoded();
        RsaKey key = RsaKey.pem(pem("RSA PUBLIC KEY", Arrays.copyOfRange(spki, 24, spki.length)));
        assertThat(key).isEqualTo(RsaKey.of(small.getModulus(), BigInteger.valueOf(3)));
    }

    @Test
    void the_built_in_keys_have_the_published_numbers_and_fingerprints() {
        var vectors = new Vectors("rsa_keys");
        for (String name : List.of("d09d1d85de64fd85", "b25898df208d2603")) {
            RsaKey published = RsaKey.of(
                    new BigInteger(vectors.text(name + ".n"), 16), new BigInteger(vectors.text(name + ".e"), 16));
            assertThat(published.name()).isEqualTo(name);
            assertThat(RsaKeys.builtIn().find(List.of(1L, published.fingerprint())))
                    .contains(published);
        }
    }

    @Test
    void a_configured_key_is_found_beside_the_built_in_ones_in_the_server_s_order() {
        RsaKeys keys = RsaKeys.builtIn().with(KEY);
        long builtIn = Long.parseUnsignedLong("d09d1d85de64fd85", 16);
        assertThat(keys.find(List.of(3L, KEY.fingerprint(), builtIn))).contains(KEY);
        assertThat(keys.find(List.of(builtIn, KEY.fingerprint())).orElseThrow().fingerprint())
                .isEqualTo(builtIn);
        assertThat(RsaKeys.builtIn().find(List.of(KEY.fingerprint()))).isEmpty();
        assertThat(RsaKeys.none().find(List.of(builtIn))).isEmpty();
    }

    @Test
    void what_rsa_pad_encrypts_its_owner_decrypts_and_its_hash_is_over_the_data_as_it_was() throws Exception {
        var sample = new Vectors("auth_key_sample");
        byte[] data = sample.bytes("p_q_inner_data");
        var entropy = new Entropy();
        for (int round = 0; round < 20; round++) {
            byte[] encrypted = RsaPad.encrypt(data, KEY, entropy);
            assertThat(encrypted).hasSize(256);
            BigInteger number = new BigInteger(1, encrypted)
                    .modPow(((RSAPrivateKey) PAIR.getPrivate()).getPrivateExponent(), PUBLIC.getModulus());
            byte[] all = Numbers.bytes(number, 256);
            byte[] cipherText = Arrays.copyOfRange(all, 32, 256);
            byte[] temporary = MessageDigest.getInstance("SHA-256").digest(cipherText);
            for (int i = 0; i < 32; i++) {
                temporary[i] ^= all[i];
            }
            new Ige().decrypt(temporary, new byte[32], cipherText, 0, 224);
            byte[] padded = new byte[192];
            for (int i = 0; i < 192; i++) {
                padded[i] = cipherText[191 - i];
            }
            assertThat(Arrays.copyOf(padded, data.length)).isEqualTo(data);
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(temporary);
            assertThat(sha256.digest(padded)).isEqualTo(Arrays.copyOfRange(cipherText, 192, 224));
        }
        assertThatThrownBy(() -> RsaPad.encrypt(new byte[145], KEY, entropy))
                .hasMessage("RSA_PAD takes up to 144 bytes, not 145");
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }

    private static KeyPair pair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
