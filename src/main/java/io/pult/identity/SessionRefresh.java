package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Trades a refresh token for a fresh pair, and tells a repetition from a theft as GoTrue does (refresh tokens, version 2): the
 * active token is replaced by the next; its parent, whose answer was lost, or which a second tab held, gets the active one; so
 * does an older one for a moment after the last refresh. Whatever else was stolen, or was stolen from: the session ends.
 *
 * <p>No statement waits for a lock: what is replaced is compared in the same statement, and whoever comes second looks again
 * a moment later, when the token that somebody else replaced is a parent.
 */
final class SessionRefresh {
    /** Between two looks at a session that somebody else is writing to: half a second in all, and no connection held. */
    private static final Backoff LOOKS = new Backoff(Duration.ofMillis(5), Duration.ofMillis(100), 10);

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final String BUSY = "session.busy";

    private final Vertx vertx;
    private final SessionStore store;
    private final Sessions sessions;
    private final SessionEnding ending;
    private final RefreshTokens tokens;
    private final IdentitySettings settings;
    private final InstantSource clock;

    SessionRefresh(
            Vertx vertx,
            SessionStore store,
            Sessions sessions,
            SessionEnding ending,
            RefreshTokens tokens,
            IdentitySettings settings,
            InstantSource clock) {
        this.vertx = vertx;
        this.store = store;
        this.sessions = sessions;
        this.ending = ending;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param shownBy a browser by its cookie, an API client in the body: a token of the one is none for the other
     * @return fails with UNAUTHENTICATED: {@code session.over}, or {@code session.token_reused} when this has ended it
     */
    Future<SignedIn> refresh(String token, ClientKind shownBy, Call call) {
        return RefreshTokens.read(token)
                .filter(tokens::genuine)
                .map(read -> LOOKS.retry(vertx, SessionRefresh::busy, () -> look(read, shownBy, call)))
                .orElseGet(() -> Future.failedFuture(over()));
    }

    private Future<SignedIn> look(RefreshTokens.Read read, ClientKind shownBy, Call call) {
        return store.refreshable(read.session(), clock.instant())
                .compose(found -> found.filter(session -> session.opened().client() == shownBy)
                        .map(session -> judge(session, read, call))
                        .orElseGet(() -> Future.failedFuture(over())));
    }

    private Future<SignedIn> judge(SessionStore.Refreshable session, RefreshTokens.Read read, Call call) {
        int behind = session.number() - read.number();
        if (behind == 0) {
            return session.hash().equals(RefreshTokens.hash(read.token()))
                    ? rotate(session, call)
                    : Future.failedFuture(over());
        }
        if (behind < 0) {
            // Of a database that was set back to an older state: nobody stole anything, but nothing is known either.
            return Future.failedFuture(over());
        }
        return behind == 1 || justRefreshed(session) ? handOutActive(session) : refuseReuse(session, call);
    }

    private Future<SignedIn> rotate(SessionStore.Refreshable session, Call call) {
        Instant now = clock.instant();
        int next = session.number() + 1;
        String key = tokens.currentKey();
        String token =
                Objects.requireNonNull(tokens.make(session.opened().id(), next, key), "the current key is there");
        var rotation = new SessionStore.Rotation(
                session.opened().id(),
                next,
                RefreshTokens.hash(token),
                key,
                now,
                now.plus(settings.refreshTtl()),
                settings.sessionMax(),
                call.address());
        return store.rotate(rotation).map(until -> {
            Instant end = until.orElseThrow(SessionRefresh::held);
            return sessions.answer(session.opened().until(end), token);
        });
    }

    private Future<SignedIn> handOutActive(SessionStore.Refreshable session) {
        String active = tokens.make(session.opened().id(), session.number(), session.keyId());
        return active == null
                ? Future.failedFuture(over())
                : Future.succeededFuture(sessions.answer(session.opened(), active));
    }

    /** In both directions, because clocks of two nodes differ and one may step back. */
    private boolean justRefreshed(SessionStore.Refreshable session) {
        Duration ago = Duration.between(session.rotatedAt(), clock.instant()).abs();
        return ago.compareTo(settings.refreshReuse()) < 0;
    }

    private Future<SignedIn> refuseReuse(SessionStore.Refreshable session, Call call) {
        var refusal = Failure.unauthenticated(
                "session.token_reused",
                "This refresh token was used before; the session has been ended in case it was stolen. Sign in again");
        return ending.reused(session.opened(), refusal, call)
                .compose(ended -> Future.failedFuture(ended ? refusal : over()));
    }

    private static Failure held() {
        return Failure.unavailable(BUSY, "This session is being refreshed by others; try again", RETRY_SOON);
    }

    private static boolean busy(Throwable cause) {
        return cause instanceof Failure failure && failure.is(BUSY);
    }

    static Failure over() {
        return Failure.unauthenticated("session.over", "This session is over or was never there; sign in again");
    }
}
