package io.pult.identity;

import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.contract.identity.InvitationPreview;
import io.pult.contract.identity.WorkspaceInvitation;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code workspace_invitation}. */
final class InvitationStore {
    private static final String SORT = "-created_at";

    private final Sql sql;

    InvitationStore(Sql sql) {
        this.sql = sql;
    }

    Future<Void> insert(UUID workspace, WorkspaceInvitation invitation, String tokenHash) {
        return sql.query(
                        """
                        INSERT INTO workspace_invitation
                            (id, workspace_id, role, token_hash, created_by, created_at, expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """,
                        invitation.id(),
                        workspace,
                        invitation.role().text(),
                        tokenHash,
                        invitation.createdBy(),
                        invitation.createdAt(),
                        invitation.expiresAt())
                .mapEmpty();
    }

    /** What is left when those that are over have been taken away. */
    Future<Long> countLiving(UUID workspace, Instant now) {
        return sql.query(
                        "DELETE FROM workspace_invitation WHERE workspace_id = $1 AND expires_at <= $2", workspace, now)
                .compose(swept -> sql.one(
                        row -> row.getLong("living"),
                        IllegalStateException::new,
                        "SELECT count(*) AS living FROM workspace_invitation WHERE workspace_id = $1",
                        workspace));
    }

    Future<Page<WorkspaceInvitation>> list(UUID workspace, Instant now, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        return sql.list(
                        InvitationStore::invitation,
                        """
                        SELECT * FROM workspace_invitation
                        WHERE workspace_id = $1 AND expires_at > $2
                          AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
                        ORDER BY created_at DESC, id DESC
                        LIMIT $5
                        """,
                        workspace,
                        now,
                        cursor == null ? null : cursor.instant(0),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        found ->
                                List.of(found.createdAt().toString(), found.id().toString())));
    }

    Future<Boolean> delete(UUID workspace, UUID id) {
        return sql.update("DELETE FROM workspace_invitation WHERE workspace_id = $1 AND id = $2", workspace, id)
                .map(rows -> rows > 0);
    }

    /** Who is no owner any more must not come back by a door left open. */
    Future<Void> forget(UUID workspace, String createdBy) {
        return sql.query(
                        "DELETE FROM workspace_invitation WHERE workspace_id = $1 AND created_by = $2",
                        workspace,
                        createdBy)
                .mapEmpty();
    }

    Future<Optional<InvitationPreview>> preview(String tokenHash, Instant now) {
        return sql.first(InvitationStore::preview, """
                        SELECT workspace.name AS workspace, invitation.role, invitation.expires_at,
                               app_user.id AS inviter, app_user.login, coalesce(profile.name, '') AS name
                        FROM workspace_invitation invitation
                            JOIN workspace ON workspace.id = workspace_id
                            LEFT JOIN app_user ON app_user.id =
                                CASE WHEN created_by LIKE 'user:%' THEN substr(created_by, 6)::uuid END
                            LEFT JOIN profile ON profile.user_id = app_user.id
                        WHERE token_hash = $1 AND invitation.expires_at > $2
                        """, tokenHash, now);
    }

    private static InvitationPreview preview(Row row) {
        var inviter = row.getUUID("inviter") == null
                ? null
                : new InvitationPreview.Inviter(row.getString("login"), row.getString("name"));
        return new InvitationPreview(
                row.getString("workspace"),
                inviter,
                MemberRole.of(row.getString("role")),
                Sql.instant(row, "expires_at"));
    }

    /** Where the token leads; not yet taken, nor kept from being taken by another. */
    Future<Optional<UUID>> workspaceOf(String tokenHash, Instant now) {
        return sql.first(
                row -> row.getUUID("workspace_id"),
                "SELECT workspace_id FROM workspace_invitation WHERE token_hash = $1 AND expires_at > $2",
                tokenHash,
                now);
    }

    /** @return empty when it is over, or another was faster */
    Future<Optional<WorkspaceInvitation>> take(String tokenHash, Instant now) {
        return sql.first(
                InvitationStore::invitation,
                "DELETE FROM workspace_invitation WHERE token_hash = $1 AND expires_at > $2 RETURNING *",
                tokenHash,
                now);
    }

    private static WorkspaceInvitation invitation(Row row) {
        return new WorkspaceInvitation(
                row.getUUID("id"),
                MemberRole.of(row.getString("role")),
                row.getString("created_by"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"));
    }
}
