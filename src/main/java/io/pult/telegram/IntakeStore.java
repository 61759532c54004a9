package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.Sql;
import io.pult.telegram.SessionIntake.Wish;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions on their way into the tables. */
final class IntakeStore {
    private static final String UNIQUE = "23505";

    private final Sql sql;

    IntakeStore(Sql sql) {
        this.sql = sql;
    }

    record Found(UUID account, @Nullable UUID workspace, State state) {
        /** Its session is not used here any more, and another one may take its place. */
        boolean gone() {
            return state == State.EXPORTED || state == State.LOST;
        }
    }

    /** Whoever else brings the same key waits for the end of this transaction. */
    Future<Void> lock(long key) {
        return sql.query("SELECT pg_advisory_xact_lock(hashtext('telegram key'), hashint8($1))", key)
                .mapEmpty();
    }

    Future<Optional<Found>> withKey(long key) {
        return sql.first(IntakeStore::found, """
                SELECT a.id, a.workspace_id, s.state
                FROM telegram_session s JOIN accounts a ON a.id = s.account_id WHERE s.key_id = $1
                """, key);
    }

    /** An account of the same person whose session is gone. */
    Future<Optional<Found>> gone(long telegramId, @Nullable UUID workspace) {
        return sql.first(IntakeStore::found, """
                SELECT a.id, a.workspace_id, s.state
                FROM accounts a JOIN telegram_session s ON s.account_id = a.id
                WHERE a.telegram_id = $1 AND a.workspace_id IS NOT DISTINCT FROM $2 AND s.state IN ('exported', 'lost')
                ORDER BY a.created_at, a.id LIMIT 1
                """, telegramId, workspace);
    }

    /** @return fails with CONFLICT {@code session.known}, {@code account.phone_taken}, NOT_FOUND {@code workspace.not_found} */
    Future<Void> insert(SessionStore.Saved saved, @Nullable Long telegramId, Wish wish) {
        return sql.query(
                        """
                        WITH a AS (
                            INSERT INTO accounts (id, workspace_id, name, phone, labels, telegram_id, created_by)
                            VALUES ($1, $2, $3, $4, $5, $6, $7)
                            RETURNING id)
                        INSERT INTO telegram_session (account_id, state, key_id, dc, envelope, saved_at)
                        SELECT id, 'ready', $8, $9, $10, now() FROM a
                        """,
                        saved.account(),
                        wish.workspace(),
                        wish.name(),
                        wish.phone(),
                        wish.labels().toArray(String[]::new),
                        telegramId,
                        wish.by(),
                        saved.keyId(),
                        saved.dc(),
                        saved.envelope())
                .<Void>mapEmpty()
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    /**
     * Into an account that is there, by its owner.
     *
     * @return false when the session is somebody else's by now; fails with CONFLICT {@code session.known}
     */
    Future<Boolean> replace(UUID owner, SessionStore.Saved saved, @Nullable Long telegramId) {
        return sql.update(
                        """
                        WITH a AS (UPDATE accounts SET telegram_id = coalesce($7, telegram_id), updated_at = now(),
                                       version = version + 1
                                   WHERE id = $1)
                        UPDATE telegram_session
                        SET state = 'ready', reason = NULL, key_id = $4, dc = $5, envelope = $6,
                            saved_at = now(), signed_in_at = NULL, changed_at = now()
                        WHERE account_id = $1 AND owner = $2 AND epoch = $3 AND pult_unburied($2)
                        """,
                        saved.account(),
                        owner,
                        saved.epoch(),
                        saved.keyId(),
                        saved.dc(),
                        saved.envelope(),
                        telegramId)
                .map(touched -> touched == 1)
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    private static Throwable translated(Throwable cause) {
        if (cause instanceof PgException refused && UNIQUE.equals(refused.getSqlState())) {
            return "accounts_phone_unique".equals(refused.getConstraint())
                    ? Failure.conflict("account.phone_taken", "Another account has this phone number")
                    : SessionIntake.known();
        } else if (cause instanceof PgException refused && "accounts_workspace".equals(refused.getConstraint())) {
            return WorkspacePick.unknown();
        }
        return cause;
    }

    private static Found found(Row row) {
        return new Found(row.getUUID("id"), row.getUUID("workspace_id"), State.of(row.getString("state")));
    }
}
