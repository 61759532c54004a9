package io.pult.identity;

import io.pult.contract.identity.ErasureOps.Erased;
import io.pult.contract.identity.Role;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL of forgetting a person. */
final class ErasureStore {
    private static final int AT_ONCE = 1_000;

    private final Sql sql;

    ErasureStore(Sql sql) {
        this.sql = sql;
    }

    /** @param since when the person's erasure was asked for; absent: it was not */
    record Locked(Set<Role> roles, @Nullable Instant since) {}

    /** @return empty when the person is no more */
    Future<Optional<Locked>> lock(UUID user) {
        return sql.first(ErasureStore::locked, """
                SELECT erasing_since, ARRAY(SELECT role FROM user_role WHERE user_id = app_user.id) AS roles
                FROM app_user
                WHERE id = $1
                FOR UPDATE
                """, user);
    }

    Future<Optional<Instant>> erasedAt(UUID user) {
        return sql.first(row -> Sql.instant(row, "at"), "SELECT at FROM erasure WHERE user_id = $1", user);
    }

    /** From now on nothing of what the person holds opens anything. */
    Future<Void> block(UUID user, Instant at) {
        return sql.query("""
                        WITH ended AS (
                            UPDATE session SET ended_at = $2::timestamptz, ended_because = 'erasure'
                            WHERE user_id = $1 AND ended_at IS NULL
                        )
                        UPDATE app_user
                        SET status = 'blocked', blocked_reason = 'erasure', erasing_since = $2::timestamptz,
                            version = version + 1
                        WHERE id = $1
                        """, user, at).mapEmpty();
    }

    /**
     * Those that the person owns, and those from before keys had owners. What they were called is the person's, too.
     *
     * @return hashes of those that were living
     */
    Future<List<String>> revokeKeys(UUID user, Instant at) {
        return sql.list(row -> row.getString("token_hash"), """
                WITH living AS (
                    SELECT id, token_hash FROM api_key
                    WHERE (owner_id = $3 OR owner_id IS NULL AND created_by = $1) AND revoked_at IS NULL
                ), erased AS (
                    UPDATE api_key SET name = '', revoked_at = coalesce(revoked_at, $2::timestamptz)
                    WHERE owner_id = $3 OR owner_id IS NULL AND created_by = $1
                )
                SELECT token_hash FROM living
                """, User.subject(user), at, user);
    }

    /** Profile, roles, sessions, memberships and all else that hangs on the person goes along. */
    Future<Void> delete(UUID user) {
        return sql.query("DELETE FROM app_user WHERE id = $1", user).mapEmpty();
    }

    /** Takes a lock, so that numbers become visible in their order: others wait from here on until the transaction ends. */
    Future<Void> note(UUID user, Instant at) {
        return sql.query("LOCK TABLE erasure IN SHARE ROW EXCLUSIVE MODE")
                .compose(locked -> sql.query("INSERT INTO erasure (user_id, at) VALUES ($1, $2)", user, at))
                .mapEmpty();
    }

    Future<List<Erased>> since(long after) {
        return sql.list(
                row -> new Erased(row.getLong("seq"), row.getUUID("user_id"), Sql.instant(row, "at")),
                "SELECT * FROM erasure WHERE seq > $1 ORDER BY seq LIMIT $2",
                after,
                AT_ONCE);
    }

    private static Locked locked(Row row) {
        return new Locked(
                Arrays.stream(row.getArrayOfStrings("roles"))
                        .map(Role::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                Sql.instantOrNull(row, "erasing_since"));
    }
}
