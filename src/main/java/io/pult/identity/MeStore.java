package io.pult.identity;

import io.pult.bus.MemberRole;
import io.pult.contract.identity.Me;
import io.pult.contract.identity.Role;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of what a person sees and changes of their own account. */
final class MeStore {
    private final Sql sql;

    MeStore(Sql sql) {
        this.sql = sql;
    }

    /** Without the session. */
    Future<Optional<Me>> find(UUID user) {
        return memberships(user).compose(memberships -> sql.first(row -> me(row, memberships), """
                        SELECT app_user.*, profile.*, password_hash IS NOT NULL AS has_password,
                               ARRAY(SELECT role FROM user_role WHERE user_id = app_user.id) AS roles
                        FROM app_user JOIN profile ON profile.user_id = app_user.id
                        WHERE id = $1
                        """, user));
    }

    private Future<List<Me.Membership>> memberships(UUID user) {
        return sql.list(MeStore::membership, """
                SELECT workspace.id, workspace.name, workspace_member.role, workspace_member.since
                FROM workspace_member JOIN workspace ON workspace.id = workspace_id
                WHERE user_id = $1
                ORDER BY since, workspace.id
                """, user);
    }

    /** @return the version; empty when the person is no more */
    Future<Optional<Long>> lock(UUID user) {
        return sql.first(row -> row.getLong("version"), "SELECT version FROM app_user WHERE id = $1 FOR UPDATE", user);
    }

    /** Each of them absent: it stays. */
    Future<Void> update(UUID user, @Nullable String name, @Nullable String langCode, @Nullable String timeZone) {
        return sql.query("""
                        WITH described AS (
                            UPDATE profile
                            SET name = coalesce($2, name), lang_code = coalesce($3, lang_code),
                                time_zone = coalesce($4, time_zone)
                            WHERE user_id = $1
                        )
                        UPDATE app_user SET version = version + 1 WHERE id = $1
                        """, user, name, langCode, timeZone).mapEmpty();
    }

    private static Me me(Row row, List<Me.Membership> memberships) {
        return new Me(
                row.getUUID("id"),
                row.getString("login"),
                row.getString("name"),
                row.getString("lang_code"),
                row.getString("time_zone"),
                Arrays.stream(row.getArrayOfStrings("roles"))
                        .map(Role::valueOf)
                        .sorted()
                        .toList(),
                row.getOffsetDateTime("verified_at") != null,
                row.getBoolean("has_password"),
                memberships,
                Sql.instant(row, "created_at"),
                null,
                row.getLong("version"));
    }

    private static Me.Membership membership(Row row) {
        return new Me.Membership(
                row.getUUID("id"),
                row.getString("name"),
                MemberRole.of(row.getString("role")),
                Sql.instant(row, "since"));
    }
}
