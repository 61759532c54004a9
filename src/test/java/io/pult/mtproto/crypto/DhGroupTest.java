package io.pult.mtproto.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DhGroupTest {
    private static final byte[] KNOWN = new Vectors("rsa_keys").bytes("dh_prime");
    private static final BigInteger PRIME = new BigInteger(1, KNOWN);
    private static final BigInteger MARGIN = BigInteger.TWO.pow(2048 - 64);

    @Test
    void a_prime_of_another_size_is_refused() {
        refused(3, Arrays.copyOf(KNOWN, 255), "the server's prime has 2040 bits instead of 2048");
        byte[] longer = new byte[257];
        System.arraycopy(KNOWN, 0, longer, 1, 256);
        assertThat(DhGroup.of(3, longer)).as("a zero in front").isNotNull();
        longer[0] = 1;
        refused(3, longer, "the server's prime has 2049 bits instead of 2048");
        refused(3, new byte[0], "the server's prime has 0 bits instead of 2048");
    }

    @Test
    void a_generator_that_does_not_fit_the_known_prime_is_refused() {
        // p mod 8 = 3, mod 3 = 2, mod 5 = 3, mod 24 = 11, mod 7 = 6.
        for (int wrong : new int[] {Integer.MIN_VALUE, -3, 0, 1, 2, 5, 6, 8, 9, 11}) {
            refused(wrong, KNOWN, "the server's generator " + wrong + " does not fit its prime");
        }
        for (int right : new int[] {3, 4, 7}) {
            assertThat(DhGroup.of(right, KNOWN)).isNotNull();
        }
    }

    @Test
    void a_generator_fits_when_it_is_a_square_of_the_group() {
        BigInteger order = OtherPrimes.SAFE.shiftRight(1);
        byte[] prime = bytes(OtherPrimes.SAFE);
        for (int g = 2; g <= 7; g++) {
            boolean square =
                    BigInteger.valueOf(g).modPow(order, OtherPrimes.SAFE).equals(BigInteger.ONE);
            int generator = g;
            if (square) {
                assertThat(DhGroup.of(generator, prime)).as("g = " + g).isNotNull();
            } else {
                assertThatThrownBy(() -> DhGroup.of(generator, prime)).isInstanceOf(CryptoFailure.class);
            }
        }
    }

    @Test
    void the_prime_that_is_not_safe_is_a_prime() {
        assertThat(OtherPrimes.UNSAFE.isProbablePrime(40)).isTrue();
    }

    @Test
    void a_number_that_is_no_prime_and_a_prime_that_is_not_safe_are_refused_also_the_second_time() {
        for (BigInteger wrong : List.of(OtherPrimes.COMPOSITE, OtherPrimes.UNSAFE, OtherPrimes.UNSAFE)) {
            refused(2, bytes(wrong), "the server's prime is not a safe prime");
        }
    }

    @Test
    void a_safe_prime_that_was_never_seen_is_accepted_and_the_second_time_at_once() {
        DhGroup.of(2, bytes(OtherPrimes.SAFE));
        long start = System.nanoTime();
        DhGroup.of(2, bytes(OtherPrimes.SAFE));
        assertThat(System.nanoTime() - start).isLessThan(20_000_000);
    }

    @Test
    void numbers_at_the_ends_of_the_group_are_refused() {
        DhGroup group = DhGroup.of(3, KNOWN);
        for (BigInteger trivial : List.of(
                BigInteger.ZERO, BigInteger.ONE, PRIME.subtract(BigInteger.ONE), PRIME, PRIME.add(BigInteger.TEN))) {
            refused(group, trivial, "the server's number is not between 1 and the prime less 1");
        }
        for (BigInteger close : List.of(
                BigInteger.TWO,
                MARGIN.subtract(BigInteger.ONE),
                PRIME.subtract(MARGIN).add(BigInteger.ONE),
                PRIME.subtract(BigInteger.TWO))) {
            refused(group, close, "the server's number is too close to 1 or to the prime");
        }
        for (BigInteger good : List.of(MARGIN, PRIME.subtract(MARGIN))) {
            assertThat(group.share(bytes(good), new byte[] {5})).hasSize(256);
        }
    }

    @Test
    void our_own_number_is_checked_like_theirs() {
        DhGroup group = DhGroup.of(3, KNOWN);
        assertThatThrownBy(() -> group.publish(new byte[256]))
                .isInstanceOf(CryptoFailure.class)
                .hasMessage("our own number is not between 1 and the prime less 1");
    }

    @Test
    void both_sides_agree_and_short_numbers_are_padded() {
        DhGroup group = DhGroup.of(3, KNOWN);
        var entropy = new Entropy();
        byte[] a = entropy.bytes(256);
        byte[] b = entropy.bytes(256);
        assertThat(group.share(group.publish(a), b))
                .isEqualTo(group.share(group.publish(b), a))
                .hasSize(256);
        assertThat(Numbers.bytes(BigInteger.valueOf(0x80ff), 4)).containsExactly(0, 0, 0x80, 0xff);
        assertThat(Numbers.bytes(BigInteger.ZERO, 2)).containsExactly(0, 0);
    }

    @Test
    void the_sample_of_the_documentation_is_reproduced() {
        var sample = new Vectors("auth_key_sample");
        byte[] answer = sample.bytes("encrypted_answer");
        TmpKeys keys = TmpKeys.of(sample.bytes("new_nonce"), sample.bytes("server_nonce"));
        assertThat(keys.key()).isEqualTo(sample.bytes("tmp_aes_key"));
        assertThat(keys.iv()).isEqualTo(sample.bytes("tmp_aes_iv"));
        new Ige().decrypt(keys.key(), keys.iv(), answer, 0, answer.length);
        var in = new io.pult.mtproto.tl.TlReader().over(answer, 20, answer.length - 20);
        in.skip(4 + 16 + 16);
        DhGroup group = DhGroup.of(in.int32(), in.bytes());
        assertThat(group.publish(sample.bytes("b"))).isEqualTo(sample.bytes("g_b"));
        assertThat(group.share(in.bytes(), sample.bytes("b"))).isEqualTo(sample.bytes("auth_key"));
    }

    @Test
    void nonces_that_begin_with_zeros_keep_them() {
        var vectors = new Vectors("message_and_srp");
        byte[] newNonce = new byte[32];
        byte[] serverNonce = new byte[16];
        for (int i = 0; i < 32; i++) {
            newNonce[i] = (byte) i;
        }
        for (int i = 1; i < 16; i++) {
            serverNonce[i] = (byte) (0x20 + i);
        }
        TmpKeys keys = TmpKeys.of(newNonce, serverNonce);
        assertThat(keys.key()).isEqualTo(vectors.bytes("tmp0.key"));
        assertThat(keys.iv()).isEqualTo(vectors.bytes("tmp0.iv"));
        assertThat(keys.toString()).isEqualTo("TmpKeys[secret]");
    }

    private static void refused(int g, byte[] prime, String message) {
        assertThatThrownBy(() -> DhGroup.of(g, prime))
                .isInstanceOf(CryptoFailure.class)
                .hasMessage(message);
    }

    private static void refused(DhGroup group, BigInteger number, String message) {
        assertThatThrownBy(() -> group.share(bytes(number), new byte[] {5}))
                .isInstanceOf(CryptoFailure.class)
                .hasMessage(message);
    }

    private static byte[] bytes(BigInteger number) {
        return Numbers.bytes(number, 256);
    }
}
