package io.pult.mtproto;

import io.pult.mtproto.session.AppIdentity;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client is told before it starts. Immutable.
 *
 * @param centres where the data centres are
 * @param firstDc where a sign-in begins: 2, unless it is known better; not used when there is a saved account
 * @param exit the way out; the same for the whole life of an account
 * @param obfuscated whether the stream is hidden by obfuscated2
 * @param layer of the API that is announced: {@link io.pult.mtproto.api.Layer#CURRENT}, in which calls are written. What comes is read in any
 *     known one, but a server takes a call that changed since only in its own layer
 * @param logoutTokens of earlier sign-outs on this device, at most 20: they may spare a code
 * @param saved what an earlier client of this account saved; null for one that is to be signed in
 */
public record ClientPlan(
        DcBook centres,
        int firstDc,
        Exit exit,
        Framing framing,
        boolean obfuscated,
        AppIdentity app,
        int layer,
        List<byte[]> logoutTokens,
        @Nullable SavedAccount saved) {
    private static final int MOST_TOKENS = 20;

    /** @throws IllegalArgumentException when the account belongs to other servers than these */
    public ClientPlan {
        if (saved != null && saved.test() != centres.test()) {
            throw new IllegalArgumentException("an account of the test servers and one of the real ones never meet");
        }
        logoutTokens =
                List.copyOf(logoutTokens.subList(Math.max(0, logoutTokens.size() - MOST_TOKENS), logoutTokens.size()));
    }
}
