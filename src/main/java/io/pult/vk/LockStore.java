package io.pult.vk;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;

/** SQL of the table {@code vk_locks}. Its clock is the database's: how long a lock still lasts goes in and comes out. */
final class LockStore {
    private final Sql sql;

    LockStore(Sql sql) {
        this.sql = sql;
    }

    /** A later lock stays, whoever writes last. */
    Future<Void> save(TokenLock lock) {
        return sql.query(
                        """
                        INSERT INTO vk_locks AS known (member, method, epoch, code, until, strikes)
                        VALUES ($1, $2, $3, $4, now() + $5 * interval '1 millisecond', $6)
                        ON CONFLICT (member, method) DO UPDATE
                        SET epoch = excluded.epoch, code = excluded.code, until = excluded.until,
                            strikes = excluded.strikes
                        WHERE (known.epoch, known.until) < (excluded.epoch, excluded.until)
                        """,
                        lock.member(),
                        lock.method(),
                        lock.epoch(),
                        lock.code(),
                        lock.rest().toMillis(),
                        lock.strikes())
                .mapEmpty();
    }

    /** @param memory how long ago a lock may have ended */
    Future<List<TokenLock>> all(Duration memory) {
        return sql.list(LockStore::lock, """
                SELECT member, method, epoch, code, strikes,
                       (extract(epoch FROM until - now()) * 1000)::bigint AS rest_ms
                FROM vk_locks
                WHERE until > now() - $1 * interval '1 millisecond'
                ORDER BY member, method
                """, memory.toMillis());
    }

    Future<List<TokenLock>> of(String member, Duration memory) {
        return sql.list(LockStore::lock, """
                SELECT member, method, epoch, code, strikes,
                       (extract(epoch FROM until - now()) * 1000)::bigint AS rest_ms
                FROM vk_locks
                WHERE member = $1 AND until > now() - $2 * interval '1 millisecond'
                ORDER BY method
                """, member, memory.toMillis());
    }

    Future<Void> delete(String member, String method) {
        return sql.query("DELETE FROM vk_locks WHERE member = $1 AND method = $2", member, method)
                .mapEmpty();
    }

    Future<Void> carry(LockCarry carry) {
        if (carry.isNothing()) {
            return Future.succeededFuture();
        }
        return sql.query(
                        """
                        UPDATE vk_locks SET epoch = $3
                        WHERE member = $1 AND epoch = $2 AND ($4 OR method <> '') AND ($5 OR code <> ALL ($6))
                        """,
                        carry.member(),
                        carry.before(),
                        carry.after(),
                        carry.rest(),
                        carry.rights(),
                        TokenLock.RIGHTS.toArray(Integer[]::new))
                .mapEmpty();
    }

    /** @return methods that tokens are or lately were locked for */
    Future<List<String>> methods() {
        return sql.list(
                row -> row.getString("method"),
                "SELECT DISTINCT method FROM vk_locks WHERE method <> '' ORDER BY method LIMIT 200");
    }

    Future<Void> sweep(Duration memory) {
        return sql.query("DELETE FROM vk_locks WHERE until < now() - $1 * interval '1 millisecond'", memory.toMillis())
                .mapEmpty();
    }

    private static TokenLock lock(Row row) {
        return new TokenLock(
                row.getString("member"),
                row.getLong("epoch"),
                row.getString("method"),
                row.getInteger("code"),
                Duration.ofMillis(row.getLong("rest_ms")),
                row.getInteger("strikes"));
    }
}
