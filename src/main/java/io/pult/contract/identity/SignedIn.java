package io.pult.contract.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a proof of who somebody is: tokens, or the second step that is still wanted.
 *
 * @param accessToken absent while a second step is wanted
 * @param refreshToken for API clients only
 * @param expiresIn seconds that the access token lives
 * @param refreshCookie for browsers only; the gateway makes a cookie of it, which a client never sees as text
 * @param secondStep absent when nothing more is wanted
 */
public record SignedIn(
        @Nullable String accessToken,
        @Nullable String refreshToken,
        @Nullable String tokenType,
        @Nullable Long expiresIn,
        @Nullable String refreshCookie,
        @Nullable SecondStep secondStep) {

    /**
     * @param token names this sign-in at the second step
     * @param methods of which one is enough: {@code totp}, {@code recovery_code}, {@code passkey}
     * @param expiresIn seconds
     */
    public record SecondStep(String token, Set<String> methods, long expiresIn) {
        @Override
        public String toString() {
            return "SecondStep" + methods;
        }
    }

    public static SignedIn wanting(SecondStep step) {
        return new SignedIn(null, null, null, null, null, step);
    }

    @Override
    public String toString() {
        return "SignedIn[redacted]";
    }
}
