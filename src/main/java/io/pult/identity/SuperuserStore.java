package io.pult.identity;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** SQL about the SUPERUSERs of all people, of whom one always stays. */
public final class SuperuserStore {
    private final Sql tx;

    /** @param tx the transaction that takes one away */
    public SuperuserStore(Sql tx) {
        this.tx = tx;
    }

    /**
     * Those who can sign in, and nobody else takes one of them away before this transaction ends. To be asked for after the
     * locks on people and before that on revocations, or two transactions wait for each other.
     */
    Future<Set<UUID>> lockActive() {
        // Two statements: the second sees what was done by whoever held the lock before.
        return tx.query("SELECT pg_advisory_xact_lock(hashtextextended('identity.superusers', 0))")
                .compose(locked -> tx.list(row -> row.getUUID("id"), """
                        SELECT id FROM app_user JOIN user_role ON user_id = id
                        WHERE role = 'SUPERUSER' AND status = 'active'
                        """))
                .map(HashSet::new);
    }

    /** @return fails with UNPROCESSABLE {@code rank.last_superuser} when no other could sign in */
    public Future<Void> requireAnotherThan(UUID leaving) {
        return lockActive()
                .compose(active -> active.equals(Set.of(leaving))
                        ? Future.failedFuture(Rank.lastSuperuser())
                        : Future.succeededFuture());
    }
}
