package io.pult.identity.factor;

import io.pult.bus.Failure;
import io.pult.contract.identity.Passkey;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of {@code passkey}. */
final class PasskeyStore {
    private final Sql sql;

    PasskeyStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param credential base64url, as the authenticator chose it
     * @param publicKey base64url of the COSE key
     * @param signCount 0 for authenticators that do not count
     */
    record Stored(
            UUID id, UUID user, String name, String credential, String publicKey, String aaguid, long signCount) {}

    /** @return fails with CONFLICT {@code passkey.known} */
    Future<Void> insert(Stored passkey, Instant at) {
        return sql.query(
                        """
                        INSERT INTO passkey (id, user_id, name, credential_id, public_key, aaguid, sign_count, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """,
                        passkey.id(),
                        passkey.user(),
                        passkey.name(),
                        passkey.credential(),
                        passkey.publicKey(),
                        passkey.aaguid(),
                        passkey.signCount(),
                        at)
                .<Void>mapEmpty()
                .recover(cause -> Future.failedFuture(
                        Pg.violates(cause, "passkey_credential_unique")
                                ? Failure.conflict("passkey.known", "This passkey is known already")
                                : cause));
    }

    /** Bounded by how many a person may have. */
    Future<List<Stored>> of(UUID user) {
        return sql.list(PasskeyStore::stored, "SELECT * FROM passkey WHERE user_id = $1 ORDER BY created_at, id", user);
    }

    Future<List<Passkey>> shown(UUID user) {
        return sql.list(
                row -> new Passkey(
                        row.getUUID("id"),
                        row.getString("name"),
                        Sql.instant(row, "created_at"),
                        Sql.instantOrNull(row, "last_used_at")),
                "SELECT * FROM passkey WHERE user_id = $1 ORDER BY created_at, id",
                user);
    }

    Future<Optional<Stored>> byCredential(String credential) {
        return sql.first(PasskeyStore::stored, "SELECT * FROM passkey WHERE credential_id = $1", credential);
    }

    /** @return false when the passkey is gone, or has been used with this count or a higher one meanwhile */
    Future<Boolean> use(UUID id, long signCount, Instant at) {
        return sql.update("""
                        UPDATE passkey SET sign_count = $2, last_used_at = $3
                        WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
                        """, id, signCount, at).map(touched -> touched == 1);
    }

    /** @return false when this person has no such passkey */
    Future<Boolean> remove(UUID user, UUID id) {
        return sql.update("DELETE FROM passkey WHERE user_id = $1 AND id = $2", user, id)
                .map(touched -> touched == 1);
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getUUID("id"),
                row.getUUID("user_id"),
                row.getString("name"),
                row.getString("credential_id"),
                row.getString("public_key"),
                row.getString("aaguid"),
                row.getLong("sign_count"));
    }
}
