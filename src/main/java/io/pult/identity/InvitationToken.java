package io.pult.identity;

import io.pult.infra.Digests;
import java.security.SecureRandom;
import java.util.Base64;

/** The text of an invitation: {@code pulti_} and 256 random bits in base64url. */
record InvitationToken(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static InvitationToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new InvitationToken(
                "pulti_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    String hash() {
        return Digests.sha256(text);
    }

    @Override
    public String toString() {
        return "InvitationToken[redacted]";
    }
}
