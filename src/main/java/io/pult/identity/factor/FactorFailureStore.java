package io.pult.identity.factor;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** SQL of {@code factor_failure}. */
final class FactorFailureStore {
    private final Sql sql;

    FactorFailureStore(Sql sql) {
        this.sql = sql;
    }

    Future<Void> insert(UUID user, Instant at) {
        return sql.query("INSERT INTO factor_failure (user_id, at) VALUES ($1, $2)", user, at)
                .mapEmpty();
    }

    /**
     * The latest failures, newest first. Those further in the future than the span is long were written by a clock that has
     * stepped back since, and would otherwise count until it is there again.
     */
    Future<List<Instant>> latest(UUID user, Instant now, Duration span, int most) {
        return sql.list(row -> Sql.instant(row, "at"), """
                SELECT at FROM factor_failure
                WHERE user_id = $1 AND at > $2::timestamptz AND at <= $3::timestamptz
                ORDER BY at DESC LIMIT $4
                """, user, now.minus(span), now.plus(span), most);
    }

    Future<Void> forgetBefore(Instant then) {
        return sql.query("DELETE FROM factor_failure WHERE at < $1", then).mapEmpty();
    }
}
