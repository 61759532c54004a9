package io.pult.identity;

import io.pult.contract.identity.ClientKind;
import org.jspecify.annotations.Nullable;

/**
 * What a person signs in with.
 *
 * @param device what the client calls itself (User-Agent), for people to tell their sessions apart
 */
public record Client(ClientKind kind, @Nullable String device) {
    private static final int LONGEST = 300;

    public Client {
        device = device == null || device.length() <= LONGEST ? device : device.substring(0, LONGEST);
    }

    /** @param kind absent: an API client */
    public static Client of(@Nullable ClientKind kind, @Nullable String device) {
        return new Client(kind == null ? ClientKind.API : kind, device);
    }
}
