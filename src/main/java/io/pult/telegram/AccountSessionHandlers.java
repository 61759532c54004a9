package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.MemberRole;
import io.pult.contract.telegram.AccountSessionOps;
import io.pult.contract.telegram.AccountSessionOps.AccountFlood;
import io.pult.contract.telegram.AccountSessionOps.AccountSession;
import io.pult.contract.telegram.AccountSessionOps.GetSession;
import io.pult.contract.telegram.AccountSessionOps.Line;
import io.pult.contract.telegram.AccountSessionOps.ListFloods;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.session.RpcError;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.session.SessionVitals;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows how a session is: what is in memory by its owner, what is in the tables by any node. */
final class AccountSessionHandlers {
    private static final int MOST_FLOODS = 200;

    // Measured by the benchmark of the engine: a client with 16 known peers is 12.9 KiB. The rest is arithmetic.
    private static final long A_CLIENT = 11_000;
    private static final long A_SESSION = 1_500;
    /** Twice: in the client's table, whose slots are half free, and as it was saved last. */
    private static final long A_PEER = 80;

    private static final long A_CALL = 1_000;
    private static final long A_WATCH = 200;

    private final Bus bus;
    private final Routing routing;
    private final SessionParts parts;
    private final String nodeName;

    AccountSessionHandlers(Bus bus, Routing routing, SessionParts parts, String nodeName) {
        this.bus = bus;
        this.routing = routing;
        this.parts = parts;
        this.nodeName = nodeName;
    }

    Future<?> serve() {
        return Future.all(
                routing.serve(AccountSessionOps.GET_SESSION, MemberRole.VIEWER, this::session),
                bus.serve(AccountSessionOps.LIST_FLOODS, this::floods));
    }

    private Future<AccountSession> session(HeldSession session, GetSession ask, Call call) {
        Instant now = parts.clock().instant();
        SessionVitals vitals = session.vitals();
        SavedAccount saved = session.saved();
        int peers = saved == null ? 0 : saved.peers().size();
        int people = session.watches().people();
        int channels = session.watches().channels();
        int inFlight = vitals == null ? 0 : vitals.inFlight();
        int queued = vitals == null ? 0 : vitals.queued();
        long bytes = A_SESSION
                + (vitals == null ? 0 : A_CLIENT)
                + A_PEER * peers
                + A_CALL * (inFlight + queued)
                + A_WATCH * (people + channels);
        return Future.succeededFuture(new AccountSession(
                session.account(),
                nodeName,
                session.epoch(),
                line(session, vitals),
                vitals == null ? null : before(now, vitals.sinceRead()),
                vitals == null ? null : before(now, vitals.sincePush()),
                inFlight,
                queued,
                vitals == null ? 0 : Math.max(0, vitals.connections() - 1),
                vitals == null || vitals.roundTrip() == null
                        ? null
                        : vitals.roundTrip().toMillis(),
                vitals == null ? null : vitals.clockDifference(),
                session.waits().holding(),
                peers,
                people,
                channels,
                bytes,
                vitals == null ? null : vitals.lastFailure()));
    }

    private static Line line(HeldSession session, @Nullable SessionVitals vitals) {
        if (vitals == null) {
            return session.resting() ? Line.RESTING : Line.IDLE;
        }
        SessionState state = vitals.state();
        if (state instanceof SessionState.Active) {
            return Line.CONNECTED;
        } else if (state instanceof SessionState.Waiting) {
            return Line.WAITING;
        } else if (state instanceof SessionState.Lost || state instanceof SessionState.Stopped) {
            return Line.IDLE;
        }
        return Line.CONNECTING;
    }

    private static @Nullable Instant before(Instant now, @Nullable Duration since) {
        return since == null ? null : now.minus(since);
    }

    private Future<AccountSessionOps.Floods> floods(ListFloods ask, Call call) {
        return parts.store().place(ask.accountId()).compose(found -> {
            SessionStore.Place place = found.orElseThrow(Routing::unknown);
            AccountRights.require(place.workspace(), call, MemberRole.VIEWER);
            return parts.floods()
                    .of(ask.accountId(), parts.clock().instant(), MOST_FLOODS)
                    .map(known -> new AccountSessionOps.Floods(known.stream()
                            .map(each -> shown(each, call.locale()))
                            .toList()));
        });
    }

    private static AccountFlood shown(FloodStore.Seen seen, Locale locale) {
        Flood flood = seen.flood();
        return new AccountFlood(
                flood.method(),
                flood.chat().isEmpty() ? null : flood.chat(),
                flood.error(),
                TelegramWords.of(RpcError.of(0, flood.error()).kind(), locale),
                flood.seconds(),
                seen.seenAt(),
                flood.until());
    }
}
