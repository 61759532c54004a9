package io.pult.identity.social;

import io.pult.bus.Failure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint says (RFC 6749 §5): both a grant's fields and a refusal's; which of them are there says which it is.
 */
record TokenAnswer(
        @Nullable String accessToken,
        @Nullable String idToken,
        @Nullable String tokenType,
        @Nullable String error) {
    /** The code is at fault: unknown, used, too old, or another's. Yandex has a word of its own for it. */
    private static final Set<String> CODE = Set.of("invalid_grant", "bad_verification_code");

    /**
     * @return a grant; throws UNAUTHENTICATED {@code social.code_refused}, or UPSTREAM when the code is not to blame
     */
    static TokenAnswer read(ProviderHttp.Answer answer, ProviderHttp http) {
        TokenAnswer read = http.read(answer, TokenAnswer.class, "answer about a token");
        if (read.error != null && CODE.contains(read.error)) {
            throw Failure.unauthenticated(
                    "social.code_refused", "The provider does not take this code any more; begin the sign-in anew");
        }
        if (read.error != null) {
            throw http.refusedUs(read.error.replaceAll("[^a-z_]", "?"));
        }
        if (answer.status() != 200 || read.accessToken == null) {
            throw http.wrong("HTTP " + answer.status() + ", neither a token nor an error");
        }
        return read;
    }

    @Override
    public String toString() {
        return "TokenAnswer[redacted]";
    }
}
