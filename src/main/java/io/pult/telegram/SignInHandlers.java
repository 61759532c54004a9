package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.MemberRole;
import io.pult.contract.telegram.SignInProgress;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramSignInOps;
import io.pult.contract.telegram.TelegramSignInOps.GiveCode;
import io.pult.contract.telegram.TelegramSignInOps.GivePassword;
import io.pult.contract.telegram.TelegramSignInOps.Step;
import io.pult.infra.Pg;
import io.pult.telegram.Routing.Owned;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;

final class SignInHandlers {
    private static final String REASON = "sign_in";

    private final Routing routing;
    private final SignIns signIns;
    private final LogOut logOut;
    private final Pg pg;

    SignInHandlers(Routing routing, SignIns signIns, LogOut logOut, Pg pg) {
        this.routing = routing;
        this.signIns = signIns;
        this.logOut = logOut;
        this.pg = pg;
    }

    Future<?> serve() {
        var role = MemberRole.OPERATOR;
        return Future.all(List.of(
                routing.serveOwning(TelegramSignInOps.SEND_CODE, role, REASON, begin(SignInTalk::sendCode)),
                routing.serveOwning(TelegramSignInOps.QR, role, REASON, begin(SignInTalk::qr)),
                routing.serveOwning(TelegramSignInOps.RESEND_CODE, role, REASON, this::resendCode),
                routing.serveOwning(TelegramSignInOps.SIGN_IN, role, REASON, this::signIn),
                routing.serveOwning(TelegramSignInOps.PASSWORD, role, REASON, this::password),
                routing.serveOwning(TelegramSignInOps.CANCEL, role, REASON, this::cancel),
                routing.serveOwning(TelegramSignInOps.LOG_OUT, role, "log_out", this::logOut)));
    }

    /** A sign-in that has begun keeps the session here. */
    private Routing.OwningHandler<Step, SignInProgress> begin(
            BiFunction<SignInTalk, Call, Future<SignInProgress>> first) {
        return (session, ask, call) -> signIns.talk(session, call)
                .compose(talk -> first.apply(talk, call))
                .recover(cause -> said(cause, call))
                .map(Owned::keep);
    }

    private Future<Owned<SignInProgress>> resendCode(HeldSession session, Step ask, Call call) {
        SignInTalk talk = session.talk();
        return talk == null || talk.over()
                ? Future.failedFuture(SignInTalk.noCodeAsked())
                : talk.resendCode(call).recover(cause -> said(cause, call)).map(Owned::keep);
    }

    private Future<Owned<SignInProgress>> signIn(HeldSession session, GiveCode ask, Call call) {
        SignInTalk talk = session.talk();
        return talk == null || talk.over()
                ? Future.failedFuture(SignInTalk.noCodeAsked())
                : talk.code(ask.body().code().strip(), call)
                        .recover(cause -> said(cause, call))
                        .map(Owned::keep);
    }

    private Future<Owned<SignInProgress>> password(HeldSession session, GivePassword ask, Call call) {
        SignInTalk talk = session.talk();
        Future<SignInProgress> tried = talk == null || talk.over()
                ? Future.failedFuture(SignInTalk.noPasswordAsked())
                : talk.password(ask.body().password(), call);
        return tried.recover(cause -> said(cause, call))
                .map(Owned::keep)
                .onComplete(done -> ask.body().forget());
    }

    private static Future<SignInProgress> said(Throwable cause, Call call) {
        return Future.failedFuture(SignInFailures.in(call.locale(), cause));
    }

    private Future<Owned<SignInProgress>> cancel(HeldSession session, Step ask, Call call) {
        SignInTalk talk = session.talk();
        if (talk != null && !talk.over()) {
            return talk.end("cancelled").map(ended -> Owned.release(talk.now()));
        }
        return new SessionStore(pg).find(ask.account()).map(found -> {
            State state = found.orElseThrow(Routing::unknown).state();
            var now = SignInProgress.none(ask.account(), state);
            return SignIns.isSignedIn(state) ? Owned.keep(now) : Owned.release(now);
        });
    }

    private Future<Owned<SignInProgress>> logOut(HeldSession session, Step ask, Call call) {
        return logOut.of(session)
                .compose(out -> pg.tx(tx -> signIns.audit(tx, call, "signed_out", ask.account())))
                .compose(put -> new SessionStore(pg).find(ask.account()))
                .transform(done -> done.succeeded()
                        ? Future.succeededFuture(Owned.release(SignInProgress.none(
                                ask.account(),
                                done.result().orElseThrow(Routing::unknown).state())))
                        : signIns.release(session, done.cause()));
    }
}
