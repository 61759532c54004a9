package io.pult.vk;

import io.pult.infra.Sql;
import io.pult.vk.TokenLogSpan.Range;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the counts of attempts: the tables {@code token_log_hours} and their like, which the database keeps itself. */
final class TokenLogCounts {
    /** Statements' worth of counts that are folded at once. */
    private static final int FOLDED_AT_ONCE = 100;

    private static final int DELETED_AT_ONCE = 10_000;

    /** Rows folded and not yet folded, in one snapshot: nothing is missed and nothing is seen twice. */
    private static final String CELLS = """
            WITH cells AS (
                SELECT hour AS at, method, success_0 + success_1 + success_2 + success_3 AS success,
                       error_0 + error_1 + error_2 + error_3 AS error
                FROM %1$s
                WHERE hour >= $3 AND hour < $5 AND hour <> ALL ($6::timestamptz[])
                  AND ($2::boolean IS NULL OR is_env_token = $2)
                UNION ALL
                SELECT quarter.at, method, quarter.success, quarter.error
                FROM %1$s,
                     LATERAL (VALUES (hour, success_0, error_0), (hour + interval '15 minutes', success_1, error_1),
                                     (hour + interval '30 minutes', success_2, error_2),
                                     (hour + interval '45 minutes', success_3, error_3)) AS quarter (at, success, error)
                WHERE hour = ANY ($6::timestamptz[]) AND quarter.at >= $4 AND quarter.at < $5
                  AND ($2::boolean IS NULL OR is_env_token = $2)
                UNION ALL
                SELECT quarter, method, success, error
                FROM token_log_unfolded
                WHERE quarter >= $4 AND quarter < $5
                  AND ($1::uuid IS NULL OR account_id = $1) AND ($2::boolean IS NULL OR is_env_token = $2)
                %2$s
            )
            SELECT width_bucket(at, $7::timestamptz[]) - 1 AS point, method, sum(success) AS success, sum(error) AS error
            FROM cells
            GROUP BY 1, 2
            HAVING sum(success) + sum(error) > 0
            """;

    private static final String OF_ALL = "token_log_hours";
    private static final String OF_ACCOUNT =
            "(SELECT * FROM token_log_account_hours WHERE account_id = $1::uuid) AS hours";

    private static final String SINGLE = """
            UNION ALL
            SELECT "timestamp", method, (status = 'success')::integer, (status = 'error')::integer
            FROM token_logs
            WHERE "timestamp" >= $%1$d AND "timestamp" < $%2$d
              AND ($1::uuid IS NULL OR account_id = $1) AND ($2::boolean IS NULL OR is_env_token = $2)
            """;

    /** The same as of {@link #CELLS}, of a few accounts and of the environment's tokens, up to the last attempt. */
    private static final String USES = """
            WITH cells AS NOT MATERIALIZED (
                SELECT account_id, hour, method, success_0, success_1, success_2, success_3,
                       error_0, error_1, error_2, error_3
                FROM token_log_account_hours
                WHERE account_id = ANY ($1::uuid[]) AND hour >= $2
                UNION ALL
                SELECT NULL, hour, method, success_0, success_1, success_2, success_3,
                       error_0, error_1, error_2, error_3
                FROM token_log_hours
                WHERE is_env_token AND hour >= $2
            )
            SELECT account_id, method FROM cells WHERE hour <> ALL ($4::timestamptz[])
            UNION
            SELECT account_id, method
            FROM cells,
                 LATERAL (VALUES (hour, success_0 + error_0), (hour + interval '15 minutes', success_1 + error_1),
                                 (hour + interval '30 minutes', success_2 + error_2),
                                 (hour + interval '45 minutes', success_3 + error_3)) AS quarter (at, attempts)
            WHERE hour = ANY ($4::timestamptz[]) AND quarter.at >= $3 AND quarter.attempts > 0
            UNION
            SELECT account_id, method
            FROM token_log_unfolded
            WHERE quarter >= $3 AND (account_id = ANY ($1::uuid[]) OR is_env_token)
            UNION
            SELECT account_id, method
            FROM token_logs
            WHERE "timestamp" >= $5 AND "timestamp" < $3 AND (account_id = ANY ($1::uuid[]) OR is_env_token)
            ORDER BY method
            """;

    private final Sql sql;

    TokenLogCounts(Sql sql) {
        this.sql = sql;
    }

    /** @param point index of the point that the attempts fall into, from 0 */
    record Cell(int point, String method, long success, long error) {}

    /** @param account absent for tokens of the environment */
    record Use(@Nullable UUID account, String method) {}

    /** Single attempts before this are gone. */
    Future<Instant> keptFrom() {
        return sql.one(
                row -> Sql.instant(row, "kept_from"),
                () -> new IllegalStateException("the table token_log_horizon is empty"),
                "SELECT kept_from FROM token_log_horizon");
    }

    /** @param starts of the points; what lies before the first belongs to none */
    Future<List<Cell>> cells(
            @Nullable UUID account, @Nullable Boolean isEnvToken, TokenLogSpan span, List<Instant> starts) {
        var args = new ArrayList<@Nullable Object>(Arrays.asList(
                account, isEnvToken, span.fromHour(), span.from(), span.to(), times(span.cut()), times(starts)));
        var single = new StringBuilder();
        for (Range range : List.of(span.head(), span.tail())) {
            if (!range.isEmpty()) {
                single.append(SINGLE.formatted(args.size() + 1, args.size() + 2));
                args.add(range.from());
                args.add(range.to());
            }
        }
        return sql.list(
                row -> new Cell(
                        row.getInteger("point"), row.getString("method"), row.getLong("success"), row.getLong("error")),
                CELLS.formatted(account == null ? OF_ALL : OF_ACCOUNT, single),
                args.toArray());
    }

    /** Which of the accounts, and of the environment's tokens, have been tried with which methods. */
    Future<List<Use>> usesSince(Instant from, List<UUID> accounts) {
        return keptFrom()
                .map(keptFrom -> TokenLogSpan.since(from, keptFrom))
                .compose(span -> sql.list(
                        row -> new Use(row.getUUID("account_id"), row.getString("method")),
                        USES,
                        accounts.toArray(UUID[]::new),
                        span.fromHour(),
                        span.from(),
                        times(span.cut()),
                        span.head().from()));
    }

    /** Folds what the writers left, oldest first; readers see the same counts before and after. */
    Future<Void> fold() {
        return sql.query("SELECT token_logs_fold($1) AS folded", FOLDED_AT_ONCE)
                .compose(rows -> rows.iterator().next().getInteger("folded") < FOLDED_AT_ONCE
                        ? Future.succeededFuture()
                        : fold());
    }

    /** Deletes the counts of hours before the given time, in bites. */
    Future<Void> deleteBefore(Instant time) {
        return sql.update("DELETE FROM token_log_hours WHERE hour < $1", time)
                .compose(deleted -> deleteOfAccountsBefore(time));
    }

    private Future<Void> deleteOfAccountsBefore(Instant time) {
        return sql.update("""
                        DELETE FROM token_log_account_hours
                        WHERE ctid = ANY (ARRAY (
                            SELECT ctid FROM token_log_account_hours WHERE hour < $1 LIMIT $2))
                        """, time, DELETED_AT_ONCE)
                .compose(
                        deleted -> deleted < DELETED_AT_ONCE ? Future.succeededFuture() : deleteOfAccountsBefore(time));
    }

    private static OffsetDateTime[] times(List<Instant> instants) {
        return instants.stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
    }
}
