package io.pult.vk;

import io.pult.bus.Page;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLogOps.ListLogs;
import io.pult.infra.Cursor;
import io.pult.infra.Like;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** SQL of the table {@code token_logs}. */
final class TokenLogStore {
    private static final String SORT = "-timestamp";

    private final Sql sql;

    TokenLogStore(Sql sql) {
        this.sql = sql;
    }

    /** Attempts of an account. */
    record Counts(long success, long error) {}

    /**
     * Writes rows that are not there yet, and with them their counts; writing one again changes nothing. Rows of days that are
     * over are left out: see the table {@code token_log_horizon}.
     */
    Future<Void> insert(List<TokenLog> rows) {
        return sql.query(
                        """
                        INSERT INTO token_logs (id, account_id, is_env_token, method, status, error_details, "timestamp",
                                                attempt, duration_ms, node)
                        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::text[], $5::text[], $6::text[],
                                             $7::timestamptz[], $8::int[], $9::bigint[], $10::text[])
                            AS attempt (id, account, env, method, status, details, at, number, duration, node)
                        WHERE attempt.at >= (SELECT kept_from FROM token_log_horizon)
                        ON CONFLICT DO NOTHING
                        """,
                        column(rows, TokenLog::id, UUID[]::new),
                        column(rows, TokenLog::accountId, UUID[]::new),
                        column(rows, TokenLog::isEnvToken, Boolean[]::new),
                        column(rows, TokenLog::method, String[]::new),
                        column(rows, row -> SystemAccountStore.word(row.status()), String[]::new),
                        column(rows, TokenLog::errorDetails, String[]::new),
                        column(rows, row -> row.timestamp().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                        column(rows, TokenLog::attempt, Integer[]::new),
                        column(rows, TokenLog::durationMs, Long[]::new),
                        column(rows, TokenLog::node, String[]::new))
                .mapEmpty();
    }

    Future<Page<TokenLog>> list(ListLogs asked, int limit) {
        Cursor cursor = Cursor.decode(asked.cursor(), SORT, 2);
        // Only errors have a text, and there is an index of them.
        TokenLog.Status status = asked.status() == null && asked.q() != null ? TokenLog.Status.ERROR : asked.status();
        Instant beforeAt =
                cursor == null ? null : AccountSort.instant(cursor.key().get(0));
        UUID beforeId = cursor == null ? null : cursor.uuid(1);
        return sql.list(
                        TokenLogStore::log,
                        """
                        SELECT * FROM token_logs
                        WHERE ($1::uuid IS NULL OR account_id = $1)
                          AND ($2::boolean IS NULL OR is_env_token = $2)
                          AND ($3::text IS NULL OR method = $3)
                          AND ($4::text IS NULL OR status = $4)
                          AND ($5::text IS NULL OR error_details ILIKE $5)
                          AND ($6::timestamptz IS NULL OR "timestamp" >= $6)
                          AND ($7::timestamptz IS NULL OR "timestamp" < $7)
                          AND ($8::timestamptz IS NULL OR ("timestamp", id) < ($8::timestamptz, $9::uuid))
                        ORDER BY "timestamp" DESC, id DESC
                        LIMIT $10
                        """,
                        asked.accountId(),
                        asked.isEnvToken(),
                        asked.method(),
                        status == null ? null : SystemAccountStore.word(status),
                        Like.containing(asked.q()),
                        asked.from(),
                        asked.to(),
                        beforeAt,
                        beforeId,
                        limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        log -> List.of(log.timestamp().toString(), log.id().toString())));
    }

    /** @return false when the day's partition was there already */
    Future<Boolean> makeDay(LocalDate day) {
        return sql.query("SELECT token_logs_make_day($1) AS made", day)
                .map(rows -> rows.iterator().next().getBoolean("made"));
    }

    /** Takes the oldest day before the given one out of the log and says which; waits 300 ms for writers at most. */
    Future<Optional<LocalDate>> detachDay(LocalDate before) {
        return sql.query("SELECT token_logs_detach_day($1) AS day", before)
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate("day")));
    }

    /** @return false when there was no day left that is out of the log */
    Future<Boolean> dropDetached() {
        return sql.query("SELECT token_logs_drop_detached() AS dropped")
                .map(rows -> rows.iterator().next().getBoolean("dropped"));
    }

    /** Since ever, also after the attempts themselves and their hours are gone; without those that were never used. */
    Future<Map<UUID, Counts>> countsOf(List<UUID> accounts) {
        return sql.query("""
                        SELECT account_id, sum(success)::bigint AS success, sum(error)::bigint AS error
                        FROM (SELECT account_id, success, error FROM token_log_accounts WHERE account_id = ANY ($1)
                              UNION ALL
                              SELECT account_id, success, error FROM token_log_unfolded WHERE account_id = ANY ($1)
                             ) AS counted
                        GROUP BY account_id
                        """, (Object) accounts.toArray(UUID[]::new)).map(rows -> {
            var counts = new HashMap<UUID, Counts>();
            rows.forEach(row ->
                    counts.put(row.getUUID("account_id"), new Counts(row.getLong("success"), row.getLong("error"))));
            return counts;
        });
    }

    /** The hour by the counts, and the moment by the attempts of that hour: the index finds either without a search. */
    Future<Map<UUID, Instant>> lastSuccessesOf(List<UUID> accounts) {
        return sql.query("""
                        SELECT last.account_id, coalesce(
                            (SELECT "timestamp" FROM token_logs
                             WHERE account_id = last.account_id AND status = 'success'
                               AND "timestamp" >= last.hour AND "timestamp" < last.hour + interval '1 hour'
                             ORDER BY "timestamp" DESC LIMIT 1),
                            last.hour) AS at
                        FROM (SELECT account_id, max(hour) AS hour
                              FROM (SELECT account_id,
                                           (SELECT hour FROM token_log_account_hours AS hours
                                            WHERE hours.account_id = asked.account_id
                                              AND success_0 + success_1 + success_2 + success_3 > 0
                                            ORDER BY hour DESC LIMIT 1) AS hour
                                    FROM unnest($1::uuid[]) AS asked (account_id)
                                    UNION ALL
                                    SELECT account_id, date_bin('1 hour', quarter, 'epoch')
                                    FROM token_log_unfolded WHERE account_id = ANY ($1) AND success > 0
                                   ) AS succeeded
                              GROUP BY account_id) AS last
                        WHERE last.hour IS NOT NULL
                        """, (Object) accounts.toArray(UUID[]::new)).map(rows -> {
            var last = new HashMap<UUID, Instant>();
            rows.forEach(row -> last.put(row.getUUID("account_id"), Sql.instant(row, "at")));
            return last;
        });
    }

    private static <T> Object column(List<TokenLog> rows, Function<TokenLog, ?> value, Function<Integer, T[]> array) {
        T[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            @SuppressWarnings("unchecked") // the array is made of what the function gives
            T cell = (T) value.apply(rows.get(i));
            values[i] = cell;
        }
        return values;
    }

    private static TokenLog log(Row row) {
        return new TokenLog(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getBoolean("is_env_token"),
                row.getString("method"),
                TokenLog.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("error_details"),
                Sql.instant(row, "timestamp"),
                row.getInteger("attempt"),
                row.getLong("duration_ms"),
                row.getString("node"));
    }
}
