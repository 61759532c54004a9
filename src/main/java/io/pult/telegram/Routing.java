package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Op;
import io.pult.contract.telegram.AccountAsk;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings a question about an account to the node that holds its session. Any node may be asked; the owner alone answers, at an
 * address of its incarnation, and only by the epoch that the question names. While a session moves, what is asked of it waits
 * for the next owner, within the time of its call. Confined to the loop of the verticle.
 */
final class Routing {
    /** The least that is left of a call's time for one more try to make sense. */
    private static final Duration LAST_TRY = Duration.ofMillis(200);

    private final Bus bus;
    private final UUID self;
    private final SessionStore store;
    private final Ownership ownership;
    private final Routes routes;
    private final Uses uses;

    /** What the owner does. The asker's right to the account was checked. */
    interface OwnerHandler<Q, R> {
        Future<R> handle(HeldSession session, Q ask, Call call);
    }

    /** What the owner does, and whether it stays the owner. The asker's right to the account was checked. */
    interface OwningHandler<Q, R> {
        Future<Owned<R>> handle(HeldSession session, Q ask, Call call);
    }

    /**
     * An answer, and what becomes of the session. After a failure it is given up when it was taken for this question, and kept
     * when it was held before.
     *
     * @param kept it stays with this node; otherwise its connection is closed and it is nobody's before the answer leaves
     */
    record Owned<R>(R answer, boolean kept) {
        static <R> Owned<R> keep(R answer) {
            return new Owned<>(answer, true);
        }

        static <R> Owned<R> release(R answer) {
            return new Owned<>(answer, false);
        }
    }

    Routing(Bus bus, UUID self, SessionStore store, Ownership ownership, Routes routes, Uses uses) {
        this.bus = bus;
        this.self = self;
        this.store = store;
        this.ownership = ownership;
        this.routes = routes;
        this.uses = uses;
    }

    /**
     * For what is asked of a session that some node should hold. Fails with UNAVAILABLE {@code telegram.not_held} when none
     * did within the call's time, and as {@link TelegramFailures#unusable} says when none should.
     *
     * @param needed in the account's workspace; accounts of the instance are for administrators
     */
    <Q extends AccountAsk<Q>, R> Future<?> serve(Op<Q, R> op, MemberRole needed, OwnerHandler<Q, R> handler) {
        return serve(new Served<>(
                op,
                needed,
                (session, ask, call) -> handler.handle(session, ask, call).map(Owned::keep),
                null));
    }

    /**
     * For what can be asked of any session: when nobody holds it, the asked node becomes the owner first.
     *
     * @param reason for the log of claims, one word: {@code sign_in}
     */
    <Q extends AccountAsk<Q>, R> Future<?> serveOwning(
            Op<Q, R> op, MemberRole needed, String reason, OwningHandler<Q, R> handler) {
        return serve(new Served<>(op, needed, handler, reason));
    }

    private <Q extends AccountAsk<Q>, R> Future<?> serve(Served<Q, R> served) {
        return Future.all(
                bus.serve(served.op, (ask, call) -> new Errand<>(served, ask, call).go()),
                bus.serveAt(self.toString(), served.op, (ask, call) -> asOwner(served, ask, call)));
    }

    /** @param reason of owning it; null: only who owns it anyway answers */
    private record Served<Q extends AccountAsk<Q>, R>(
            Op<Q, R> op,
            MemberRole needed,
            OwningHandler<Q, R> handler,
            @Nullable String reason) {}

    private <Q extends AccountAsk<Q>, R> Future<R> asOwner(Served<Q, R> served, Q ask, Call call) {
        Optional<HeldSession> session = ownership.find(ask.account());
        Long epoch = ask.epoch();
        if (session.isEmpty() || (epoch != null && epoch != session.get().epoch())) {
            return Future.failedFuture(Ownership.notOwner());
        }
        return handled(served, session.get(), ask, call, false);
    }

    /** @param taken for this question alone */
    private <Q extends AccountAsk<Q>, R> Future<R> handled(
            Served<Q, R> served, HeldSession session, Q ask, Call call, boolean taken) {
        UUID account = session.account();
        uses.begin(account, taken);
        Future<Owned<R>> handling;
        try {
            AccountRights.require(session.row().workspace(), call, served.needed);
            handling = served.handler.handle(session, ask, call);
        } catch (RuntimeException e) {
            handling = Future.failedFuture(e);
        }
        return handling.transform(done -> {
            boolean release = uses.end(account, done.succeeded() ? done.result().kept() : null);
            Future<?> after = release
                    ? ownership
                            .release(session, served.reason == null ? "done" : served.reason)
                            .otherwiseEmpty()
                    : Future.succeededFuture();
            return after.transform(over -> done.succeeded()
                    ? Future.succeededFuture(done.result().answer())
                    : Future.failedFuture(Unexecuted.not(done.cause())));
        });
    }

    /** One question on its way to whoever can answer it. */
    private final class Errand<Q extends AccountAsk<Q>, R> {
        private final Served<Q, R> served;
        private final Q ask;
        private final Call call;
        private int attempt;

        Errand(Served<Q, R> served, Q ask, Call call) {
            this.served = served;
            this.ask = ask;
            this.call = call;
        }

        Future<R> go() {
            if (ask.epoch() != null) {
                // Whoever names an epoch means that ownership and no later one.
                return once();
            }
            return once().recover(this::again);
        }

        private Future<R> once() {
            if (ownership.find(ask.account()).isPresent()) {
                return asOwner(served, ask, call);
            }
            Routes.Route known = routes.find(ask.account());
            return known == null ? look() : put(known);
        }

        private Future<R> look() {
            return store.place(ask.account()).compose(found -> {
                SessionStore.Place place = found.orElseThrow(Routing::unknown);
                AccountRights.require(place.workspace(), call, served.needed);
                if (place.owner() != null) {
                    return put(routes.put(ask.account(), place.owner(), place.epoch()));
                } else if (served.reason != null) {
                    return ownership
                            .own(ask.account(), served.reason)
                            .compose(session -> handled(served, session, ask, call, true));
                }
                return Future.failedFuture(
                        place.wanted()
                                ? Ownership.notOwner()
                                : TelegramFailures.unusable(place.state(), place.reason(), call.locale()));
            });
        }

        private Future<R> put(Routes.Route route) {
            if (route.owner().equals(self)) {
                // Just claimed, or just given up: the next look knows.
                return Future.failedFuture(Ownership.notOwner());
            }
            Long epoch = ask.epoch();
            return bus.ask(served.op.at(route.owner().toString()), ask.at(epoch == null ? route.epoch() : epoch), call);
        }

        /** Only after an answer that proves that nothing was done. */
        private Future<R> again(Throwable cause) {
            if (!Unexecuted.is(cause)) {
                return Future.failedFuture(cause);
            }
            routes.forget(ask.account());
            Duration left = call.remaining().minus(LAST_TRY);
            if (left.isNegative() || left.isZero()) {
                return Future.failedFuture(notHeld());
            }
            attempt++;
            return routes.changed(ask.account(), attempt, left)
                    .compose(looked -> looked ? go() : Future.failedFuture(notHeld()));
        }
    }

    static Failure unknown() {
        return Failure.notFound("account.not_found", "There is no account with this id");
    }

    private static Failure notHeld() {
        return Failure.unavailable(
                "telegram.not_held", "No node holds this account's session at the moment", Duration.ofSeconds(2));
    }
}
