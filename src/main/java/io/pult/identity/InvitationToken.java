package io.pult.identity;

import io.pult.infra.Digests;

/** The text of an invitation: {@code pulti_} and 256 random bits in base64url. */
record InvitationToken(String text) {
    static InvitationToken random() {
        return new InvitationToken("pulti_" + RandomText.make());
    }

    String hash() {
        return Digests.sha256(text);
    }

    @Override
    public String toString() {
        return "InvitationToken[redacted]";
    }
}
