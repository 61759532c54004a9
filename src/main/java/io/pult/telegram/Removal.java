package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.contract.telegram.TelegramAccountOps.Delete;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.telegram.Routing.Owned;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** The end of an account, by whoever holds its session: closed, logged out if that is asked, and the row gone with its key. */
final class Removal {
    private final Pg pg;
    private final Bus bus;
    private final UUID owner;
    private final String nodeName;
    private final Ownership ownership;
    private final LogOut logOut;
    private final TelegramAccountAudit audit;

    Removal(
            Pg pg,
            Bus bus,
            UUID owner,
            String nodeName,
            Ownership ownership,
            LogOut logOut,
            TelegramAccountAudit audit) {
        this.pg = pg;
        this.bus = bus;
        this.owner = owner;
        this.nodeName = nodeName;
        this.ownership = ownership;
        this.logOut = logOut;
        this.audit = audit;
    }

    Future<?> serve(Routing routing) {
        return routing.serveOwning(
                TelegramAccountOps.DELETE,
                MemberRole.OWNER,
                "removed",
                (session, ask, call) -> remove(session, ask, call).map(Owned::release));
    }

    private Future<Nothing> remove(HeldSession session, Delete ask, Call call) {
        return new TelegramAccountStore(pg)
                .get(ask.accountId())
                .map(row -> TelegramAccountHandlers.current(row, ask.ifMatch()))
                .compose(row -> end(session, Boolean.TRUE.equals(ask.logOut()), call)
                        .onSuccess(gone ->
                                bus.publish(TelegramAccountOps.CHANGED, new Changed(row.id(), row.workspace(), null))));
    }

    private Future<Nothing> end(HeldSession session, boolean out, Call call) {
        Future<?> closed = out ? logOut.of(session).recover(cause -> Future.failedFuture(why(cause))) : session.end();
        return closed.compose(done -> pg.tx(tx -> gone(tx, session, out, call)))
                // It is closed and the row is still there: somebody has to begin anew with it.
                .onFailure(cause -> ownership.release(session, "not_removed"));
    }

    private Future<Nothing> gone(Sql tx, HeldSession session, boolean loggedOut, Call call) {
        UUID account = session.account();
        return tx.update("""
                        DELETE FROM accounts a USING telegram_session s
                        WHERE a.id = $1 AND s.account_id = a.id AND s.owner = $2 AND s.epoch = $3
                        """, account, owner, session.epoch())
                .compose(touched -> touched == 1
                        ? tx.query("""
                                INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                                VALUES ($1, $2, $3, $4, 'released', 'removed')
                                """, account, owner, nodeName, session.epoch())
                        : new SessionStore(tx)
                                .find(account)
                                .compose(found -> Future.failedFuture(
                                        found.isEmpty() ? Routing.unknown() : Ownership.notOwner())))
                .compose(logged ->
                        audit.account(tx, call, "removed", account, Map.of("logged_out", Boolean.toString(loggedOut))))
                .map(Nothing.NOTHING);
    }

    private static Throwable why(Throwable cause) {
        boolean known = cause instanceof Failure failure && failure.kind() == Failure.Kind.CONFLICT;
        return known
                ? cause
                : Failure.upstream(
                        "account.not_logged_out",
                        "Telegram could not be asked to end the session, and nothing is deleted; try again, or delete it without"
                                + " log_out and end the session on another device");
    }
}
