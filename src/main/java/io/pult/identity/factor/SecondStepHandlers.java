package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.PasskeyOps;
import io.pult.contract.identity.SecondStepOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.Proof;
import io.pult.identity.SignIns;
import io.pult.identity.User;
import io.pult.identity.UserStore;
import io.pult.infra.Digests;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/** Finishes sign-ins that have shown one factor. */
final class SecondStepHandlers {
    private final Pg pg;
    private final Ceremonies ceremonies;
    private final Challenges challenges;
    private final PasskeyProofs proofs;
    private final FactorAttempts attempts;
    private final SignIns signIns;
    private final InstantSource clock;

    SecondStepHandlers(
            Pg pg,
            Ceremonies ceremonies,
            Challenges challenges,
            PasskeyProofs proofs,
            FactorAttempts attempts,
            SignIns signIns,
            InstantSource clock) {
        this.pg = pg;
        this.ceremonies = ceremonies;
        this.challenges = challenges;
        this.proofs = proofs;
        this.attempts = attempts;
        this.signIns = signIns;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(SecondStepOps.OPTIONS, this::options), bus.serve(SecondStepOps.FINISH, this::finish));
    }

    /** Whoever has got this far may know which passkeys the person has. */
    Future<PasskeyOps.Options> options(SecondStepOps.Options request, Call call) {
        String token = request.body().token();
        return pg.tx(tx -> new SecondStepStore(tx).owner(Digests.sha256(token)).compose(owner -> {
                    var user = owner.orElseThrow(SecondStepHandlers::over);
                    return new SecondStepStore(tx)
                            .lock(Digests.sha256(token), clock.instant())
                            .compose(open ->
                                    open.isEmpty() ? Future.failedFuture(over()) : new PasskeyStore(tx).of(user));
                }))
                .compose(passkeys -> passkeys.isEmpty()
                        ? Future.failedFuture(Failure.unprocessable("passkey.none", "There is no passkey to be shown"))
                        : ceremonies.requestOptions(passkeys))
                .compose(options -> challenges.open(Challenges.Purpose.SECOND_STEP, token, options));
    }

    Future<SignedIn> finish(SecondStepOps.Finish request, Call call) {
        String tokenHash = Digests.sha256(request.body().token());
        return shown(request.body())
                .compose(shown -> pg.tx(tx -> finish(tx, tokenHash, shown, call)))
                .compose(Verdict::answer);
    }

    private Future<Shown> shown(SecondStepOps.Finish.Body body) {
        String code = body.code();
        String recoveryCode = body.recoveryCode();
        Map<String, Object> passkey = body.passkey();
        int given = (code == null ? 0 : 1) + (recoveryCode == null ? 0 : 1) + (passkey == null ? 0 : 1);
        if (given != 1) {
            throw Failure.invalid("factor.one_of", "Give one of code, recovery_code and passkey");
        }
        if (passkey != null) {
            return proofs.shown(Challenges.Purpose.SECOND_STEP, body.token(), passkey)
                    .map(Shown.Key::new);
        }
        return Future.succeededFuture(
                recoveryCode != null
                        ? new Shown.Recovery(new RecoveryCode(recoveryCode))
                        : new Shown.Code(Objects.requireNonNull(code, "one of the three is given")));
    }

    /** The person's row first, as everywhere, then the step's: in another order two transactions could wait for each other. */
    private Future<Verdict<SignedIn>> finish(Sql tx, String tokenHash, Shown shown, Call call) {
        return new SecondStepStore(tx)
                .owner(tokenHash)
                .compose(owner -> new UserStore(tx).findLocked(owner.orElseThrow(SecondStepHandlers::over)))
                .compose(user -> new SecondStepStore(tx)
                        .lock(tokenHash, clock.instant())
                        .compose(open -> finish(
                                tx,
                                tokenHash,
                                user.orElseThrow(SecondStepHandlers::over),
                                open.orElseThrow(SecondStepHandlers::over),
                                shown,
                                call)));
    }

    private Future<Verdict<SignedIn>> finish(
            Sql tx, String tokenHash, User user, SecondStepStore.Open open, Shown shown, Call call) {
        var details = Map.of("for", "sign-in", "first", open.first().text());
        return attempts.attempt(tx, user, shown, details, call).compose(genuine -> {
            var steps = new SecondStepStore(tx);
            if (!genuine) {
                return steps.noteFailure(tokenHash)
                        .compose(noted -> Verdict.denied(FactorAttempts.wrong(Failure.Kind.UNAUTHENTICATED)));
            }
            Proof both =
                    shown instanceof Shown.Key ? Proof.PASSKEY : open.first().andCode();
            return steps.remove(tokenHash)
                    .compose(removed -> signIns.afterBoth(tx, user, both, open.client(), call))
                    .compose(Verdict::granted);
        });
    }

    private static Failure over() {
        return Failure.unauthenticated("second_step.over", "This sign-in is over; begin it again");
    }
}
