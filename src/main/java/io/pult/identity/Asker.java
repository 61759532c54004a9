package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.SignIn;
import java.util.Optional;
import java.util.UUID;

/** The person who asks, for what is their own, and the session in which they do. */
public record Asker(UUID user, SignIn signIn) {
    private static final String PERSON = "user:";

    /** @throws Failure FORBIDDEN {@code person.needed}: a key or a node has no session */
    public static Asker of(Call call) {
        SignIn signIn = call.principal().signIn();
        if (signIn == null) {
            throw needed();
        }
        return new Asker(person(call), signIn);
    }

    /** @throws Failure FORBIDDEN {@code person.needed}: it is a key or a node that asks */
    public static UUID person(Call call) {
        return personIn(call).orElseThrow(Asker::needed);
    }

    /** Empty when it is a key or the system that asks. */
    static Optional<UUID> personIn(Call call) {
        String subject = call.principal().subject();
        return subject.startsWith(PERSON)
                ? Optional.of(UUID.fromString(subject.substring(PERSON.length())))
                : Optional.empty();
    }

    public UUID session() {
        return signIn.session();
    }

    private static Failure needed() {
        return Failure.forbidden(
                "person.needed",
                "This is about a person, and what you hold is an API key, which is none; sign in for it");
    }
}
