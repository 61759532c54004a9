package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code node} and {@code role}. Time is {@code pult_now()}, the database's, and nobody else's. */
final class NodeStore {
    /**
     * @param overdue the lease ended more than the grace ago
     * @param live the lease runs
     */
    record Known(LiveNode node, Instant leaseUntil, boolean buried, boolean overdue, boolean live) {}

    private final Sql sql;

    NodeStore(Sql sql) {
        this.sql = sql;
    }

    Future<Void> insert(UUID id, String name, String host, Duration lease) {
        return sql.query("""
                        INSERT INTO node (id, name, host, started_at, lease_until)
                        VALUES ($1, $2, $3, pult_now(), pult_now() + $4 * interval '1 millisecond')""", id, name, host, lease.toMillis()).mapEmpty();
    }

    /** @return false when the lease had run out or the incarnation was buried; there is no way back from either */
    Future<Boolean> renew(UUID id, Duration lease) {
        return sql.update("""
                        UPDATE node SET lease_until = pult_now() + $2 * interval '1 millisecond'
                        WHERE id = $1 AND lease_until > pult_now() AND buried_at IS NULL""", id, lease.toMillis()).map(touched -> touched == 1);
    }

    Future<List<Known>> all(Duration grace) {
        return sql.list(NodeStore::known, """
                SELECT id, name, host, started_at, lease_until, buried_at IS NOT NULL AS buried,
                       lease_until < pult_now() - $1 * interval '1 millisecond' AS overdue,
                       buried_at IS NULL AND lease_until > pult_now() AS live
                FROM node ORDER BY started_at, id""", grace.toMillis());
    }

    /**
     * @param leaseUntil as it was seen unchanged for so long; a renewal in between saves the incarnation
     * @return false when somebody else has buried it, or it lives
     */
    Future<Boolean> bury(UUID id, Instant leaseUntil, Duration grace) {
        return sql.update("""
                        UPDATE node SET buried_at = pult_now()
                        WHERE id = $1 AND lease_until = $2 AND buried_at IS NULL
                          AND lease_until < pult_now() - $3 * interval '1 millisecond'""", id, leaseUntil, grace.toMillis()).map(touched -> touched == 1);
    }

    /** Buries an incarnation by its own wish, whatever the clocks say, and frees its roles. */
    Future<Void> release(UUID id) {
        return sql.query("""
                        WITH freed AS (UPDATE role SET owner = NULL WHERE owner = $1)
                        UPDATE node SET buried_at = pult_now() WHERE id = $1 AND buried_at IS NULL""", id).mapEmpty();
    }

    /** Whoever was buried a day ago; what still names one as its owner becomes nobody's. */
    Future<Integer> sweep() {
        return sql.update("DELETE FROM node WHERE buried_at < pult_now() - interval '1 day'");
    }

    /** @return the epoch of the new holder, or null when another holds the role */
    Future<@Nullable Long> claim(String role, UUID owner, UUID[] dead) {
        return sql.list(row -> row.getLong("epoch"), """
                        INSERT INTO role (name, owner, epoch) VALUES ($1, $2, 1)
                        ON CONFLICT (name) DO UPDATE SET owner = $2, epoch = role.epoch + 1
                        WHERE role.owner IS NULL OR role.owner = $2 OR role.owner = ANY ($3)
                        RETURNING epoch""", role, owner, dead)
                .map(rows -> rows.isEmpty() ? null : rows.get(0));
    }

    private static Known known(Row row) {
        return new Known(
                new LiveNode(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("host"),
                        Sql.instant(row, "started_at")),
                Sql.instant(row, "lease_until"),
                row.getBoolean("buried"),
                row.getBoolean("overdue"),
                row.getBoolean("live"));
    }
}
