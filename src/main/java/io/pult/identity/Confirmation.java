package io.pult.identity;

import io.pult.bus.Call;
import io.pult.contract.identity.AuditEntry;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;

/** What makes {@link Call#requireConfirmed} content again. */
public final class Confirmation {
    private Confirmation() {}

    /**
     * The asker has shown anew who they are: written down, told to every cache, and in the audit. The gateway through which
     * they came knows it before they do, because they repeat at once what wanted the proof. To be called in the transaction
     * that uses up the proof, as its last statement.
     *
     * @param at when they did
     * @return fails with UNAUTHENTICATED {@code token.unknown} when the session is over
     */
    public static Future<Void> renew(Sql tx, Outbox outbox, Asker asker, Instant at, Call call) {
        var entry = AuditEntry.done(call, at, "session.confirmed", "session:" + asker.session());
        return new SessionStore(tx)
                .confirm(asker.session(), at)
                .compose(living ->
                        living ? outbox.put(tx, AuditEntry.RECORD, entry) : Future.failedFuture(AccessTokens.unknown()))
                .compose(put -> new RevocationStore(tx).add(RevocationStore.user(asker.user())))
                .onSuccess(told -> call.notes().markAskerChanged());
    }
}
