package io.pult.identity.factor;

import io.pult.bus.Call;
import io.pult.contract.identity.SecondFactors;
import io.pult.contract.identity.SignedIn.SecondStep;
import io.pult.identity.Client;
import io.pult.identity.Proof;
import io.pult.identity.RandomText;
import io.pult.identity.SecondSteps;
import io.pult.identity.User;
import io.pult.infra.Digests;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A second step is wanted of everybody who has set up a second factor, whatever their role. */
final class FactorSecondSteps implements SecondSteps {
    private final Pg pg;
    private final InstantSource clock;

    FactorSecondSteps(Pg pg, InstantSource clock) {
        this.pg = pg;
        this.clock = clock;
    }

    @Override
    public Future<Optional<SecondStep>> begin(User user, Proof first, Client client, Call call) {
        if (first.complete()) {
            return Future.succeededFuture(Optional.empty());
        }
        return new SecondFactorStore(pg)
                .of(user.id())
                .compose(factors -> factors.any()
                        ? begin(user, first, client, methods(factors)).map(Optional::of)
                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<SecondStep> begin(User user, Proof first, Client client, Set<String> methods) {
        String token = RandomText.make();
        var step =
                new SecondStepStore.NewStep(Digests.sha256(token), user.id(), first, client, methods, clock.instant());
        return pg.tx(tx -> new SecondStepStore(tx).insert(step))
                .map(begun -> new SecondStep(token, methods, SecondStepStore.LIFE.toSeconds()));
    }

    private static Set<String> methods(SecondFactors factors) {
        var methods = new HashSet<String>();
        if (factors.totp()) {
            methods.add(Shown.Method.TOTP.text());
        }
        if (factors.passkeys() > 0) {
            methods.add(Shown.Method.PASSKEY.text());
        }
        if (factors.recoveryCodesLeft() > 0) {
            methods.add(Shown.Method.RECOVERY_CODE.text());
        }
        return methods;
    }
}
