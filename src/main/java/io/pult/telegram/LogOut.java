package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.Backoff;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.session.SessionState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Ends an account's session at Telegram and forgets its key. By the owner of the session, which it is not afterwards. */
final class LogOut {
    private static final Backoff FORGET = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), 5);

    private final HeldSessions held;
    private final SessionParts parts;

    LogOut(HeldSessions held) {
        this.held = held;
        this.parts = held.parts();
    }

    /**
     * Its connection is closed first, whatever comes of it: the session has to be released, and is claimed again if it still
     * lives.
     *
     * @return fails with CONFLICT {@code account.exported}, UNAVAILABLE {@code telegram.unreachable}: it is signed in still
     */
    Future<Void> of(HeldSession session) {
        return session.end()
                .compose(closed -> parts.saves().flush(session))
                .compose(saved -> parts.store().find(session.account()))
                .compose(found -> end(session, found.orElseThrow(Routing::unknown)));
    }

    private Future<Void> end(HeldSession session, SessionRow row) {
        if (row.state() == State.EXPORTED) {
            return Future.failedFuture(Failure.conflict(
                    "account.exported",
                    "The session of this account is used elsewhere; end it there, or in Telegram's app"));
        } else if (row.envelope() == null) {
            return Future.succeededFuture();
        }
        Future<Void> ended = SignIns.isSignedIn(row.state()) ? atTelegram(row) : Future.succeededFuture();
        return ended.compose(out -> FORGET.retry(parts.vertx(), cause -> true, () -> forget(session, row)));
    }

    private Future<Void> atTelegram(SessionRow row) {
        return parts.plans()
                .of(row, parts.plans().saved(row, Objects.requireNonNull(row.envelope())))
                .compose(plan -> {
                    var client = new TelegramClient(parts.loop(), plan, new Nobody());
                    client.start();
                    return client.logOut()
                            .transform(out -> client.stop()
                                    .transform(stopped -> out.succeeded()
                                            ? Future.<Optional<byte[]>>succeededFuture(out.result())
                                            : Future.failedFuture(SignInFailures.of(out.cause()))))
                            .mapEmpty();
                });
    }

    private Future<Void> forget(HeldSession session, SessionRow row) {
        State after = row.state() == State.BANNED ? State.BANNED : State.NEW;
        return parts.store()
                .wipe(session.account(), parts.lease().owner(), session.epoch(), after, null)
                .compose(ours -> ours ? Future.succeededFuture() : Future.failedFuture(Ownership.notOwner()))
                .onSuccess(done -> parts.news().changed(row.wiped(after, null)))
                .mapEmpty();
    }

    /** Whose client ends: nothing that happens meanwhile concerns anybody. */
    private final class Nobody extends Unheard {
        @Override
        public boolean mayWrite() {
            return held.mayWrite();
        }

        @Override
        public void changed(SessionState state) {}
    }
}
