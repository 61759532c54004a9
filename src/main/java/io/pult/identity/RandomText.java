package io.pult.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** What nobody guesses, and what therefore needs no slow hash: 256 random bits as 43 characters of base64url. Thread-safe. */
public final class RandomText {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    public static String make() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
