package io.pult.identity;

import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.contract.identity.WorkspaceMember;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code workspace_member}. */
final class MemberStore {
    private static final String SORT = "since";

    private final Sql sql;

    MemberStore(Sql sql) {
        this.sql = sql;
    }

    /** @param owned those in which the person is an owner */
    record Count(long joined, long owned) {}

    /**
     * Whoever counts what a person has, to see whether there is room for one more, holds this first, or two at once would both
     * find room. Whoever locks a workspace too does that before.
     *
     * @return fails with UNAUTHENTICATED when the person is no more, or blocked
     */
    Future<Void> lockPerson(UUID person) {
        return sql.list(
                        row -> true,
                        "SELECT id FROM app_user WHERE id = $1 AND status = 'active' FOR NO KEY UPDATE",
                        person)
                .compose(locked ->
                        locked.isEmpty() ? Future.failedFuture(AccessTokens.unknown()) : Future.succeededFuture());
    }

    /** How many workspaces a person is in. */
    Future<Count> count(UUID person) {
        return sql.one(
                row -> new Count(row.getLong("joined"), row.getLong("owned")), IllegalStateException::new, """
                SELECT count(*) AS joined, count(*) FILTER (WHERE role = 'owner') AS owned
                FROM workspace_member WHERE user_id = $1
                """, person);
    }

    Future<Optional<MemberRole>> role(UUID workspace, UUID person) {
        return sql.first(
                row -> MemberRole.of(row.getString("role")),
                "SELECT role FROM workspace_member WHERE workspace_id = $1 AND user_id = $2",
                workspace,
                person);
    }

    Future<Long> owners(UUID workspace) {
        return sql.one(
                row -> row.getLong("owners"),
                IllegalStateException::new,
                "SELECT count(*) AS owners FROM workspace_member WHERE workspace_id = $1 AND role = 'owner'",
                workspace);
    }

    Future<List<UUID>> people(UUID workspace) {
        return sql.list(
                row -> row.getUUID("user_id"),
                "SELECT user_id FROM workspace_member WHERE workspace_id = $1 ORDER BY user_id",
                workspace);
    }

    Future<Void> insert(UUID workspace, UUID person, MemberRole role, Instant at) {
        return sql.query(
                        "INSERT INTO workspace_member (workspace_id, user_id, role, since) VALUES ($1, $2, $3, $4)",
                        workspace,
                        person,
                        role.text(),
                        at)
                .mapEmpty();
    }

    Future<Void> setRole(UUID workspace, UUID person, MemberRole role) {
        return sql.query(
                        "UPDATE workspace_member SET role = $3 WHERE workspace_id = $1 AND user_id = $2",
                        workspace,
                        person,
                        role.text())
                .mapEmpty();
    }

    Future<Void> remove(UUID workspace, UUID person) {
        return sql.query("DELETE FROM workspace_member WHERE workspace_id = $1 AND user_id = $2", workspace, person)
                .mapEmpty();
    }

    Future<Optional<WorkspaceMember>> find(UUID workspace, UUID person) {
        return sql.first(MemberStore::member, """
                        SELECT member.*, login, coalesce(profile.name, '') AS name
                        FROM workspace_member member
                            JOIN app_user ON app_user.id = user_id
                            LEFT JOIN profile USING (user_id)
                        WHERE workspace_id = $1 AND user_id = $2
                        """, workspace, person);
    }

    Future<Page<WorkspaceMember>> list(UUID workspace, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        return sql.list(
                        MemberStore::member,
                        """
                        SELECT member.*, login, coalesce(profile.name, '') AS name
                        FROM workspace_member member
                            JOIN app_user ON app_user.id = user_id
                            LEFT JOIN profile USING (user_id)
                        WHERE workspace_id = $1
                          AND ($2::timestamptz IS NULL OR (since, user_id) > ($2::timestamptz, $3::uuid))
                        ORDER BY since, user_id
                        LIMIT $4
                        """,
                        workspace,
                        cursor == null ? null : cursor.instant(0),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        member -> List.of(
                                member.since().toString(), member.userId().toString())));
    }

    private static WorkspaceMember member(Row row) {
        return new WorkspaceMember(
                row.getUUID("user_id"),
                row.getString("login"),
                row.getString("name"),
                MemberRole.of(row.getString("role")),
                Sql.instant(row, "since"));
    }
}
