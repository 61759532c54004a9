package io.pult.telegram;

import io.pult.infra.Sql;
import io.pult.telegram.SessionRow.App;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets accounts that are signed in keep the application under which they are, when that of their workspace changes or they go to
 * another workspace: to Telegram, a session that speaks for another application looks stolen.
 */
final class AppKeeping {
    private static final String SIGNED_IN = "s.envelope IS NOT NULL AND s.state IN ('ready', 'frozen', 'stopped')";

    private final TelegramSettings settings;
    private final SessionSeal seal;

    AppKeeping(TelegramSettings settings, SessionSeal seal) {
        this.settings = settings;
        this.seal = seal;
    }

    /** In the transaction in which the account goes elsewhere, before it does. */
    Future<?> keep(Sql tx, UUID account) {
        return tx.list(
                        row -> new Going(row.getUUID("id"), row.getUUID("workspace_id")),
                        "SELECT a.id, a.workspace_id FROM accounts a JOIN telegram_session s ON s.account_id = a.id"
                                + " WHERE a.id = $1 AND a.api_id IS NULL AND " + SIGNED_IN,
                        account)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : keep(tx, found.get(0).workspace, List.of(account)));
    }

    private record Going(UUID account, @Nullable UUID workspace) {}

    /** In the transaction in which the workspace's application changes, before it does. */
    Future<?> keepAllOf(Sql tx, UUID workspace) {
        return tx.list(
                        row -> row.getUUID("id"),
                        "SELECT a.id FROM accounts a JOIN telegram_session s ON s.account_id = a.id"
                                + " WHERE a.workspace_id = $1 AND a.api_id IS NULL AND " + SIGNED_IN
                                + " ORDER BY a.id FOR NO KEY UPDATE OF a",
                        workspace)
                .compose(accounts -> keep(tx, workspace, accounts));
    }

    private Future<?> keep(Sql tx, @Nullable UUID workspace, List<UUID> accounts) {
        if (accounts.isEmpty()) {
            return Future.succeededFuture();
        }
        return new TelegramAppStore(tx).find(workspace).compose(found -> {
            App app = found.orElse(null);
            String instances = settings.apiHash();
            if (app == null && instances == null) {
                // Signed in under an application that was taken out of the configuration since: there is nothing to
                // keep.
                return Future.succeededFuture();
            }
            int id = app == null ? settings.apiId() : app.apiId();
            String hash = app == null ? String.valueOf(instances) : seal.open(app);
            return tx.batch(
                    "UPDATE accounts SET api_id = $2, api_hash = $3, version = version + 1 WHERE id = $1",
                    accounts.stream()
                            .map(each -> Tuple.of(each, id, seal.seal(hash, SessionSeal.appPlace(each))))
                            .toList());
        });
    }
}
