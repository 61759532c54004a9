package io.pult.vk;

import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL behind the matrix of tokens and methods. */
final class MatrixStore {
    /** Of each token: a page must not cost a reading of the whole log. */
    private static final int ATTEMPTS = 500;

    private final Sql sql;

    MatrixStore(Sql sql) {
        this.sql = sql;
    }

    /** @param account absent for tokens of the environment */
    record Use(@Nullable UUID account, String method) {}

    Future<List<Stored>> accountsAfter(@Nullable UUID id, int limit) {
        return sql.list(SystemAccountStore::stored, """
                SELECT * FROM system_accounts
                WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id > $1::uuid)
                ORDER BY id
                LIMIT $2
                """, id, limit);
    }

    /** Which of the accounts, or the environment's token, went with which methods in their last attempts. */
    Future<List<Use>> uses(List<UUID> accounts) {
        return sql.list(
                row -> new Use(row.getUUID("account_id"), row.getString("method")),
                """
                SELECT DISTINCT account_id, method
                FROM unnest($1::uuid[]) AS account (id)
                CROSS JOIN LATERAL (
                    SELECT account_id, method FROM token_logs
                    WHERE account_id = account.id AND "timestamp" > now() - interval '7 days'
                    ORDER BY "timestamp" DESC, id DESC
                    LIMIT $2) AS attempt
                UNION
                SELECT DISTINCT account_id, method
                FROM (
                    SELECT account_id, method FROM token_logs
                    WHERE account_id IS NULL AND is_env_token AND "timestamp" > now() - interval '7 days'
                    ORDER BY "timestamp" DESC, id DESC
                    LIMIT $2) AS attempt
                ORDER BY method
                """,
                accounts.toArray(UUID[]::new),
                ATTEMPTS);
    }
}
