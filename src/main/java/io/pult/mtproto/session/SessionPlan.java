package io.pult.mtproto.session;

import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a session is told before it starts. Immutable.
 *
 * @param dc whose addresses are tried in their order
 * @param exit the way out; the same for the whole life of an account
 * @param obfuscated whether the stream is hidden by obfuscated2
 * @param layer of the API that is spoken, as {@code invokeWithLayer} says it
 * @param memory of an earlier run; null agrees upon a new key, which is not signed in
 * @param authorised whether the key was signed in once: then {@code AUTH_KEY_UNREGISTERED} is the end of the session, while
 *     before it only refuses the call
 */
public record SessionPlan(
        DataCenter dc,
        Exit exit,
        Framing framing,
        boolean obfuscated,
        AppIdentity app,
        int layer,
        @Nullable SessionMemory memory,
        boolean authorised) {

    /** @throws IllegalArgumentException when the key is of another data centre, where it is worth nothing */
    public SessionPlan {
        if (memory != null && memory.dc() != dc.id()) {
            throw new IllegalArgumentException(
                    "a key of data centre " + memory.dc() + " is of no use at data centre " + dc.id());
        }
    }
}
