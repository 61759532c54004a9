package io.pult.identity.factor;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.SignIn;
import java.util.UUID;

/** The person who asks about themselves, and the session in which they do. */
record Asker(UUID user, UUID session) {
    /** @throws Failure FORBIDDEN {@code person.needed}: a key or a node has no factors */
    static Asker of(Call call) {
        String subject = call.principal().subject();
        SignIn signIn = call.principal().signIn();
        if (signIn == null || !subject.startsWith("user:")) {
            throw Failure.forbidden("person.needed", "Only somebody who is signed in can ask for this");
        }
        return new Asker(UUID.fromString(subject.substring("user:".length())), signIn.session());
    }
}
