package io.pult.vk;

import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL behind the matrix of tokens and methods. */
final class MatrixStore {
    private final Sql sql;

    MatrixStore(Sql sql) {
        this.sql = sql;
    }

    Future<List<Stored>> accountsAfter(@Nullable UUID id, int limit) {
        return sql.list(SystemAccountStore::stored, """
                SELECT * FROM system_accounts
                WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id > $1::uuid)
                ORDER BY id
                LIMIT $2
                """, id, limit);
    }
}
