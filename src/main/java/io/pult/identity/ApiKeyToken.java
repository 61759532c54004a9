package io.pult.identity;

import io.pult.infra.Digests;
import java.util.regex.Pattern;

/** The text of an API key: {@code pult_} and 256 random bits in base64url. */
public record ApiKeyToken(String text) {
    private static final Pattern FORM = Pattern.compile("pult_[A-Za-z0-9_-]{43}");

    static ApiKeyToken random() {
        return new ApiKeyToken("pult_" + RandomText.make());
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
