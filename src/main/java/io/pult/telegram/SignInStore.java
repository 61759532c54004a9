package io.pult.telegram;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a session comes to an account and leaves it. Fenced like everything that an owner writes. */
final class SignInStore {
    private final Sql sql;

    SignInStore(Sql sql) {
        this.sql = sql;
    }

    /** Another account here that is the same person's. */
    record Other(UUID account, @Nullable UUID workspace) {}

    /** @return false when the session is somebody else's by now */
    Future<Boolean> ready(UUID owner, SessionStore.Saved saved) {
        return sql.update("""
                        UPDATE telegram_session
                        SET state = 'ready', reason = NULL, key_id = $4, dc = $5, envelope = $6,
                            saved_at = now(), changed_at = now()
                        WHERE account_id = $1 AND owner = $2 AND epoch = $3 AND pult_unburied($2)
                        """, saved.account(), owner, saved.epoch(), saved.keyId(), saved.dc(), saved.envelope())
                .map(touched -> touched == 1);
    }

    Future<Optional<Other>> sameAs(UUID account, long telegramId) {
        return sql.first(SignInStore::other, """
                SELECT id, workspace_id FROM accounts WHERE telegram_id = $2 AND id <> $1 ORDER BY created_at, id LIMIT 1
                """, account, telegramId);
    }

    /**
     * Sign-ins that their node gave up: nobody can go on with them. Those of a node that died are set back with all that it
     * held, see {@link SessionStore#bereave}.
     *
     * @return the accounts
     */
    Future<List<UUID>> interrupted() {
        return sql.list(row -> row.getUUID("account_id"), """
                UPDATE telegram_session SET state = 'new', reason = 'node_gone', changed_at = now()
                WHERE state IN ('code_sent', 'password_needed') AND owner IS NULL
                RETURNING account_id
                """);
    }

    private static Other other(Row row) {
        return new Other(row.getUUID("id"), row.getUUID("workspace_id"));
    }
}
