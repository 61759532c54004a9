package io.pult.identity.factor;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** SQL of {@code recovery_code}. */
final class RecoveryCodeStore {
    private final Sql sql;

    RecoveryCodeStore(Sql sql) {
        this.sql = sql;
    }

    /** Codes from before are gone, used or not: to be called within a transaction. */
    Future<Void> replace(UUID user, List<RecoveryCode> codes) {
        String[] hashes = codes.stream().map(RecoveryCode::hash).toArray(String[]::new);
        return remove(user)
                .compose(removed -> sql.query(
                        "INSERT INTO recovery_code (user_id, code_hash) SELECT $1, unnest($2::text[])", user, hashes))
                .mapEmpty();
    }

    /** @return false when there is no such code, or it was used before: of two at once, one gets true */
    Future<Boolean> use(UUID user, RecoveryCode code, Instant at) {
        return sql.update("""
                        UPDATE recovery_code SET used_at = $3
                        WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL
                        """, user, code.hash(), at).map(touched -> touched == 1);
    }

    Future<Void> remove(UUID user) {
        return sql.query("DELETE FROM recovery_code WHERE user_id = $1", user).mapEmpty();
    }
}
