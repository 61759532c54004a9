package io.pult.identity.social;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.SignIn;
import java.util.UUID;

/** The person who asks, in the session that they ask in. */
record Asker(UUID user, SignIn signIn) {
    private static final String USER = "user:";

    /** @throws Failure FORBIDDEN {@code access.person_needed} for keys and nodes */
    static Asker of(Call call) {
        var who = call.principal();
        SignIn signIn = who.signIn();
        if (signIn == null || !who.subject().startsWith(USER)) {
            throw Failure.forbidden("access.person_needed", "Only a person who is signed in can ask this");
        }
        return new Asker(UUID.fromString(who.subject().substring(USER.length())), signIn);
    }
}
