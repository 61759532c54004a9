package io.pult.identity.factor;

import io.pult.bus.Failure;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Slows down whoever guesses codes of one person: after ten failures in a quarter of an hour no code is looked at, right or
 * wrong. Six digits and three steps of time make a guess a matter of 333,000 tries, which so take a year. Passkeys are not held
 * up: a signature is not guessed, and the owner can still get in.
 */
final class FactorGuard {
    private static final int MOST = 10;
    private static final Duration SPAN = Duration.ofMinutes(15);

    private FactorGuard() {}

    /**
     * @param tx which has locked the person's row, so that two attempts at once cannot both be the tenth
     * @return fails with TOO_MANY {@code factor.too_many_attempts}
     */
    static Future<Void> require(Sql tx, UUID user, Instant now) {
        return new FactorFailureStore(tx).latest(user, now, SPAN, MOST).compose(failures -> {
            if (failures.size() < MOST) {
                return Future.succeededFuture();
            }
            return Future.failedFuture(Failure.tooMany(
                    "factor.too_many_attempts", "Too many wrong codes; wait, or use a passkey", wait(failures, now)));
        });
    }

    private static Duration wait(List<Instant> newestFirst, Instant now) {
        Instant oldest = newestFirst.get(newestFirst.size() - 1);
        return Duration.between(now, oldest.plus(SPAN));
    }

    static Future<Void> note(Sql tx, UUID user, Instant now) {
        return new FactorFailureStore(tx).insert(user, now);
    }

    /** What came before this slows nobody down any more. */
    static Instant horizon(Instant now) {
        return now.minus(SPAN);
    }
}
