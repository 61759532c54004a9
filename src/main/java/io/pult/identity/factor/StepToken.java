package io.pult.identity.factor;

import java.security.SecureRandom;
import java.util.Base64;

/** Names a sign-in that is under way: 256 random bits in base64url. */
final class StepToken {
    private static final SecureRandom RANDOM = new SecureRandom();

    private StepToken() {}

    static String random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
