package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramApp;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.telegram.SessionRow.App;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code telegram_app}. */
final class TelegramAppStore {
    private final Sql sql;

    TelegramAppStore(Sql sql) {
        this.sql = sql;
    }

    /** @param workspace absent: there is none */
    Future<Optional<App>> find(@Nullable UUID workspace) {
        return workspace == null
                ? Future.succeededFuture(Optional.empty())
                : sql.first(
                        row -> new App(
                                row.getInteger("api_id"),
                                row.getString("api_hash"),
                                SessionSeal.workspaceAppPlace(workspace)),
                        "SELECT * FROM telegram_app WHERE workspace_id = $1",
                        workspace);
    }

    Future<TelegramApp> get(UUID workspace) {
        return sql.one(
                row -> new TelegramApp(workspace, row.getInteger("api_id"), Sql.instant(row, "updated_at")),
                TelegramAppStore::none,
                "SELECT * FROM telegram_app WHERE workspace_id = $1",
                workspace);
    }

    Future<TelegramApp> put(UUID workspace, int apiId, String sealedHash) {
        return sql.query("""
                        INSERT INTO telegram_app (workspace_id, api_id, api_hash) VALUES ($1, $2, $3)
                        ON CONFLICT (workspace_id) DO UPDATE SET api_id = $2, api_hash = $3, updated_at = now()
                        """, workspace, apiId, sealedHash)
                .recover(cause -> Future.failedFuture(
                        Pg.violates(cause, "telegram_app_workspace") ? WorkspacePick.unknown() : cause))
                .compose(done -> get(workspace));
    }

    /** @return whether there was one */
    Future<Boolean> delete(UUID workspace) {
        return sql.update("DELETE FROM telegram_app WHERE workspace_id = $1", workspace)
                .map(touched -> touched == 1);
    }

    static Failure none() {
        return Failure.notFound("app.not_found", "This workspace has no application of its own");
    }
}
