package io.pult.identity.factor;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.SecondFactors;
import io.pult.identity.Asker;
import io.pult.identity.RevocationStore;
import io.pult.identity.SessionStore;
import io.pult.identity.User;
import io.pult.identity.UserStore;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What every change of somebody's second factors is wrapped in: a lock on the person, the audit, and the end of what is remembered of them. */
final class FactorChanges {
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;

    FactorChanges(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** One change in a transaction that holds the person's row: two at once come one after the other. */
    <T> Future<T> locked(UUID user, Function<Sql, Future<T>> change) {
        return pg.tx(tx -> new UserStore(tx)
                .findLocked(user)
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(Failure.notFound("user.not_found", "There is no user with this id"))
                        : change.apply(tx)));
    }

    /**
     * After a factor has come into force. With the first one all other sessions of the person end: they have shown one
     * factor, and whoever holds one of them would go on without the second.
     *
     * @param before what there was before it; to be the last of its transaction
     */
    Future<Void> added(Sql tx, Asker asker, SecondFactors before, Map<String, String> details, Call call) {
        Future<?> ended = before.any()
                ? Future.succeededFuture()
                : new SessionStore(tx).endAllBut(asker.user(), asker.session(), clock.instant(), "factor_added");
        return ended.compose(done -> changed(tx, asker.user(), "factor.added", details, call));
    }

    /** After a factor was removed by its owner; the last one takes the recovery codes with it. To be the last of its transaction. */
    Future<Void> removed(Sql tx, Asker asker, Map<String, String> details, Call call) {
        return new SecondFactorStore(tx)
                .of(asker.user())
                .compose(left ->
                        left.any() ? Future.succeededFuture() : new SecondFactorStore(tx).removeAll(asker.user()))
                .compose(done -> changed(tx, asker.user(), "factor.removed", details, call));
    }

    /** To be the last of its transaction. */
    Future<Void> changed(Sql tx, UUID user, String action, Map<String, String> details, Call call) {
        var entry = AuditEntry.done(call, clock.instant(), action, User.subject(user))
                .with(details);
        return outbox.put(tx, AuditEntry.RECORD, entry)
                .compose(put -> new RevocationStore(tx).add(RevocationStore.user(user)));
    }
}
