package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import org.jspecify.annotations.Nullable;

/** The password of whoever asks: changed, or shown once more before a dangerous act. */
public final class PasswordOps {
    public record ChangePassword(ChangePassword.Body body) {
        /**
         * @param currentPassword absent only when there is none
         * @param login for somebody who has none so far, and needs one together with the first password
         */
        public record Body(
                @Nullable String currentPassword,
                String newPassword,
                @Nullable String login) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    public record Confirm(Confirm.Body body) {
        public record Body(String password) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    /**
     * Ends all other sessions. Fails with FORBIDDEN {@code password.wrong}, TOO_MANY {@code login.slow_down}, UNPROCESSABLE
     * {@code password.current_needed}, {@code login.needed} or {@code login.fixed}, and as the registration does.
     */
    public static final Op<ChangePassword, Nothing> CHANGE =
            Op.of("identity.changePassword", ChangePassword.class, Nothing.class);

    /** Fails with FORBIDDEN {@code password.wrong}, UNPROCESSABLE {@code password.none}, TOO_MANY {@code login.slow_down}. */
    public static final Op<Confirm, Nothing> CONFIRM = Op.of("identity.confirm", Confirm.class, Nothing.class);

    private PasswordOps() {}
}
