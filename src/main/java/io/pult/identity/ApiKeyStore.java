package io.pult.identity;

import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.contract.identity.ApiKey;
import io.pult.infra.Cursor;
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

    private final Sql sql;

    ApiKeyStore(Sql sql) {
        this.sql = sql;
    }

    Future<Void> insert(ApiKey key, String tokenHash) {
        return sql.query(
                        """
                        INSERT INTO api_key (id, name, token_hash, hint, owner_id, workspace_id, scopes, created_by,
                                             created_at, expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        """,
                        key.id(),
                        key.name(),
                        tokenHash,
                        key.hint(),
                        key.owner(),
                        key.workspace(),
                        key.scopes().stream()
                                .map(scope -> key.workspace() == null ? scope : Principal.inWorkspace(scope))
                                .toArray(String[]::new),
                        key.createdBy(),
                        key.createdAt(),
                        key.expiresAt())
                .mapEmpty();
    }

    /** @param owner absent: whoever owns them */
    Future<Page<ApiKey>> list(@Nullable UUID owner, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        Instant beforeAt = cursor == null ? null : cursor.instant(0);
        UUID beforeId = cursor == null ? null : cursor.uuid(1);
        return sql.list(ApiKeyStore::key, """
                        SELECT * FROM api_key
                        WHERE revoked_at IS NULL
                          AND ($4::uuid IS NULL OR owner_id = $4::uuid)
                          AND ($1::timestamptz IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid))
                        ORDER BY created_at DESC, id DESC
                        LIMIT $3
                        """, beforeAt, beforeId, limit + 1, owner)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        key -> List.of(key.createdAt().toString(), key.id().toString())));
    }

    Future<Long> countLiving(UUID owner) {
        return sql.one(row -> row.getLong("living"), IllegalStateException::new, """
                        SELECT count(*) AS living FROM api_key
                        WHERE owner_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
                        """, owner);
    }

    Future<Optional<ApiKey>> find(UUID id) {
        return sql.first(ApiKeyStore::key, "SELECT * FROM api_key WHERE id = $1 AND revoked_at IS NULL", id);
    }

    /**
     * A key that is neither revoked nor over, and what its owner is, read at one moment.
     *
     * @param owner absent when the key has none
     * @param asOf number of the last revocation that this takes account of
     */
    record Living(ApiKey key, @Nullable Owner owner, long asOf) {}

    /** @param role in the key's workspace; absent when the owner is no member, or the key is of none */
    record Owner(
            boolean blocked,
            boolean administrates,
            @Nullable MemberRole role) {}

    Future<Optional<Living>> living(String tokenHash) {
        return sql.first(ApiKeyStore::living, """
                        SELECT api_key.*, app_user.status AS owner_status, member.role AS owner_role,
                               EXISTS (SELECT FROM user_role WHERE user_id = app_user.id
                                       AND role IN ('ADMIN', 'SUPERUSER')) AS owner_administrates,
                               (SELECT coalesce(max(seq), 0) FROM revocation) AS as_of
                        FROM api_key LEFT JOIN app_user ON app_user.id = api_key.owner_id
                            LEFT JOIN workspace_member member ON member.workspace_id = api_key.workspace_id
                                AND member.user_id = api_key.owner_id
                        WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
                        """, tokenHash);
    }

    /**
     * @param owner absent: whosever it is
     * @return the hash of its token; empty when there was nothing to revoke
     */
    Future<Optional<String>> revoke(UUID id, @Nullable UUID owner) {
        return sql.first(row -> row.getString("token_hash"), """
                        UPDATE api_key SET revoked_at = now()
                        WHERE id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR owner_id = $2::uuid)
                        RETURNING token_hash
                        """, id, owner);
    }

    Future<Void> noteUse(Collection<UUID> ids, Instant at) {
        return sql.query(
                        "UPDATE api_key SET last_used_at = greatest(last_used_at, $2::timestamptz) WHERE id = ANY($1)",
                        ids.toArray(UUID[]::new),
                        at)
                .mapEmpty();
    }

    private static Living living(Row row) {
        String status = row.getString("owner_status");
        String role = row.getString("owner_role");
        var owner = status == null
                ? null
                : new Owner(
                        status.equals("blocked"),
                        row.getBoolean("owner_administrates"),
                        role == null ? null : MemberRole.of(role));
        return new Living(key(row), owner, row.getLong("as_of"));
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("hint"),
                row.getUUID("owner_id"),
                row.getUUID("workspace_id"),
                Arrays.stream(row.getArrayOfStrings("scopes"))
                        .map(Principal::scope)
                        .toList(),
                row.getString("created_by"),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "expires_at"),
                Sql.instantOrNull(row, "last_used_at"));
    }
}
