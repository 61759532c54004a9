package io.pult.telegram;

import io.pult.contract.telegram.TelegramSample;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code telegram_sample}. Time is the database's, so that nodes agree on which quarter of an hour it is. */
final class TelegramSampleStore {
    private final Sql sql;

    TelegramSampleStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Counts the accounts for the present quarter of an hour, unless somebody has.
     *
     * @return how many rows that made
     */
    Future<Integer> take() {
        return sql.update("""
                INSERT INTO telegram_sample (at, accounts, ready, flood, lost)
                SELECT date_bin('15 minutes', pult_now(), timestamptz '2000-01-01 00:00:00+00'),
                       count(*),
                       count(*) FILTER (WHERE state = 'ready' AND NOT flooded),
                       count(*) FILTER (WHERE state = 'ready' AND flooded),
                       count(*) FILTER (WHERE state = 'lost')
                FROM (SELECT s.state,
                             EXISTS (SELECT FROM telegram_flood f
                                     WHERE f.account_id = s.account_id AND f.until > now()) AS flooded
                      FROM telegram_session s) AS account
                ON CONFLICT (at) DO NOTHING
                """);
    }

    /**
     * Oldest first.
     *
     * @param from inclusive; absent: a day before the end
     * @param to exclusive; absent: now
     */
    Future<List<TelegramSample>> list(@Nullable Instant from, @Nullable Instant to) {
        return sql.list(TelegramSampleStore::sample, """
                SELECT * FROM telegram_sample
                WHERE at < coalesce($2::timestamptz, pult_now())
                  AND at >= coalesce($1::timestamptz, coalesce($2::timestamptz, pult_now()) - interval '1 day')
                ORDER BY at
                """, from, to);
    }

    /** @return how many were older */
    Future<Integer> retire(Duration keep) {
        return sql.update(
                "DELETE FROM telegram_sample WHERE at < pult_now() - $1 * interval '1 second'", keep.toSeconds());
    }

    private static TelegramSample sample(Row row) {
        return new TelegramSample(
                Sql.instant(row, "at"),
                row.getInteger("accounts"),
                row.getInteger("ready"),
                row.getInteger("flood"),
                row.getInteger("lost"));
    }
}
