package io.pult.contract.identity;

import io.pult.bus.Op;
import org.jspecify.annotations.Nullable;

/** Somebody shows by a login and a password who they are. */
public final class LoginOps {
    /** @param userAgent what the client calls itself */
    public record LogIn(@Nullable String userAgent, Body body) {
        /**
         * @param login in any case of letters
         * @param client absent: an API client
         */
        public record Body(
                String login, String password, @Nullable ClientKind client) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    /**
     * Fails with UNAUTHENTICATED {@code login.refused}, whatever is wrong; with FORBIDDEN {@code user.blocked} only after the
     * right password; with TOO_MANY {@code login.slow_down} or {@code password.busy}.
     */
    public static final Op<LogIn, SignedIn> LOG_IN = Op.of("identity.logIn", LogIn.class, SignedIn.class);

    private LoginOps() {}
}
