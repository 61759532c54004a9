package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import java.util.UUID;

/** The person who asks, for operations on what is their own. */
public final class Asker {
    private static final String SUBJECT = "user:";

    private Asker() {}

    /** @throws Failure UNPROCESSABLE {@code me.no_person} when it is a key or a node that asks */
    public static UUID person(Call call) {
        String subject = call.principal().subject();
        if (subject.startsWith(SUBJECT)) {
            return UUID.fromString(subject.substring(SUBJECT.length()));
        }
        throw Failure.unprocessable("me.no_person", "This is about a person, and an API key is none; sign in for it");
    }
}
