package io.pult.identity;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A part that is what a query finds. */
public final class PersonalRows implements PersonalData {
    private final Sql sql;
    private final String name;
    private final String query;

    /** @param query with the person's id as {@code $1}; names the columns that go along, and their order */
    public PersonalRows(Sql sql, String name, String query) {
        this.sql = sql;
        this.name = name;
        this.query = query + " LIMIT " + MOST;
    }

    /** What the tables of the accounts themselves hold. */
    static List<PersonalData> ofAccounts(Sql sql) {
        return List.of(
                new PersonalRows(sql, "account", """
                        SELECT id, login, password_hash IS NOT NULL AS has_password, password_changed_at, status, created_at,
                               last_sign_in_at
                        FROM app_user WHERE id = $1"""),
                new PersonalRows(sql, "profile", """
                        SELECT name, lang_code, time_zone, verified_at FROM profile WHERE user_id = $1"""),
                new PersonalRows(sql, "roles", """
                        SELECT role, granted_at FROM user_role WHERE user_id = $1 ORDER BY role"""),
                new PersonalRows(sql, "sessions", """
                        SELECT id, client, proof, device, address, created_at, confirmed_at, last_used_at, expires_at, ended_at,
                               ended_because
                        FROM session WHERE user_id = $1 ORDER BY created_at DESC, id"""),
                new PersonalRows(sql, "memberships", """
                        SELECT workspace.id AS workspace, workspace.name, workspace_member.role, workspace_member.since
                        FROM workspace_member JOIN workspace ON workspace.id = workspace_id
                        WHERE user_id = $1 ORDER BY workspace_member.since DESC, workspace.id"""),
                new PersonalRows(sql, "api_keys", """
                        SELECT id, name, hint, scopes, workspace_id AS workspace, created_at, expires_at,
                               revoked_at, last_used_at
                        FROM api_key
                        WHERE owner_id = $1 OR owner_id IS NULL AND created_by = 'user:' || $1::uuid
                        ORDER BY created_at DESC, id"""));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<JsonArray> of(UUID user) {
        return sql.list(Row::toJson, query, user).map(rows -> {
            rows.forEach(row -> row.getMap().values().removeIf(Objects::isNull));
            return new JsonArray(rows);
        });
    }
}
