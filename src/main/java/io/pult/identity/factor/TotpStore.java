package io.pult.identity.factor;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code totp}. */
final class TotpStore {
    private final Sql sql;

    TotpStore(Sql sql) {
        this.sql = sql;
    }

    /** @param lastStep absent until a code was accepted */
    record Stored(
            UUID user,
            String envelope,
            boolean active,
            @Nullable Long lastStep) {
        @Override
        public String toString() {
            return "Stored[" + user + "]";
        }
    }

    /**
     * A secret that is not in force yet replaces another one that is not.
     *
     * @return false when one is in force
     */
    Future<Boolean> begin(UUID user, String envelope, Instant at) {
        return sql.update("""
                        INSERT INTO totp (user_id, secret, created_at) VALUES ($1, $2, $3)
                        ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
                            WHERE totp.activated_at IS NULL
                        """, user, envelope, at).map(touched -> touched == 1);
    }

    Future<Optional<Stored>> find(UUID user) {
        return sql.first(TotpStore::stored, "SELECT * FROM totp WHERE user_id = $1", user);
    }

    /** @return false when this secret has been replaced, or is in force already */
    Future<Boolean> activate(Stored pending, long step, Instant at) {
        return sql.update("""
                        UPDATE totp SET activated_at = $4, last_step = $3
                        WHERE user_id = $1 AND secret = $2 AND activated_at IS NULL
                        """, pending.user(), pending.envelope(), step, at).map(touched -> touched == 1);
    }

    /** @return false when this step, or a later one, was used before: of two at once, one gets true */
    Future<Boolean> use(UUID user, long step) {
        return sql.update("""
                        UPDATE totp SET last_step = $2
                        WHERE user_id = $1 AND activated_at IS NOT NULL AND (last_step IS NULL OR last_step < $2)
                        """, user, step).map(touched -> touched == 1);
    }

    /** @return false when there was none, in force or not */
    Future<Boolean> remove(UUID user) {
        return sql.update("DELETE FROM totp WHERE user_id = $1", user).map(touched -> touched == 1);
    }

    Future<List<Stored>> after(@Nullable UUID user, int limit) {
        return sql.list(TotpStore::stored, """
                SELECT * FROM totp WHERE $1::uuid IS NULL OR user_id > $1::uuid ORDER BY user_id LIMIT $2
                """, user, limit);
    }

    /** A secret that has changed meanwhile is left as it is. */
    Future<Void> reseal(Stored row, String envelope) {
        return sql.query(
                        "UPDATE totp SET secret = $3 WHERE user_id = $1 AND secret = $2",
                        row.user(),
                        row.envelope(),
                        envelope)
                .mapEmpty();
    }

    Future<Long> count() {
        return sql.list(row -> row.getLong("total"), "SELECT count(*) AS total FROM totp")
                .map(counts -> counts.get(0));
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getUUID("user_id"),
                row.getString("secret"),
                row.getOffsetDateTime("activated_at") != null,
                row.getLong("last_step"));
    }
}
