package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.LoginOps;
import io.pult.contract.identity.LoginOps.LogIn;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

final class LoginHandlers {
    private final Pg pg;
    private final Outbox outbox;
    private final PasswordCheck passwords;
    private final SignIns signIns;
    private final InstantSource clock;

    LoginHandlers(Pg pg, Outbox outbox, PasswordCheck passwords, SignIns signIns, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.passwords = passwords;
        this.signIns = signIns;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(LoginOps.LOG_IN, this::logIn);
    }

    Future<SignedIn> logIn(LogIn request, Call call) {
        var body = request.body();
        String login = body.login();
        return passwords
                .check(
                        "login:" + login.toLowerCase(Locale.ROOT),
                        call.address(),
                        () -> new UserStore(pg).byLogin(login),
                        body.password())
                .compose(verdict -> verdict.right()
                        ? signIns.after(
                                verdict.user().orElseThrow(),
                                Proof.PASSWORD,
                                Client.of(body.client(), request.userAgent()),
                                call)
                        : refuse(verdict.user(), call));
    }

    /**
     * One row for each, so that this too takes the same time. What was typed as the login of nobody is not in it: people put
     * their password there.
     */
    private Future<SignedIn> refuse(Optional<User> user, Call call) {
        var refusal =
                Failure.unauthenticated("login.refused", "There is no such login, or the password is another one");
        var entry = AuditEntry.refused(
                call, clock.instant(), "login.refused", user.map(User::subject).orElse(null), refusal);
        return outbox.put(pg, AuditEntry.RECORD, entry).compose(stored -> Future.failedFuture(refusal));
    }
}
