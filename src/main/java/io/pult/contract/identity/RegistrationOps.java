package io.pult.contract.identity;

import io.pult.bus.Op;
import org.jspecify.annotations.Nullable;

/** Somebody becomes a user by a login and a password. */
public final class RegistrationOps {
    /** @param userAgent what the client calls itself */
    public record Register(@Nullable String userAgent, Body body) {
        /**
         * @param client absent: an API client
         * @param langCode {@code ru} or {@code en}; absent: as the application's settings say
         */
        public record Body(
                String login,
                String password,
                @Nullable ClientKind client,
                @Nullable String name,
                @Nullable String langCode) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    /**
     * Fails with FORBIDDEN {@code registration.closed}, CONFLICT {@code user.login_taken}, UNPROCESSABLE
     * {@code login.invalid}, {@code password.too_short}, {@code password.too_long}, {@code password.too_common} or
     * {@code password.is_login}, TOO_MANY {@code password.busy}.
     */
    public static final Op<Register, SignedIn> REGISTER = Op.of("identity.register", Register.class, SignedIn.class);

    private RegistrationOps() {}
}
