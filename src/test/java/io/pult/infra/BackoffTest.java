package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), 3);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger tries = new AtomicInteger();

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void the_last_failure_comes_out_when_the_attempts_are_used_up() {
        Throwable cause = Wait.failureOf(
                QUICK.retry(vertx, failure -> true, () -> Future.failedFuture("try " + tries.incrementAndGet())));

        assertThat(cause).hasMessage("try 3");
    }

    @Test
    void a_failure_that_is_not_worth_it_comes_out_at_once() {
        Throwable cause = Wait.failureOf(
                QUICK.retry(vertx, failure -> false, () -> Future.failedFuture("try " + tries.incrementAndGet())));

        assertThat(cause).hasMessage("try 1");
    }

    @Test
    void an_act_that_throws_is_a_failure_like_any_other() {
        Throwable cause = Wait.failureOf(QUICK.<Void>retry(vertx, failure -> true, () -> {
            throw new IllegalStateException("try " + tries.incrementAndGet());
        }));

        assertThat(cause).hasMessage("try 3");
    }

    @Test
    void a_success_ends_it() {
        int result = Wait.on(QUICK.retry(
                vertx,
                failure -> true,
                () -> tries.incrementAndGet() == 2
                        ? Future.succeededFuture(tries.get())
                        : Future.failedFuture("not yet")));

        assertThat(result).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "60, 1000", "2000000000, 1000"})
    void waits_double_up_to_the_longest_within_a_fifth(int attempt, long expected) {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 1);

        for (int i = 0; i < 200; i++) {
            assertThat(backoff.after(attempt).toMillis()).isBetween(expected * 8 / 10, expected * 12 / 10);
        }
    }

    @Test
    void numbers_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
