package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A second factor shown: to finish a sign-in, or to confirm who has been signed in for a while. */
public final class SecondStepOps {
    public record Options(Options.Body body) {
        /** @param token of {@link SignedIn.SecondStep} */
        public record Body(String token) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    public record Finish(Finish.Body body) {
        /**
         * One of the last three.
         *
         * @param token of {@link SignedIn.SecondStep}
         * @param code by time
         * @param passkey response of the authenticator
         */
        public record Body(
                String token,
                @Nullable String code,
                @Nullable String recoveryCode,
                @Nullable Map<String, Object> passkey) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    public record ConfirmOptions() {}

    public record Confirm(Confirm.Body body) {
        /** One of the two. */
        public record Body(@Nullable String code, @Nullable Map<String, Object> passkey) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    public static final Op<Options, PasskeyOps.Options> OPTIONS =
            Op.of("identity.getSecondStepPasskeyOptions", Options.class, PasskeyOps.Options.class);
    public static final Op<Finish, SignedIn> FINISH = Op.of("identity.finishSecondStep", Finish.class, SignedIn.class);
    public static final Op<ConfirmOptions, PasskeyOps.Options> CONFIRM_OPTIONS =
            Op.of("identity.getConfirmationPasskeyOptions", ConfirmOptions.class, PasskeyOps.Options.class);
    public static final Op<Confirm, Nothing> CONFIRM =
            Op.of("identity.confirmWithSecondFactor", Confirm.class, Nothing.class);

    private SecondStepOps() {}
}
