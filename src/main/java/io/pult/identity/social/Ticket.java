package io.pult.identity.social;

import io.pult.infra.Digests;
import io.pult.infra.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One way through a provider's page and back. Verifier (PKCE, RFC 7636) and nonce follow from the state and a key that is
 * not in the database, so that neither has to be kept anywhere.
 *
 * @param state 256 random bits in base64url, which the client holds and the provider sees
 * @param verifier shown to the provider with the code alone
 * @param nonce that the id_token has to bring back
 */
record Ticket(String state, String redirectUri, String verifier, String nonce) {
    /** S256 of the verifier. */
    String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Makes tickets. Immutable, thread-safe. */
    static final class Press {
        private final String currentKey;
        private final Map<String, byte[]> keys;

        Press(Secrets secrets) {
            this.currentKey = secrets.currentKey();
            this.keys = secrets.derive("social sign-in");
        }

        /** For new tickets. */
        String currentKey() {
            return currentKey;
        }

        /** @return empty when the key is no longer in the key file */
        Optional<Ticket> make(String state, String redirectUri, String keyId) {
            byte[] key = keys.get(keyId);
            return key == null
                    ? Optional.empty()
                    : Optional.of(new Ticket(
                            state, redirectUri, follows(key, "verifier", state), follows(key, "nonce", state)));
        }

        private static String follows(byte[] key, String what, String state) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                byte[] bits = mac.doFinal((what + " " + state).getBytes(StandardCharsets.UTF_8));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
            }
        }
    }

    String stateHash() {
        return Digests.sha256(state);
    }

    @Override
    public String toString() {
        return "Ticket[redacted]";
    }
}
