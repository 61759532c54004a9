package io.pult.telegram;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The SQL of {@code telegram_flood}. There is no statement that ends a wait: time does. */
final class FloodStore {
    private final Sql sql;

    FloodStore(Sql sql) {
        this.sql = sql;
    }

    /** @return false when the session is somebody else's by now, or the account is gone */
    Future<Boolean> put(UUID account, UUID owner, long epoch, Flood flood, Instant seen) {
        return sql.update(
                        """
                        INSERT INTO telegram_flood AS f (account_id, method, chat, error, seconds, seen_at, until)
                        SELECT $1, $4, $5, $6, $7, $8, $9
                        FROM telegram_session WHERE account_id = $1 AND owner = $2 AND epoch = $3
                        ON CONFLICT (account_id, method, chat) DO UPDATE
                        SET error = excluded.error, seconds = excluded.seconds, seen_at = excluded.seen_at,
                            until = greatest(f.until, excluded.until)
                        """,
                        account,
                        owner,
                        epoch,
                        flood.method(),
                        flood.chat(),
                        flood.error(),
                        flood.seconds(),
                        seen,
                        flood.until())
                .map(touched -> touched == 1);
    }

    /** Those that hold, of many accounts. */
    Future<Map<UUID, List<Flood>>> holding(UUID[] accounts, Instant now) {
        return sql.query("""
                SELECT account_id, method, chat, error, seconds, until FROM telegram_flood
                WHERE account_id = ANY ($1) AND until > $2
                """, accounts, now)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.groupingBy(
                                row -> row.getUUID("account_id"),
                                Collectors.mapping(FloodStore::flood, Collectors.toList()))));
    }

    /** A wait with when it was ordered. */
    record Seen(Flood flood, Instant seenAt) {}

    /** Those that hold, the longest first. */
    Future<List<Seen>> of(UUID account, Instant now, int limit) {
        return sql.list(row -> new Seen(flood(row), Sql.instant(row, "seen_at")), """
                SELECT method, chat, error, seconds, until, seen_at FROM telegram_flood
                WHERE account_id = $1 AND until > $2 ORDER BY until DESC, method, chat LIMIT $3
                """, account, now, limit);
    }

    /** Forgets those that have long been over. @return how many */
    Future<Integer> sweep(Instant before, int limit) {
        return sql.update("""
                DELETE FROM telegram_flood WHERE (account_id, method, chat) IN (
                    SELECT account_id, method, chat FROM telegram_flood WHERE until < $1 ORDER BY until LIMIT $2)
                """, before, limit);
    }

    private static Flood flood(Row row) {
        return new Flood(
                row.getString("method"),
                row.getString("chat"),
                row.getString("error"),
                row.getInteger("seconds"),
                Sql.instant(row, "until"));
    }
}
