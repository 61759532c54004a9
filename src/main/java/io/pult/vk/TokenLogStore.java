package io.pult.vk;

import io.pult.bus.Page;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLogOps.ListLogs;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/** SQL of the table {@code token_logs}. */
final class TokenLogStore {
    private static final String SORT = "-timestamp";

    private final Sql sql;

    TokenLogStore(Sql sql) {
        this.sql = sql;
    }

    /** Writes rows that are not there yet; writing one again changes nothing. */
    Future<Void> insert(List<TokenLog> rows) {
        return sql.query(
                        """
                        INSERT INTO token_logs (id, account_id, is_env_token, method, status, error_details, "timestamp",
                                                attempt, duration_ms, node)
                        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::text[], $5::text[], $6::text[],
                                             $7::timestamptz[], $8::int[], $9::bigint[], $10::text[])
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
        Instant beforeAt =
                cursor == null ? null : AccountSort.instant(cursor.key().get(0));
        UUID beforeId = cursor == null ? null : AccountSort.id(cursor.key().get(1));
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
                        asked.status() == null ? null : SystemAccountStore.word(asked.status()),
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
