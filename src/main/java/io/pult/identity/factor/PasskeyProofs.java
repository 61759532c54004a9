package io.pult.identity.factor;

import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Finds out what somebody's showing a passkey is worth, before any transaction: the signature takes a worker's time. */
final class PasskeyProofs {
    private final Pg pg;
    private final Challenges challenges;
    private final Ceremonies ceremonies;

    PasskeyProofs(Pg pg, Challenges challenges, Ceremonies ceremonies) {
        this.pg = pg;
        this.challenges = challenges;
        this.ceremonies = ceremonies;
    }

    /** @throws io.pult.bus.Failure INVALID {@code passkey.malformed} */
    Future<Assertion> shown(Challenges.Purpose purpose, Object to, Map<String, Object> response) {
        var read = PasskeyResponse.assertion(response);
        return challenges
                .take(purpose, to)
                .compose(challenge -> new PasskeyStore(pg)
                        .byCredential(read.credential())
                        .compose(passkey -> verified(purpose, read, challenge, passkey)));
    }

    private Future<Assertion> verified(
            Challenges.Purpose purpose,
            PasskeyResponse response,
            Optional<String> challenge,
            Optional<PasskeyStore.Stored> passkey) {
        if (passkey.isEmpty()) {
            return Future.succeededFuture(new Assertion.Refused(null, "the passkey is unknown"));
        }
        if (purpose == Challenges.Purpose.SIGN_IN && response.userHandle() == null) {
            return Future.succeededFuture(new Assertion.Refused(passkey.get(), "the authenticator names nobody"));
        }
        return challenge
                .map(asked -> ceremonies.shown(passkey.get(), asked, response))
                .orElseGet(() -> Future.succeededFuture(
                        new Assertion.Refused(passkey.get(), "the question was answered already, or is over")));
    }
}
