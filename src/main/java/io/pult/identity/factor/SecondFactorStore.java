package io.pult.identity.factor;

import io.pult.contract.identity.SecondFactors;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.UUID;

/** SQL over all second factors of a person. */
final class SecondFactorStore {
    private final Sql sql;

    SecondFactorStore(Sql sql) {
        this.sql = sql;
    }

    Future<SecondFactors> of(UUID user) {
        return sql.list(
                        row -> new SecondFactors(
                                row.getBoolean("totp"), row.getInteger("passkeys"), row.getInteger("codes")),
                        """
                        SELECT EXISTS (SELECT FROM totp WHERE user_id = $1 AND activated_at IS NOT NULL) AS totp,
                               (SELECT count(*)::int FROM passkey WHERE user_id = $1) AS passkeys,
                               (SELECT count(*)::int FROM recovery_code WHERE user_id = $1 AND used_at IS NULL) AS codes
                        """,
                        user)
                .map(rows -> rows.get(0));
    }

    /** Also what waits for one of them, and the failures: to be called within a transaction. */
    Future<Void> removeAll(UUID user) {
        return sql.query("DELETE FROM totp WHERE user_id = $1", user)
                .compose(done -> sql.query("DELETE FROM passkey WHERE user_id = $1", user))
                .compose(done -> sql.query("DELETE FROM recovery_code WHERE user_id = $1", user))
                .compose(done -> sql.query("DELETE FROM second_step WHERE user_id = $1", user))
                .compose(done -> sql.query("DELETE FROM factor_failure WHERE user_id = $1", user))
                .mapEmpty();
    }
}
