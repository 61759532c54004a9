package io.pult.identity;

import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.contract.identity.Workspace;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code workspace}. Roles in its answers are those of the person who is named, read with the row. */
final class WorkspaceStore {
    private static final String SORT = "-created_at";
    private static final String STILL_REFERENCED = "23503";

    private final Sql sql;

    WorkspaceStore(Sql sql) {
        this.sql = sql;
    }

    /** With its first owner. */
    Future<Workspace> insert(UUID id, String name, UUID owner, Instant at) {
        return sql.one(WorkspaceStore::workspace, IllegalStateException::new, """
                        WITH made AS (
                            INSERT INTO workspace (id, name, created_at) VALUES ($1, $2, $4) RETURNING *
                        ), owned AS (
                            INSERT INTO workspace_member (workspace_id, user_id, role, since)
                            SELECT id, $3, 'owner', created_at FROM made
                            RETURNING role
                        )
                        SELECT made.*, owned.role FROM made, owned
                        """, id, name, owner, at);
    }

    Future<Optional<Workspace>> find(UUID id, @Nullable UUID person) {
        return sql.first(WorkspaceStore::workspace, """
                        SELECT workspace.*, member.role
                        FROM workspace LEFT JOIN workspace_member member
                            ON member.workspace_id = workspace.id AND member.user_id = $2
                        WHERE workspace.id = $1
                        """, id, person);
    }

    /** Whoever changes a workspace or its members holds this first, so that two of them never both count the same owner. */
    Future<Void> lock(UUID id) {
        return sql.query("SELECT id FROM workspace WHERE id = $1 FOR UPDATE", id)
                .mapEmpty();
    }

    /** It cannot be deleted until the transaction ends. */
    Future<Void> keep(UUID id) {
        return sql.query("SELECT id FROM workspace WHERE id = $1 FOR KEY SHARE", id)
                .mapEmpty();
    }

    /** @param others besides those of which the person is a member */
    Future<Page<Workspace>> list(
            @Nullable UUID person, Collection<UUID> others, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        return sql.list(
                        WorkspaceStore::workspace,
                        """
                        SELECT workspace.*, member.role
                        FROM workspace LEFT JOIN workspace_member member
                            ON member.workspace_id = workspace.id AND member.user_id = $1
                        WHERE workspace.id = ANY(
                                ARRAY(SELECT workspace_id FROM workspace_member WHERE user_id = $1) || $2::uuid[])
                          AND ($3::timestamptz IS NULL
                               OR (workspace.created_at, workspace.id) < ($3::timestamptz, $4::uuid))
                        ORDER BY workspace.created_at DESC, workspace.id DESC
                        LIMIT $5
                        """,
                        person,
                        others.toArray(UUID[]::new),
                        cursor == null ? null : cursor.instant(0),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> page(rows, limit));
    }

    Future<Page<Workspace>> listAll(@Nullable UUID person, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        return sql.list(
                        WorkspaceStore::workspace,
                        """
                        SELECT workspace.*, member.role
                        FROM workspace LEFT JOIN workspace_member member
                            ON member.workspace_id = workspace.id AND member.user_id = $1
                        WHERE $2::timestamptz IS NULL
                           OR (workspace.created_at, workspace.id) < ($2::timestamptz, $3::uuid)
                        ORDER BY workspace.created_at DESC, workspace.id DESC
                        LIMIT $4
                        """,
                        person,
                        cursor == null ? null : cursor.instant(0),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> page(rows, limit));
    }

    private static Page<Workspace> page(List<Workspace> rows, int limit) {
        return Cursor.page(
                rows,
                limit,
                SORT,
                found -> List.of(found.createdAt().toString(), found.id().toString()));
    }

    Future<Void> rename(UUID id, String name) {
        return sql.query("UPDATE workspace SET name = $2, version = version + 1 WHERE id = $1", id, name)
                .mapEmpty();
    }

    /** Its members have changed. */
    Future<Void> touch(UUID id) {
        return sql.query("UPDATE workspace SET version = version + 1 WHERE id = $1", id)
                .mapEmpty();
    }

    /**
     * Members, invitations and keys of the workspace go with it. What other concerns keep in it does not: their rows
     * reference {@code workspace} without an ON DELETE, and the database refuses.
     *
     * @return fails with CONFLICT {@code workspace.not_empty}
     */
    Future<Void> delete(UUID id) {
        return sql.query("DELETE FROM workspace WHERE id = $1", id)
                .<Void>mapEmpty()
                .recover(cause -> Future.failedFuture(
                        cause instanceof PgException pg && STILL_REFERENCED.equals(pg.getSqlState())
                                ? Failure.conflict(
                                        "workspace.not_empty",
                                        "Something still belongs to this workspace; remove or move it first")
                                : cause));
    }

    private static Workspace workspace(Row row) {
        String role = row.getString("role");
        return new Workspace(
                row.getUUID("id"),
                row.getString("name"),
                role == null ? null : MemberRole.of(role),
                row.getLong("version"),
                Sql.instant(row, "created_at"));
    }
}
