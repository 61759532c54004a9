package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** What follows when somebody has shown who they are, by whatever proof: refusal, a second step, or a session. */
public final class SignIns {
    private final Sessions sessions;
    private final SecondSteps secondSteps;

    SignIns(Sessions sessions, SecondSteps secondSteps) {
        this.sessions = sessions;
        this.secondSteps = secondSteps;
    }

    /** @return fails with FORBIDDEN {@code user.blocked} */
    public Future<SignedIn> after(User user, Proof proof, Client client, Call call) {
        return after(user, proof, client, Beginning.NOW, call);
    }

    /**
     * @param beginning of the session, unless a second step is wanted: then it begins with that
     * @return fails likewise
     */
    public Future<SignedIn> after(User user, Proof proof, Client client, Beginning beginning, Call call) {
        if (user.blocked()) {
            return Future.failedFuture(blocked());
        }
        return secondSteps
                .begin(user, proof, client, call)
                .compose(step -> step.isPresent()
                        ? Future.succeededFuture(SignedIn.wanting(step.get()))
                        : sessions.open(user, proof, client, beginning, call));
    }

    /**
     * After two factors, or a passkey, which is two in one.
     *
     * @param tx in which the last of them is used up: a code is not spent without a session, nor a session opened without
     * @return fails with FORBIDDEN {@code user.blocked}
     */
    public Future<SignedIn> afterBoth(Sql tx, User user, Proof proof, Client client, Call call) {
        return user.blocked() ? Future.failedFuture(blocked()) : sessions.open(tx, user, proof, client, call);
    }

    /**
     * The same proof again, of which this session came.
     *
     * @return empty when it has no session, or the session was ended; fails with FORBIDDEN {@code user.blocked}
     */
    public Future<Optional<SignedIn>> again(User user, UUID session, Call call) {
        return user.blocked() ? Future.failedFuture(blocked()) : sessions.goOn(session, user, call);
    }

    private static Failure blocked() {
        return Failure.forbidden("user.blocked", "This account is blocked");
    }
}
