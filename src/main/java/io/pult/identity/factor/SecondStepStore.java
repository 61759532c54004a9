package io.pult.identity.factor;

import io.pult.contract.identity.ClientKind;
import io.pult.identity.Client;
import io.pult.identity.Proof;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** SQL of {@code second_step}. */
final class SecondStepStore {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int ATTEMPTS = 5;

    /** Open at one time for one person: whoever begins another pushes out the oldest. */
    private static final int MOST = 10;

    /** By which the clock of the node where it began may be ahead. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final Sql sql;

    SecondStepStore(Sql sql) {
        this.sql = sql;
    }

    record NewStep(String tokenHash, UUID user, Proof first, Client client, Set<String> methods, Instant at) {}

    /** A step that may go on. */
    record Open(Proof first, Client client) {}

    /** To be called within a transaction. */
    Future<Void> insert(NewStep step) {
        return sql.query(
                        """
                        INSERT INTO second_step (token_hash, user_id, first_proof, client, device, methods,
                                                 password_changed_at, created_at, expires_at)
                        SELECT $1, id, $3, $4, $5::text, $6, password_changed_at, $7::timestamptz, $8::timestamptz
                        FROM app_user WHERE id = $2
                        """,
                        step.tokenHash(),
                        step.user(),
                        step.first().text(),
                        step.client().kind().text(),
                        step.client().device(),
                        step.methods().stream().sorted().toArray(String[]::new),
                        step.at(),
                        step.at().plus(LIFE))
                .compose(inserted -> sql.query("""
                        DELETE FROM second_step WHERE token_hash IN (
                            SELECT token_hash FROM second_step WHERE user_id = $1
                            ORDER BY token_hash = $2 DESC, created_at DESC OFFSET $3)
                        """, step.user(), step.tokenHash(), MOST))
                .mapEmpty();
    }

    /** Whose it is, whatever has become of it: that row is to be locked before the step's. */
    Future<Optional<UUID>> owner(String tokenHash) {
        return sql.first(
                row -> row.getUUID("user_id"), "SELECT user_id FROM second_step WHERE token_hash = $1", tokenHash);
    }

    /** Holds the step until the transaction ends; empty when it is over, by time, attempts or a new password. */
    Future<Optional<Open>> lock(String tokenHash, Instant now) {
        return sql.first(SecondStepStore::open, """
                SELECT second_step.* FROM second_step JOIN app_user ON app_user.id = second_step.user_id
                WHERE token_hash = $1 AND attempts < $2
                  AND expires_at > $3::timestamptz AND second_step.created_at <= $4::timestamptz
                  AND second_step.password_changed_at IS NOT DISTINCT FROM app_user.password_changed_at
                FOR UPDATE OF second_step
                """, tokenHash, ATTEMPTS, now, now.plus(CLOCKS_DIFFER));
    }

    Future<Void> noteFailure(String tokenHash) {
        return sql.query("UPDATE second_step SET attempts = attempts + 1 WHERE token_hash = $1", tokenHash)
                .mapEmpty();
    }

    Future<Void> remove(String tokenHash) {
        return sql.query("DELETE FROM second_step WHERE token_hash = $1", tokenHash)
                .mapEmpty();
    }

    Future<Void> forgetBefore(Instant then) {
        return sql.query("DELETE FROM second_step WHERE expires_at < $1", then).mapEmpty();
    }

    private static Open open(Row row) {
        return new Open(
                Proof.of(row.getString("first_proof")),
                new Client(ClientKind.of(row.getString("client")), row.getString("device")));
    }
}
