package io.pult.mtproto.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.support.Chance;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrimeFactorsTest {
    private final Chance chance = new Chance();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 47, 53, 4_294_967_291L, 9_223_372_036_854_775_783L})
    void a_number_without_two_factors_is_refused(long pq) {
        assertThatThrownBy(() -> PrimeFactors.of(pq))
                .isInstanceOf(CryptoFailure.class)
                .hasMessage("the server's pq has no two factors");
    }

    @Test
    void the_published_numbers_are_taken_apart() {
        for (String each : new Vectors("message_and_srp").text("pq.list").split(";")) {
            String[] parts = each.split("[=*]");
            assertThat(PrimeFactors.of(Long.parseLong(parts[0])))
                    .as(each)
                    .isEqualTo(new PrimeFactors(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        var sample = new Vectors("auth_key_sample");
        PrimeFactors factors = PrimeFactors.of(new BigInteger(sample.text("pq"), 16).longValueExact());
        assertThat(factors.p()).isEqualTo(Long.parseLong(sample.text("p"), 16));
        assertThat(factors.q()).isEqualTo(Long.parseLong(sample.text("q"), 16));
    }

    @Test
    void squares_of_primes_are_taken_apart() {
        for (long prime : new long[] {2, 53, 613, 65_537, 2_147_483_647L, 3_037_000_493L}) {
            assertThat(PrimeFactors.of(prime * prime)).isEqualTo(new PrimeFactors(prime, prime));
        }
    }

    @Test
    void products_of_two_primes_of_any_size_are_taken_apart() {
        var random = new Random(chance.number());
        chance.check(300, () -> {
            long p = BigInteger.probablePrime(chance.between(2, 31), random).longValueExact();
            long q = BigInteger.probablePrime(chance.between(2, 32), random).longValueExact();
            assertThat(PrimeFactors.of(p * q)).isEqualTo(new PrimeFactors(Math.min(p, q), Math.max(p, q)));
        });
    }

    @Test
    void every_composite_number_below_ten_thousand_is_taken_apart() {
        for (long n = 4; n < 10_000; n++) {
            if (!BigInteger.valueOf(n).isProbablePrime(50)) {
                PrimeFactors factors = PrimeFactors.of(n);
                assertThat(factors.p() * factors.q()).isEqualTo(n);
                assertThat(factors.p()).isBetween(2L, factors.q());
            }
        }
    }
}
