package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.PasskeyOps;
import io.pult.contract.identity.SecondStepOps;
import io.pult.identity.Asker;
import io.pult.identity.Confirmation;
import io.pult.identity.UserStore;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Lets somebody who has been signed in for a while show a second factor, before a dangerous act. */
final class ConfirmationHandlers {
    private static final Map<String, String> CONFIRMATION = Map.of("for", "confirmation");

    private final Pg pg;
    private final Ceremonies ceremonies;
    private final Challenges challenges;
    private final PasskeyProofs proofs;
    private final FactorAttempts attempts;
    private final Outbox outbox;
    private final InstantSource clock;

    ConfirmationHandlers(
            Pg pg,
            Ceremonies ceremonies,
            Challenges challenges,
            PasskeyProofs proofs,
            FactorAttempts attempts,
            Outbox outbox,
            InstantSource clock) {
        this.pg = pg;
        this.ceremonies = ceremonies;
        this.challenges = challenges;
        this.proofs = proofs;
        this.attempts = attempts;
        this.outbox = outbox;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(SecondStepOps.CONFIRM_OPTIONS, this::options),
                bus.serve(SecondStepOps.CONFIRM, this::confirm));
    }

    Future<PasskeyOps.Options> options(SecondStepOps.ConfirmOptions request, Call call) {
        Asker asker = Asker.of(call);
        return new PasskeyStore(pg)
                .of(asker.user())
                .compose(passkeys -> passkeys.isEmpty()
                        ? Future.failedFuture(Failure.unprocessable("passkey.none", "There is no passkey to be shown"))
                        : ceremonies.requestOptions(passkeys))
                .compose(options -> challenges.open(Challenges.Purpose.CONFIRM, asker.session(), options));
    }

    Future<Nothing> confirm(SecondStepOps.Confirm request, Call call) {
        Asker asker = Asker.of(call);
        return shown(asker, request.body())
                .compose(shown -> pg.tx(tx -> confirm(tx, asker, shown, call)))
                .compose(Verdict::answer);
    }

    private Future<Shown> shown(Asker asker, SecondStepOps.Confirm.Body body) {
        String code = body.code();
        Map<String, Object> passkey = body.passkey();
        if ((code == null) == (passkey == null)) {
            throw Failure.invalid("factor.one_of", "Give one of code and passkey");
        }
        return passkey == null
                ? Future.succeededFuture(new Shown.Code(Objects.requireNonNull(code, "one of the two is given")))
                : proofs.shown(Challenges.Purpose.CONFIRM, asker.session(), passkey)
                        .map(Shown.Key::new);
    }

    private Future<Verdict<Nothing>> confirm(Sql tx, Asker asker, Shown shown, Call call) {
        return new UserStore(tx)
                .findLocked(asker.user())
                .map(Optional::orElseThrow)
                .compose(user -> attempts.attempt(tx, user, shown, CONFIRMATION, call))
                .compose(genuine -> genuine
                        ? confirmed(tx, asker, call)
                        : Verdict.denied(FactorAttempts.wrong(Failure.Kind.FORBIDDEN)));
    }

    private Future<Verdict<Nothing>> confirmed(Sql tx, Asker asker, Call call) {
        return Confirmation.renew(tx, outbox, asker, clock.instant(), call)
                .compose(told -> Verdict.granted(Nothing.NOTHING));
    }
}
