package io.pult.identity;

import io.pult.bus.Page;
import io.pult.contract.identity.ApiKey;
import io.pult.infra.Cursor;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code api_key}. */
final class ApiKeyStore {
    private static final String SORT = "-created_at";

    private final Pg pg;

    ApiKeyStore(Pg pg) {
        this.pg = pg;
    }

    Future<Void> insert(ApiKey key, String tokenHash) {
        return pg.query(
                        """
                        INSERT INTO api_key (id, name, token_hash, hint, scopes, created_by, created_at, expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """,
                        key.id(),
                        key.name(),
                        tokenHash,
                        key.hint(),
                        key.scopes().toArray(String[]::new),
                        key.createdBy(),
                        key.createdAt(),
                        key.expiresAt())
                .mapEmpty();
    }

    Future<Page<ApiKey>> list(int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        Instant beforeAt = cursor == null ? null : cursor.instant(0);
        UUID beforeId = cursor == null ? null : cursor.uuid(1);
        return pg.list(ApiKeyStore::key, """
                        SELECT * FROM api_key
                        WHERE revoked_at IS NULL
                          AND ($1::timestamptz IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid))
                        ORDER BY created_at DESC, id DESC
                        LIMIT $3
                        """, beforeAt, beforeId, limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        key -> List.of(key.createdAt().toString(), key.id().toString())));
    }

    /** @param asOf number of the last revocation that this takes account of */
    record Living(ApiKey key, long asOf) {}

    /** The key with this hash, unless it is revoked or over. */
    Future<Optional<Living>> living(String tokenHash) {
        return pg.first(row -> new Living(key(row), row.getLong("as_of")), """
                        SELECT api_key.*, (SELECT coalesce(max(seq), 0) FROM revocation) AS as_of
                        FROM api_key
                        WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
                        """, tokenHash);
    }

    /** @return false when there was nothing to revoke */
    Future<Boolean> revoke(UUID id) {
        return pg.tx(tx -> tx.list(
                        row -> row.getString("token_hash"),
                        "UPDATE api_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING token_hash",
                        id)
                .compose(revoked -> revoked.isEmpty()
                        ? Future.succeededFuture(false)
                        : new RevocationStore(tx).add(revoked.get(0)).map(true)));
    }

    Future<Void> noteUse(Collection<UUID> ids, Instant at) {
        return pg.query(
                        "UPDATE api_key SET last_used_at = greatest(last_used_at, $2::timestamptz) WHERE id = ANY($1)",
                        ids.toArray(UUID[]::new),
                        at)
                .mapEmpty();
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("hint"),
                Arrays.asList(row.getArrayOfStrings("scopes")),
                row.getString("created_by"),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "expires_at"),
                Sql.instantOrNull(row, "last_used_at"));
    }
}
