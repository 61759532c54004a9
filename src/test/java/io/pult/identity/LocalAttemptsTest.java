package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How one node counts wrong attempts while Redis is away. */
class LocalAttemptsTest {
    private static final String ADDRESS = "192.0.2.1";

    private final AtomicLong nanos = new AtomicLong(-5);
    private final LocalAttempts attempts = new LocalAttempts(Attempts.Pace.USUAL, nanos::get);

    @Test
    void whoever_tries_a_hundred_thousand_logins_takes_no_more_room_and_is_not_forgotten() {
        for (int i = 0; i < 100_000; i++) {
            attempts.begin("nobody-" + i, ADDRESS);
        }

        assertThat(attempts.size()).isLessThanOrEqualTo(LocalAttempts.MOST);
        assertThat(attempts.begin("anna", ADDRESS)).isPositive();
    }

    @Test
    void the_wait_doubles_from_a_second_to_five_minutes() {
        wrong(5);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            assertThat(attempts.begin("anna", null)).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
            wrong(1);
        }
    }

    @Test
    void a_right_attempt_clears_the_account_and_gives_the_address_back_one() {
        for (int i = 0; i < 19; i++) {
            attempts.begin("nobody-" + i, ADDRESS);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.begin("anna", ADDRESS)).isZero();
            attempts.attempt("anna", ADDRESS).right();
        }

        assertThat(attempts.begin("bert", ADDRESS)).isZero();
        assertThat(attempts.begin("bert", ADDRESS)).isPositive();
    }

    @Test
    void an_attempt_without_a_verdict_does_not_count() {
        for (int i = 0; i < 50; i++) {
            assertThat(attempts.begin("anna", ADDRESS)).isZero();
            attempts.attempt("anna", ADDRESS).withdraw();
        }
    }

    @Test
    void a_quarter_of_an_hour_later_all_is_forgotten() {
        wrong(5);
        pass(Duration.ofMinutes(15).plusNanos(1));

        wrong(5);
        assertThat(attempts.begin("anna", null)).isPositive();
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempts.begin("anna", null)).isZero();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
