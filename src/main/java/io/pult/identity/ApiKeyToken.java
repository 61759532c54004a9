package io.pult.identity;

import io.pult.infra.Digests;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The text of an API key: {@code pult_} and 256 random bits in base64url. */
public record ApiKeyToken(String text) {
    private static final Pattern FORM = Pattern.compile("pult_[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static ApiKeyToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new ApiKeyToken("pult_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    static boolean wellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    String hash() {
        return Digests.sha256(text);
    }

    String hint() {
        return text.substring(text.length() - 4);
    }

    @Override
    public String toString() {
        return "ApiKeyToken[redacted]";
    }
}
