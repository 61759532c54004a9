package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Settle;
import io.pult.infra.Pg;
import io.pult.telegram.SettlingStore.Unsettled;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes held sessions what their accounts' rows say: connected or not, and by which way. The row is written first, then its owner
 * is asked to look; a look at the table every few seconds finds what the question did not reach. Confined to the loop of the
 * verticle.
 */
final class Settling {
    private static final Logger log = LoggerFactory.getLogger(Settling.class);
    private static final int AT_ONCE = 200;

    private final Bus bus;
    private final String nodeName;
    private final UUID owner;
    private final HeldSessions held;
    private final Ownership ownership;
    private final SessionStore sessions;
    private final SettlingStore store;

    Settling(Bus bus, String nodeName, UUID owner, HeldSessions held, Ownership ownership, Pg pg) {
        this.bus = bus;
        this.nodeName = nodeName;
        this.owner = owner;
        this.held = held;
        this.ownership = ownership;
        this.sessions = new SessionStore(pg);
        this.store = new SettlingStore(pg);
    }

    Future<?> serve(Routing routing) {
        return routing.serve(
                TelegramAccountOps.SETTLE,
                MemberRole.VIEWER,
                (session, ask, call) -> settle(session).map(Nothing.NOTHING));
    }

    /** Asks whoever holds it. What comes of that is no matter of whoever made the change: that stands, and is found. */
    Future<?> ask(UUID account, Call call) {
        return bus.ask(TelegramAccountOps.SETTLE, new Settle(account, null), call.asSystem(nodeName))
                .recover(cause -> {
                    log.atDebug()
                            .setCause(cause)
                            .addKeyValue("account", account)
                            .log("a change was not acted upon at once");
                    return Future.succeededFuture(Nothing.NOTHING);
                });
    }

    /** Asks for some of many without waiting; the others are found. */
    void hasten(List<UUID> accounts, Call call) {
        accounts.stream().limit(AT_ONCE).forEach(account -> ask(account, call));
    }

    /** Every few seconds. */
    Future<?> sweep() {
        return store.list(owner, AT_ONCE).compose(found -> {
            List<Future<?>> settling = new ArrayList<>();
            List<UUID> unheld = new ArrayList<>();
            for (Unsettled each : found) {
                if (each.held()) {
                    held.find(each.account()).ifPresent(session -> settling.add(settle(session)));
                } else {
                    unheld.add(each.account());
                }
            }
            if (!unheld.isEmpty()) {
                settling.add(store.settleUnheld(unheld));
            }
            return Future.join(settling);
        });
    }

    private Future<?> settle(HeldSession session) {
        // The change is read before the row: one that comes in between is acted upon now, and once more.
        return store.changeOf(session.account())
                .compose(change -> sessions.find(session.account())
                        .compose(row -> row.isEmpty() ? Future.succeededFuture(false) : session.settle(row.get()))
                        .onSuccess(paused -> {
                            if (paused) {
                                // Not waited for: a release waits for the questions that the session is answering.
                                ownership.release(session, "paused");
                            }
                        })
                        .compose(settled -> change.isEmpty()
                                ? Future.succeededFuture()
                                : store.settled(session.account(), change.get())));
    }
}
