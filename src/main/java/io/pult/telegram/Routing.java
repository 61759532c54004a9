package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.contract.telegram.AccountAsk;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Brings a question about an account to the node that holds its session. Any node may be asked; the owner alone answers, at an
 * address of its incarnation, and only by the epoch that the question names. Confined to the loop of the verticle.
 */
final class Routing {
    private final Bus bus;
    private final UUID owner;
    private final SessionStore store;
    private final HeldSessions held;

    /** What the owner does. */
    interface OwnerHandler<Q, R> {
        Future<R> handle(HeldSession session, Q ask, Call call);
    }

    Routing(Bus bus, UUID owner, SessionStore store, HeldSessions held) {
        this.bus = bus;
        this.owner = owner;
        this.store = store;
        this.held = held;
    }

    <Q extends AccountAsk<Q>, R> Future<?> serve(Op<Q, R> op, OwnerHandler<Q, R> handler) {
        return Future.all(
                bus.serve(op, (ask, call) -> pass(op, ask, call, handler)),
                bus.serveAt(owner.toString(), op, (ask, call) -> here(ask, call, handler)));
    }

    private <Q extends AccountAsk<Q>, R> Future<R> pass(Op<Q, R> op, Q ask, Call call, OwnerHandler<Q, R> handler) {
        if (held.find(ask.account()).isPresent()) {
            return here(ask, call, handler);
        }
        return store.find(ask.account()).compose(found -> {
            SessionRow row = found.orElseThrow(Routing::unknown);
            if (row.owner() == null) {
                return Future.failedFuture(notHeld());
            }
            return bus.ask(op.at(Objects.requireNonNull(row.owner()).toString()), ask.at(row.epoch()), call);
        });
    }

    private <Q extends AccountAsk<Q>, R> Future<R> here(Q ask, Call call, OwnerHandler<Q, R> handler) {
        HeldSession session = held.find(ask.account()).orElseThrow(Ownership::notOwner);
        Long epoch = ask.epoch();
        if (epoch != null && epoch != session.epoch()) {
            return Future.failedFuture(Ownership.notOwner());
        }
        return handler.handle(session, ask, call);
    }

    static Failure unknown() {
        return Failure.notFound("account.not_found", "There is no account with this id");
    }

    private static Failure notHeld() {
        return Failure.unavailable(
                "telegram.not_held", "No node holds this account's session at the moment", Duration.ofSeconds(2));
    }
}
