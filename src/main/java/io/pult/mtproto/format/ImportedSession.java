package io.pult.mtproto.format;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.transport.Address;
import org.jspecify.annotations.Nullable;

/**
 * What the session of another client tells.
 *
 * @param origin which client, for people
 * @param dc 1 to 5, on the test servers 1 to 3
 * @param test whether it belongs to the test servers; where a string does not say it, its address does
 * @param key a secret
 * @param apiId of the application that signed in, when known
 * @param userId whose account, when known
 * @param bot whether it is a bot's; false where a string does not say it
 * @param address where that client found the data centre, when known
 */
public record ImportedSession(
        String origin,
        int dc,
        boolean test,
        AuthKey key,
        @Nullable Integer apiId,
        @Nullable Long userId,
        boolean bot,
        @Nullable Address address) {

    /** Without key and user. */
    @Override
    public String toString() {
        return "ImportedSession[origin=" + origin + ", dc=" + dc + ", test=" + test + "]";
    }
}
