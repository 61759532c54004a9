package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How a thing is tried again: doubling waits with ± 20 % jitter, and an end.
 *
 * @param attempts in all, the first one included; at least 1
 */
public record Backoff(Duration first, Duration longest, int attempts) {
    public Backoff {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("attempts must be 1 or more and longest at least first");
        }
    }

    /** @param attempt the one that has just failed, from 1 */
    public Duration after(int attempt) {
        long doubled = first.toMillis() << Math.min(attempt - 1, 20);
        long bounded = Math.min(longest.toMillis(), doubled);
        return Duration.ofMillis(
                Math.round(bounded * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    /** Tries until it succeeds, the failure is not worth another try, or the attempts are used up. */
    public <T> Future<T> retry(Vertx vertx, Predicate<Throwable> worthIt, Supplier<Future<T>> act) {
        return attempt(1, vertx, worthIt, act);
    }

    private <T> Future<T> attempt(int number, Vertx vertx, Predicate<Throwable> worthIt, Supplier<Future<T>> act) {
        return tried(act).recover(cause -> {
            if (number >= attempts || !worthIt.test(cause)) {
                return Future.failedFuture(cause);
            }
            return vertx.timer(Math.max(1, after(number).toMillis()), TimeUnit.MILLISECONDS)
                    .compose(fired -> attempt(number + 1, vertx, worthIt, act));
        });
    }

    private static <T> Future<T> tried(Supplier<Future<T>> act) {
        try {
            return act.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
