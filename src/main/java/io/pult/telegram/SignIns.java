package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.contract.telegram.SignInProgress;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.contract.telegram.TelegramSignInOps;
import io.pult.infra.Backoff;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.infra.Ticker;
import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.ClientPlan;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.SignInStep.Authorised;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.User;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sign-ins that are under way on this node. Confined to the loop of the verticle. */
final class SignIns {
    /** Each has a connection, and a person behind it. */
    private static final int MOST = 500;

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration INTERRUPTED = Duration.ofSeconds(10);
    private static final Backoff KEEP = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), 6);

    private final Ground ground;
    private final Pg pg;
    private final HeldSessions held;
    private final SessionParts parts;
    private final Ownership ownership;
    private final Duration limit;
    private final Set<SignInTalk> talks = new LinkedHashSet<>();
    /** Sessions whose sign-in came to nothing: they are nobody's again when the step that ended it was answered. */
    private final Set<HeldSession> left = new LinkedHashSet<>();

    /** @param limit after which a sign-in without a next step is given up */
    SignIns(Ground ground, Pg pg, HeldSessions held, Ownership ownership, Duration limit) {
        this.ground = ground;
        this.pg = pg;
        this.held = held;
        this.parts = held.parts();
        this.ownership = ownership;
        this.limit = limit;
    }

    void start(Ticker timers) {
        timers.every(SWEEP, "sign-ins", this::sweep);
        timers.every(INTERRUPTED, "sign-ins that nobody holds", this::interrupted);
    }

    /** The sign-in of this session that is under way, or a new one. */
    Future<SignInTalk> talk(HeldSession session, Call call) {
        SignInTalk going = session.talk();
        if (going != null && !going.over()) {
            return Future.succeededFuture(going);
        }
        if (talks.size() >= MOST) {
            return Future.failedFuture(Failure.unavailable(
                    "sign_in.too_many",
                    "This node has as many sign-ins under way as it can take",
                    SWEEP.multipliedBy(10)));
        }
        return parts.store()
                .find(session.account())
                .compose(found -> begin(session, found.orElseThrow(Routing::unknown), call));
    }

    private Future<SignInTalk> begin(HeldSession session, SessionRow row, Call call) {
        SignInTalk going = session.talk();
        if (going != null && !going.over()) {
            return Future.succeededFuture(going);
        }
        if (row.envelope() != null && isSignedIn(row.state())) {
            return Future.failedFuture(Failure.conflict("sign_in.already", "This account is signed in"));
        } else if (row.status() == Status.PAUSED) {
            return Future.failedFuture(
                    Failure.conflict("account.paused", "This account is paused; make it active first"));
        }
        var talk = new SignInTalk(this, session, row, call);
        talks.add(talk);
        left.remove(session);
        session.talk(talk);
        return forgotten(row, session).map(talk);
    }

    /** What is left of a session that was exported or lost ends here: it would be signed in twice. */
    private Future<?> forgotten(SessionRow row, HeldSession session) {
        return row.envelope() == null
                ? Future.succeededFuture()
                : parts.store()
                        .wipe(row.account(), parts.lease().owner(), session.epoch(), State.NEW, null)
                        .compose(ours -> ours ? Future.succeededFuture() : Future.failedFuture(Ownership.notOwner()));
    }

    static boolean isSignedIn(State state) {
        return switch (state) {
            case READY, FLOOD, FROZEN, STOPPED -> true;
            case NEW, CODE_SENT, PASSWORD_NEEDED, LOST, BANNED, EXPORTED -> false;
        };
    }

    // For a talk.

    long now() {
        return parts.ticks().millis();
    }

    ClientLoop loop() {
        return parts.loop();
    }

    boolean mayWrite() {
        return held.mayWrite();
    }

    Future<ClientPlan> plan(SessionRow row) {
        return parts.plans().of(row, null);
    }

    void tell(SignInTalk talk, SignInProgress progress, @Nullable String reason) {
        bus().publish(
                        TelegramSignInOps.CHANGED,
                        new TelegramSignInOps.Changed(
                                talk.row().account(), talk.row().workspace(), progress, reason));
    }

    private Bus bus() {
        return ground.bus();
    }

    /** @param row as it stands in the table now */
    record Kept(SignInProgress progress, SavedAccount saved, SessionRow row) {}

    /**
     * Keeps what a sign-in has led to, when it led to the right person.
     *
     * @return fails with CONFLICT {@code account.other_phone}, UNPROCESSABLE {@code sign_in.bot}
     */
    Future<Kept> keep(SignInTalk talk, TelegramClient client, Authorised who, Call call) {
        if (who.bot()) {
            return Future.failedFuture(SignInFailures.bot());
        }
        return client.people().self().compose(user -> {
            String phone = user instanceof User.Plain plain && plain.phone() != null ? "+" + plain.phone() : null;
            String wanted = talk.row().phone();
            if (wanted != null && phone != null && !phone.equals(wanted)) {
                return Future.failedFuture(otherPhone());
            }
            return KEEP.retry(parts.vertx(), SessionFacts::away, () -> saved(talk, client, who, phone, call));
        });
    }

    private Future<Kept> saved(
            SignInTalk talk, TelegramClient client, Authorised who, @Nullable String phone, Call call) {
        UUID account = talk.row().account();
        SavedAccount saved = Objects.requireNonNull(client.export(), "what a client that is signed in knows");
        var row = new SessionStore.Saved(
                account,
                talk.session().epoch(),
                saved.session().key().id(),
                saved.session().dc(),
                parts.plans().sealed(account, saved));
        return pg.tx(tx -> {
            var signIns = new SignInStore(tx);
            return signIns.ready(parts.lease().owner(), row)
                    .compose(ours -> ours ? Future.succeededFuture() : Future.failedFuture(Ownership.notOwner()))
                    .compose(ready -> new SessionStore(tx)
                            .verified(account, parts.lease().owner(), row.epoch(), who.userId(), who.username(), phone))
                    .compose(told -> audit(tx, call, "signed_in", account))
                    .compose(put -> signIns.sameAs(account, who.userId()))
                    .map(same -> SignInProgress.ready(
                            account,
                            who.userId(),
                            who.username(),
                            same.filter(other -> AccountRights.may(other.workspace(), call, MemberRole.VIEWER))
                                    .map(SignInStore.Other::account)
                                    .orElse(null)))
                    .compose(progress -> new SessionStore(tx)
                            .find(account)
                            .map(found -> new Kept(progress, saved, found.orElseThrow(Routing::unknown))));
        });
    }

    Future<?> audit(Sql tx, Call call, String action, UUID account) {
        return new TelegramAccountAudit(ground.outbox(), ground.clock()).account(tx, call, action, account, Map.of());
    }

    private static Failure otherPhone() {
        return Failure.conflict(
                "account.other_phone",
                "Somebody else has signed in: Telegram tells another phone than the account's. They were signed out again");
    }

    /** It has succeeded, or ended. */
    void done(SignInTalk talk) {
        talks.remove(talk);
        if (talk.state() != State.READY) {
            left.add(talk.session());
        }
    }

    /** What could not be done with it has closed its connection: whoever should hold it claims it anew. */
    <R> Future<R> release(HeldSession session, Throwable cause) {
        left.add(session);
        return Future.failedFuture(cause);
    }

    private Future<?> sweep() {
        var all = new ArrayList<Future<?>>();
        for (SignInTalk talk : List.copyOf(talks)) {
            if (talk.idleFor(limit)) {
                all.add(talk.end("abandoned"));
            } else {
                talk.renew();
            }
        }
        for (HeldSession session : List.copyOf(left)) {
            left.remove(session);
            boolean ours = held.find(session.account()).filter(session::equals).isPresent();
            SignInTalk last = session.talk();
            if (ours && (last == null || last.over())) {
                all.add(ownership.release(session, "sign_in"));
            }
        }
        return Future.join(all);
    }

    private Future<?> interrupted() {
        return new SignInStore(pg).interrupted();
    }
}
