package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Entropy entropy = new Entropy();
    private final Backoff backoff = new Backoff(60_000);

    private void expect(long millis) {
        assertThat(backoff.next(entropy)).isBetween(millis * 7 / 10, millis * 13 / 10);
    }

    @Test
    void the_first_attempt_follows_at_once_and_the_others_after_twice_as_long_up_to_a_minute() {
        for (long millis : new long[] {0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000}) {
            expect(millis);
        }
    }

    @Test
    void only_a_connection_that_lasted_thirty_seconds_forgives() {
        expect(0);
        expect(1_000);
        backoff.lostAfter(29_999);
        expect(2_000);
        backoff.lostAfter(30_000);
        expect(0);
    }

    @Test
    void delays_are_spread() {
        var delays = new java.util.HashSet<Long>();
        for (int i = 0; i < 100; i++) {
            delays.add(Backoff.spread(10_000, entropy));
        }
        assertThat(delays).hasSizeGreaterThan(50).allMatch(delay -> delay >= 7_000 && delay < 13_000);
    }
}
