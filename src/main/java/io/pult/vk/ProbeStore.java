package io.pult.vk;

import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** SQL of the table {@code vk_probes}: which accounts are to be asked again whether their tokens live, and when. */
final class ProbeStore {
    private final Sql sql;

    ProbeStore(Sql sql) {
        this.sql = sql;
    }

    /** @param tries that have failed so far */
    record Due(Stored stored, int tries) {}

    /**
     * Those that VK has refused and those whose rest is over, longest due first. Neither the disabled, which a person
     * has taken out, nor the expired and somebody else's, which only another token helps.
     *
     * @param first after the account went out
     */
    Future<List<Due>> due(Duration first, int limit) {
        return sql.list(
                row -> new Due(SystemAccountStore.stored(row), row.getInteger("tries")), """
                SELECT * FROM (
                    SELECT account.*, coalesce(probe.tries, 0) AS tries,
                           coalesce(probe.next_at, CASE account.status WHEN 'cooling' THEN account.until
                               ELSE account.updated_at END + $1 * interval '1 millisecond') AS due_at
                    FROM system_accounts account
                    LEFT JOIN vk_probes probe ON probe.account_id = account.id AND probe.epoch = account.epoch
                    WHERE account.deleted_at IS NULL AND account.token IS NOT NULL
                      AND (account.status IN ('needs_human', 'error')
                           OR account.status = 'cooling' AND account.until <= now())
                      AND (probe.account_id IS NULL OR probe.next_at IS NOT NULL)
                ) candidate
                WHERE due_at <= now()
                ORDER BY due_at, id
                LIMIT $2
                """, first.toMillis(), limit);
    }

    Future<Void> failed(UUID account, long epoch, int tries, Duration next) {
        return sql.query("""
                        INSERT INTO vk_probes (account_id, epoch, tries, next_at)
                        VALUES ($1, $2, $3, now() + $4 * interval '1 millisecond')
                        ON CONFLICT (account_id) DO UPDATE
                        SET epoch = excluded.epoch, tries = excluded.tries, next_at = excluded.next_at
                        """, account, epoch, tries, next.toMillis()).mapEmpty();
    }

    /** The token is somebody else's, which does not change by waiting: not before there is another one. */
    Future<Void> never(UUID account, long epoch) {
        return sql.query("""
                        INSERT INTO vk_probes (account_id, epoch, tries, next_at)
                        VALUES ($1, $2, 1, NULL)
                        ON CONFLICT (account_id) DO UPDATE
                        SET epoch = excluded.epoch, tries = excluded.tries, next_at = excluded.next_at
                        """, account, epoch).mapEmpty();
    }

    Future<Void> over(UUID account) {
        return sql.query("DELETE FROM vk_probes WHERE account_id = $1", account).mapEmpty();
    }
}
