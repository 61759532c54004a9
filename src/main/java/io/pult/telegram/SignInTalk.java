package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.telegram.CodeWay;
import io.pult.contract.telegram.SignInProgress;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.QrImage;
import io.pult.mtproto.ClientListener;
import io.pult.mtproto.Presence;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.SignIn;
import io.pult.mtproto.SignInRefused;
import io.pult.mtproto.SignInRefused.Reason;
import io.pult.mtproto.SignInStep;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.updates.News;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in of one account, from its first step to its end, on the node that owns the session. When it succeeds its client goes
 * on as the session's; otherwise nothing of it stays. Confined to the loop of the verticle.
 */
final class SignInTalk implements ClientListener {
    private static final String ADVICE =
            "Telegram may send no SMS to applications like this one: look into Telegram's own"
                    + " apps where this account is signed in, or use the QR code";
    private static final Duration LEAVE = Duration.ofSeconds(3);
    private static final Duration LEAST_SHOWN = Duration.ofSeconds(1);
    private static final Duration MOST_SHOWN = Duration.ofMinutes(2);
    private static final Duration USUALLY_SHOWN = Duration.ofSeconds(25);

    /** After these no further step can help. */
    private static final Set<Reason> FINAL = EnumSet.of(
            Reason.PHONE_INVALID,
            Reason.PHONE_BANNED,
            Reason.SIGN_UP_FORBIDDEN,
            Reason.APP_REFUSED,
            Reason.LAYER_TOO_OLD,
            Reason.ACCOUNT_DELETED);

    private final SignIns signIns;
    private final HeldSession session;
    private final SessionRow row;
    private final State before;
    /** Who took the last step: what comes of it later, by a scan, is theirs. */
    private Call asker;

    private State state;
    private @Nullable TelegramClient client;
    private @Nullable SignIn signIn;
    private @Nullable SignInProgress shown;
    private @Nullable Future<?> finishing;
    private @Nullable Future<Void> ended;
    private long steppedAt;
    private long renewAt = Long.MAX_VALUE;
    private boolean busy;
    private boolean answeredOnce;
    private boolean watching;
    private boolean adopted;

    /** @param asker who begins it */
    SignInTalk(SignIns signIns, HeldSession session, SessionRow row, Call asker) {
        this.signIns = signIns;
        this.session = session;
        this.row = row;
        this.asker = asker;
        this.before = row.state() == State.BANNED ? State.BANNED : State.NEW;
        this.state = before;
        this.steppedAt = signIns.now();
    }

    HeldSession session() {
        return session;
    }

    SessionRow row() {
        return row;
    }

    State state() {
        return state;
    }

    boolean over() {
        return ended != null || adopted;
    }

    /** Nobody has taken a step for so long. */
    boolean idleFor(Duration limit) {
        return !busy && finishing == null && signIns.now() - steppedAt > limit.toMillis();
    }

    Future<SignInProgress> sendCode(Call call) {
        String phone = row.phone();
        if (phone == null) {
            return Future.failedFuture(Failure.unprocessable(
                    "sign_in.no_phone", "The account has no phone number: give it one, or use the QR code"));
        }
        return step(call, begun -> begun.sendCode(phone));
    }

    Future<SignInProgress> resendCode(Call call) {
        return state == State.CODE_SENT ? step(call, SignIn::resendCode) : Future.failedFuture(noCodeAsked());
    }

    Future<SignInProgress> code(String code, Call call) {
        return state == State.CODE_SENT ? step(call, begun -> begun.code(code)) : Future.failedFuture(noCodeAsked());
    }

    /** @param password is overwritten */
    Future<SignInProgress> password(char[] password, Call call) {
        return state == State.PASSWORD_NEEDED
                ? step(call, begun -> begun.password(password))
                : Future.failedFuture(noPasswordAsked());
    }

    /** The image that is shown, or a new one. */
    Future<SignInProgress> qr(Call call) {
        if (state == State.PASSWORD_NEEDED) {
            return Future.succeededFuture(Objects.requireNonNull(shown));
        }
        SignInProgress image = shown;
        if (image != null && image.svg() != null && signIns.now() < renewAt) {
            steppedAt = signIns.now();
            return Future.succeededFuture(image);
        }
        return step(call, SignIn::qrCode);
    }

    static Failure noCodeAsked() {
        return Failure.conflict("sign_in.no_code_asked", "No code was asked for; have one sent first");
    }

    static Failure noPasswordAsked() {
        return Failure.conflict("sign_in.no_password_asked", "Telegram has not asked for a password");
    }

    private interface Attempt {
        Future<SignInStep> on(SignIn signIn);
    }

    private Future<SignInProgress> step(Call call, Attempt attempt) {
        if (busy || over()) {
            return Future.failedFuture(
                    Failure.conflict("sign_in.busy", "A step of this sign-in is under way; wait for it")
                            .retryAfter(Duration.ofSeconds(1)));
        }
        busy = true;
        asker = call;
        steppedAt = signIns.now();
        return session.recall()
                .compose(known -> opened())
                .compose(attempt::on)
                .compose(this::follow)
                .onSuccess(this::show)
                .recover(this::refused)
                .onComplete(done -> {
                    busy = false;
                    answeredOnce |= done.succeeded();
                    steppedAt = signIns.now();
                });
    }

    private Future<SignIn> opened() {
        if (signIn != null) {
            return Future.succeededFuture(signIn);
        }
        return signIns.plan(row).map(plan -> {
            if (over()) {
                throw Ownership.notOwner();
            }
            var made = new TelegramClient(signIns.loop(), plan, this);
            client = made;
            made.start();
            signIn = made.signIn();
            return signIn;
        });
    }

    private Future<SignInProgress> follow(SignInStep next) {
        if (next instanceof SignInStep.CodeSent sent) {
            return become(State.CODE_SENT).map(told -> progress(sent));
        } else if (next instanceof SignInStep.PasswordNeeded needed) {
            return become(State.PASSWORD_NEEDED)
                    .map(told -> SignInProgress.password(session.account(), needed.hint(), needed.recoverable()));
        } else if (next instanceof SignInStep.ToBeScanned code) {
            watch();
            return Future.succeededFuture(image(code));
        } else if (next instanceof SignInStep.Authorised who) {
            return finish(who);
        }
        boolean unregistered = next instanceof SignInStep.SignUpRequired;
        return Future.failedFuture(unregistered ? SignInFailures.unregistered() : SignInFailures.paymentRequired());
    }

    private SignInProgress progress(SignInStep.CodeSent sent) {
        SignInStep.Way next = sent.next();
        Duration timeout = sent.timeout();
        return SignInProgress.code(
                session.account(),
                CodeWay.valueOf(sent.way().name()),
                sent.length() == 0 ? null : sent.length(),
                sent.hint(),
                next == null ? null : CodeWay.valueOf(next.name()),
                timeout == null ? null : timeout.toSeconds(),
                sent.way() == SignInStep.Way.SMS || sent.way() == SignInStep.Way.FIREBASE ? ADVICE : null);
    }

    private SignInProgress image(SignInStep.ToBeScanned code) {
        Duration good = Duration.between(Instant.ofEpochMilli(signIns.now()), code.expires());
        // A clock that is far off must not make it new all the time, or never.
        boolean plausible = good.compareTo(LEAST_SHOWN) >= 0 && good.compareTo(MOST_SHOWN) <= 0;
        renewAt = signIns.now() + (plausible ? good : USUALLY_SHOWN).toMillis();
        return SignInProgress.image(session.account(), state, QrImage.svg(code.link()), code.expires());
    }

    /** What a scan leads to, whenever it comes. */
    private void watch() {
        SignIn begun = signIn;
        if (watching || begun == null) {
            return;
        }
        watching = true;
        begun.scanned().onComplete(scan -> {
            watching = false;
            if (over() || finishing != null) {
                return;
            }
            (scan.succeeded() ? follow(scan.result()) : Future.<SignInProgress>failedFuture(scan.cause()))
                    .onSuccess(this::show)
                    .recover(this::refused)
                    .onFailure(cause ->
                            signIns.tell(this, now(), SignInFailures.of(cause).code()));
        });
    }

    /** Shows another image when the one that is shown has expired. */
    void renew() {
        SignIn begun = signIn;
        if (busy || over() || finishing != null || begun == null || signIns.now() < renewAt) {
            return;
        }
        renewAt = Long.MAX_VALUE;
        busy = true;
        begun.qrCode()
                .compose(this::follow)
                .onSuccess(this::show)
                .recover(this::refused)
                .onFailure(cause ->
                        signIns.tell(this, now(), SignInFailures.of(cause).code()))
                .onComplete(done -> busy = false);
    }

    private void show(SignInProgress progress) {
        if (progress.svg() == null) {
            renewAt = Long.MAX_VALUE;
        }
        shown = progress;
        signIns.tell(this, progress, null);
    }

    SignInProgress now() {
        return shown == null || over() ? SignInProgress.none(session.account(), state) : shown;
    }

    private Future<Void> become(State next) {
        state = next;
        return session.become(next, null)
                .compose(ours -> ours ? Future.succeededFuture() : Future.failedFuture(Ownership.notOwner()));
    }

    /** Whatever has gone wrong, the person hears of it; where nothing can follow, the sign-in ends. */
    private Future<SignInProgress> refused(Throwable cause) {
        Failure failure = SignInFailures.of(cause);
        Reason reason = cause instanceof SignInRefused refused ? refused.reason() : Reason.OTHER;
        boolean end = (!answeredOnce && !watching)
                || FINAL.contains(reason)
                || failure.is("sign_in.sign_up_forbidden")
                || failure.is("sign_in.payment_required");
        if (!end || over()) {
            return Future.failedFuture(failure);
        }
        boolean banned = reason == Reason.PHONE_BANNED || reason == Reason.ACCOUNT_DELETED;
        return end(failure.code(), banned ? State.BANNED : before).transform(over -> Future.failedFuture(failure));
    }

    private Future<SignInProgress> finish(SignInStep.Authorised who) {
        if (finishing != null) {
            return Future.failedFuture(Failure.conflict("sign_in.already", "This account is signed in"));
        }
        TelegramClient signedIn = Objects.requireNonNull(client);
        Future<SignInProgress> kept = signIns.keep(this, signedIn, who, asker)
                .map(done -> {
                    state = State.READY;
                    adopted = true;
                    session.adopt(signedIn, done.saved(), done.row());
                    signIns.done(this);
                    return done.progress();
                })
                // Nobody could use it, and it would stay among the person's devices for ever.
                .recover(cause -> signedIn.logOut()
                        .transform(out -> end(SignInFailures.of(cause).code(), before))
                        .transform(out -> Future.failedFuture(cause)));
        finishing = kept;
        return kept;
    }

    /** Gives up. @return when the client is stopped and the account is as it was before; at once when it has succeeded */
    Future<Void> end(String reason) {
        return finishing == null ? end(reason, before) : finishing.transform(done -> end(reason, before));
    }

    private Future<Void> end(String reason, State after) {
        if (adopted) {
            return Future.succeededFuture();
        }
        Future<Void> already = ended;
        if (already != null) {
            return already;
        }
        boolean changed = state != after;
        state = after;
        Future<Void> leaving = leave().transform(left ->
                changed ? session.become(after, reason).<Void>mapEmpty().otherwiseEmpty() : Future.succeededFuture());
        ended = leaving;
        signIns.done(this);
        signIns.tell(this, SignInProgress.none(session.account(), after), reason);
        return leaving;
    }

    private Future<Void> leave() {
        TelegramClient going = client;
        SignIn begun = signIn;
        if (going == null || begun == null) {
            return Future.succeededFuture();
        }
        return begun.cancel().timeout(LEAVE.toMillis(), TimeUnit.MILLISECONDS).transform(cancelled -> going.stop());
    }

    // Of the client: until it is the session's, nothing that happens concerns anybody else.

    @Override
    public boolean mayWrite() {
        return adopted ? session.mayWrite() : signIns.mayWrite();
    }

    @Override
    public void changed(SessionState now) {
        if (adopted) {
            session.changed(now);
        }
    }

    @Override
    public void presence(long userId, Presence presence) {
        if (adopted) {
            session.presence(userId, presence);
        }
    }

    @Override
    public void news(News news) {
        if (adopted) {
            session.news(news);
        }
    }

    /** Waits that Telegram has ordered hold for whoever asks. */
    @Override
    public @Nullable CallFailure refuse(String method) {
        return session.refuse(method);
    }

    @Override
    public void failed(String method, CallFailure why) {
        session.failed(method, why);
    }

    @Override
    public void save(SavedAccount account) {
        if (adopted) {
            session.save(account);
        }
    }
}
