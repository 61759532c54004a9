package io.pult.identity;

import io.pult.bus.Call;
import io.pult.contract.identity.SignedIn.SecondStep;
import io.vertx.core.Future;
import java.util.Optional;

/** Whether a person who has shown one factor has to show another. */
@FunctionalInterface
public interface SecondSteps {
    /** @return the step that is wanted, under way; empty when one factor is enough for this person */
    Future<Optional<SecondStep>> begin(User user, Proof first, Client client, Call call);
}
