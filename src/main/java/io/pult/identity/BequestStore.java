package io.pult.identity;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * SQL of what becomes of the workspaces of a person who goes. Whoever else is being erased counts as gone already, so that of
 * two who go at once none leaves a workspace to the other.
 */
final class BequestStore {
    private static final String ORPHANED = """
            WITH orphaned AS (
                SELECT workspace_id AS id
                FROM workspace_member AS going
                WHERE user_id = $1 AND role = 'owner'
                  AND NOT EXISTS (
                      SELECT 1
                      FROM workspace_member AS other JOIN app_user ON app_user.id = other.user_id
                      WHERE other.workspace_id = going.workspace_id AND other.user_id <> $1 AND other.role = 'owner'
                        AND erasing_since IS NULL)
            )
            """;

    private final Sql tx;

    /** @param tx that of the erasure */
    BequestStore(Sql tx) {
        this.tx = tx;
    }

    record Heir(UUID workspace, UUID user) {}

    /** Before the lock on the person: whoever changes members takes the workspace first, too. */
    Future<Void> lock(UUID user) {
        return tx.query("""
                        SELECT workspace.id
                        FROM workspace JOIN workspace_member ON workspace_id = workspace.id
                        WHERE user_id = $1
                        ORDER BY workspace.id
                        FOR UPDATE OF workspace
                        """, user).mapEmpty();
    }

    /** Those in which nobody else is. */
    Future<List<UUID>> removeEmpty(UUID user) {
        return tx.list(row -> row.getUUID("id"), """
                DELETE FROM workspace
                WHERE id IN (SELECT workspace_id FROM workspace_member WHERE user_id = $1)
                  AND NOT EXISTS (
                      SELECT 1
                      FROM workspace_member AS other JOIN app_user ON app_user.id = other.user_id
                      WHERE other.workspace_id = workspace.id AND other.user_id <> $1 AND erasing_since IS NULL)
                RETURNING id
                """, user);
    }

    /** Whoever has been an operator longest, and can sign in, becomes the owner where there is no other. */
    Future<List<Heir>> pass(UUID user) {
        return tx.list(row -> new Heir(row.getUUID("workspace_id"), row.getUUID("user_id")), ORPHANED + """
                , heir AS (
                    SELECT DISTINCT ON (workspace_id) workspace_id, user_id
                    FROM workspace_member JOIN app_user ON app_user.id = user_id
                    WHERE workspace_id IN (SELECT id FROM orphaned) AND role = 'operator' AND status = 'active'
                    ORDER BY workspace_id, since, user_id
                ), changed AS (
                    UPDATE workspace SET version = version + 1 WHERE id IN (SELECT workspace_id FROM heir)
                )
                UPDATE workspace_member SET role = 'owner'
                FROM heir
                WHERE workspace_member.workspace_id = heir.workspace_id AND workspace_member.user_id = heir.user_id
                RETURNING heir.workspace_id, heir.user_id
                """, user);
    }

    /** Those that are left to viewers, to whom nobody has given more: an administrator has to appoint an owner. */
    Future<List<UUID>> ownerless(UUID user) {
        return tx.list(row -> row.getUUID("id"), ORPHANED + "SELECT id FROM orphaned ORDER BY id", user);
    }
}
