package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.PasskeyOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.Client;
import io.pult.identity.Proof;
import io.pult.identity.RandomText;
import io.pult.identity.SignIns;
import io.pult.identity.User;
import io.pult.identity.UserStore;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Sign-in by a passkey and nothing else: the authenticator says who it is, so that a stranger who asks learns of nobody's
 * existence.
 */
final class PasskeySignInHandlers {
    private static final Map<String, String> ALONE = Map.of("for", "sign-in");

    private final Pg pg;
    private final Ceremonies ceremonies;
    private final Challenges challenges;
    private final PasskeyProofs proofs;
    private final FactorAttempts attempts;
    private final SignIns signIns;

    PasskeySignInHandlers(
            Pg pg,
            Ceremonies ceremonies,
            Challenges challenges,
            PasskeyProofs proofs,
            FactorAttempts attempts,
            SignIns signIns) {
        this.pg = pg;
        this.ceremonies = ceremonies;
        this.challenges = challenges;
        this.proofs = proofs;
        this.attempts = attempts;
        this.signIns = signIns;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(PasskeyOps.SIGN_IN_OPTIONS, this::options), bus.serve(PasskeyOps.SIGN_IN, this::signIn));
    }

    Future<PasskeyOps.SignInChallenge> options(PasskeyOps.SignInOptions request, Call call) {
        return ceremonies
                .requestOptions(List.of())
                .compose(options -> challenges.openFor(RandomText.make(), options, call.address()));
    }

    Future<SignedIn> signIn(PasskeyOps.SignIn request, Call call) {
        var body = request.body();
        Client client = Client.of(body.client(), request.userAgent());
        return proofs.shown(Challenges.Purpose.SIGN_IN, body.challengeToken(), body.response())
                .compose(assertion -> pg.tx(tx -> signIn(tx, assertion, client, call)))
                .compose(Verdict::answer);
    }

    private Future<Verdict<SignedIn>> signIn(Sql tx, Assertion assertion, Client client, Call call) {
        var passkey = assertion.passkey();
        if (passkey == null) {
            return Verdict.denied(refused());
        }
        return new UserStore(tx)
                .findLocked(passkey.user())
                .compose(user -> user.isEmpty()
                        ? Verdict.<SignedIn>denied(refused())
                        : signIn(tx, user.get(), new Shown.Key(assertion), client, call));
    }

    private Future<Verdict<SignedIn>> signIn(Sql tx, User user, Shown shown, Client client, Call call) {
        return attempts.attempt(tx, user, shown, ALONE, call)
                .compose(genuine -> genuine
                        ? signIns.afterBoth(tx, user, Proof.PASSKEY, client, call)
                                .compose(Verdict::granted)
                        : Verdict.denied(refused()));
    }

    /** The same whatever is wrong: which passkeys there are is nobody's business. */
    private static Failure refused() {
        return Failure.unauthenticated(
                "passkey.refused", "This passkey does not sign anybody in; begin again, or sign in in another way");
    }
}
