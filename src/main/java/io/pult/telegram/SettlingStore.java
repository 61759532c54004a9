package io.pult.telegram;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of what was changed of accounts and not acted upon yet. */
final class SettlingStore {
    private final Sql sql;

    SettlingStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * An account whose row was changed.
     *
     * @param change the last one, which is acted upon once it is told to {@link #settled}
     * @param held by this node
     */
    record Unsettled(UUID account, UUID change, boolean held) {
        static Unsettled of(Row row) {
            return new Unsettled(row.getUUID("id"), row.getUUID("unsettled"), row.getBoolean("held"));
        }
    }

    /** Those that this node holds, and those that nobody does. */
    Future<List<Unsettled>> list(UUID owner, int limit) {
        return sql.list(Unsettled::of, """
                SELECT a.id, a.unsettled, s.owner IS NOT NULL AS held
                FROM accounts a JOIN telegram_session s ON s.account_id = a.id
                WHERE a.unsettled IS NOT NULL AND (s.owner = $1 OR s.owner IS NULL)
                LIMIT $2
                """, owner, limit);
    }

    Future<Optional<UUID>> changeOf(UUID account) {
        return sql.first(
                row -> row.getUUID("unsettled"),
                "SELECT unsettled FROM accounts WHERE id = $1 AND unsettled IS NOT NULL",
                account);
    }

    /** A later change stays to be acted upon. */
    Future<?> settled(UUID account, @Nullable UUID change) {
        return sql.query("UPDATE accounts SET unsettled = NULL WHERE id = $1 AND unsettled = $2", account, change);
    }

    /** Nobody holds their sessions: what is to become of them is said by the table alone. */
    Future<?> settleUnheld(List<UUID> accounts) {
        return sql.query("""
                WITH s AS (
                    UPDATE telegram_session s
                    SET state = CASE WHEN a.status = 'active' THEN 'ready' ELSE 'stopped' END, changed_at = now()
                    FROM accounts a
                    WHERE s.account_id = ANY ($1) AND s.owner IS NULL AND s.envelope IS NOT NULL AND a.id = s.account_id
                      AND ((a.status = 'active' AND s.state = 'stopped')
                           OR (a.status = 'paused' AND s.state IN ('ready', 'frozen'))))
                UPDATE accounts a SET unsettled = NULL
                FROM telegram_session h
                WHERE a.id = ANY ($1) AND a.unsettled IS NOT NULL AND h.account_id = a.id AND h.owner IS NULL
                """, (Object) accounts.toArray(UUID[]::new));
    }
}
