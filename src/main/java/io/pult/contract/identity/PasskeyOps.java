package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys (WebAuthn level 2): made, listed, removed, and the sign-in with nothing else.
 *
 * <p>Options are what {@code PublicKeyCredential.parseCreationOptionsFromJSON} and {@code parseRequestOptionsFromJSON} take,
 * a response is what {@code PublicKeyCredential.toJSON()} gives: their fields are the browser's, not ours.
 */
public final class PasskeyOps {
    public record CreationOptions() {}

    /** @param publicKey for the browser; good for five minutes and one answer */
    public record Options(Map<String, Object> publicKey) {}

    public record Add(Add.Body body) {
        /** @param response of the authenticator */
        public record Body(String name, Map<String, Object> response) {}
    }

    public record ListPasskeys() {}

    public record Passkeys(List<Passkey> items) {}

    public record Remove(UUID id) {}

    public record SignInOptions() {}

    /** @param challengeToken to be shown with the response */
    public record SignInChallenge(String challengeToken, Map<String, Object> publicKey) {
        @Override
        public String toString() {
            return "SignInChallenge[redacted]";
        }
    }

    /** @param userAgent by which people tell their sessions apart */
    public record SignIn(SignIn.Body body, @Nullable String userAgent) {
        /** @param client absent: an API client */
        public record Body(
                String challengeToken,
                Map<String, Object> response,
                @Nullable ClientKind client) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    public static final Op<CreationOptions, Options> CREATION_OPTIONS =
            Op.of("identity.getPasskeyCreationOptions", CreationOptions.class, Options.class);
    public static final Op<Add, Passkey> ADD = Op.of("identity.addPasskey", Add.class, Passkey.class);
    public static final Op<ListPasskeys, Passkeys> LIST =
            Op.of("identity.listPasskeys", ListPasskeys.class, Passkeys.class).asIdempotent();
    public static final Op<Remove, Nothing> REMOVE = Op.of("identity.removePasskey", Remove.class, Nothing.class);
    public static final Op<SignInOptions, SignInChallenge> SIGN_IN_OPTIONS =
            Op.of("identity.getPasskeySignInOptions", SignInOptions.class, SignInChallenge.class);
    public static final Op<SignIn, SignedIn> SIGN_IN =
            Op.of("identity.signInWithPasskey", SignIn.class, SignedIn.class);

    private PasskeyOps() {}
}
