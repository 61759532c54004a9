package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Session;
import io.pult.contract.identity.SessionOps;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Cursor;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refreshes, lists and ends sessions, for the people themselves and for administrators. */
final class SessionHandlers {

    private final SessionRefresh refresh;
    private final SessionEnding ending;
    private final SessionStore sessions;
    private final UserStore users;
    private final InstantSource clock;

    SessionHandlers(
            SessionRefresh refresh, SessionEnding ending, SessionStore sessions, UserStore users, InstantSource clock) {
        this.refresh = refresh;
        this.ending = ending;
        this.sessions = sessions;
        this.users = users;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(List.of(
                bus.serve(SessionOps.REFRESH, this::refresh),
                bus.serve(SessionOps.LOG_OUT, this::logOut),
                bus.serve(SessionOps.LIST, this::list),
                bus.serve(SessionOps.END, this::end),
                bus.serve(SessionOps.END_OTHERS, this::endOthers),
                bus.serve(SessionOps.LIST_OF_USER, this::listOfUser),
                bus.serve(SessionOps.END_OF_USER, this::endOfUser),
                bus.serve(SessionOps.END_ALL_OF_USER, this::endAllOfUser)));
    }

    Future<SignedIn> refresh(SessionOps.Refresh request, Call call) {
        String cookie = request.pultRefresh();
        if (request.body() == null) {
            return cookie == null
                    ? Future.failedFuture(SessionRefresh.over())
                    : refresh.refresh(cookie, ClientKind.BROWSER, call);
        }
        if (cookie != null) {
            throw Failure.invalid(
                    "session.two_tokens", "The refresh token comes in the body or in the cookie, not in both");
        }
        return refresh.refresh(request.body().refreshToken(), ClientKind.API, call);
    }

    Future<SessionOps.SignedOut> logOut(Nothing request, Call call) {
        var asker = Asker.of(call);
        return ending.one(asker.user(), asker.session(), SessionEnding.Why.LOGOUT, call)
                .map(ended -> new SessionOps.SignedOut(""));
    }

    Future<Page<Session>> list(SessionOps.ListSessions request, Call call) {
        var asker = Asker.of(call);
        return page(asker.user(), request.limit(), request.cursor(), asker.session());
    }

    Future<Nothing> end(SessionOps.End request, Call call) {
        call.requireConfirmed(clock.instant());
        return ending.one(Asker.of(call).user(), request.id(), SessionEnding.Why.OWNER, call)
                .map(SessionHandlers::found);
    }

    Future<SessionOps.Ended> endOthers(Nothing request, Call call) {
        call.requireConfirmed(clock.instant());
        var asker = Asker.of(call);
        return ending.allBut(asker.user(), asker.session(), SessionEnding.Why.OWNER, call)
                .map(SessionOps.Ended::new);
    }

    Future<Page<Session>> listOfUser(SessionOps.ListOfUser request, Call call) {
        var signIn = call.principal().signIn();
        return user(request.id())
                .compose(user ->
                        page(user.id(), request.limit(), request.cursor(), signIn == null ? null : signIn.session()));
    }

    Future<Nothing> endOfUser(SessionOps.EndOfUser request, Call call) {
        return user(request.id())
                .compose(user -> ending.one(user.id(), request.sessionId(), SessionEnding.Why.ADMINISTRATOR, call))
                .map(SessionHandlers::found);
    }

    Future<SessionOps.Ended> endAllOfUser(SessionOps.EndAllOfUser request, Call call) {
        return user(request.id())
                .compose(user -> ending.allBut(user.id(), null, SessionEnding.Why.ADMINISTRATOR, call))
                .map(SessionOps.Ended::new);
    }

    private Future<Page<Session>> page(
            UUID user, @Nullable Integer limit, @Nullable String cursor, @Nullable UUID current) {
        return sessions.list(user, Cursor.limit(limit), cursor, current, clock.instant());
    }

    private Future<User> user(UUID id) {
        return users.find(id)
                .map(found ->
                        found.orElseThrow(() -> Failure.notFound("user.not_found", "There is no user with this id")));
    }

    private static Nothing found(boolean ended) {
        if (ended) {
            return Nothing.NOTHING;
        }
        throw Failure.notFound("session.not_found", "There is no such session, or it is over");
    }
}
