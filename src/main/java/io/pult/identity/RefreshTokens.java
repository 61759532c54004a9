package io.pult.identity;

import io.pult.infra.Digests;
import io.pult.infra.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads refresh tokens: {@code pultr_} and, in base64url, the session's id, a number that counts its refreshes,
 * and an HMAC-SHA256 of both under a key that is not in the database. The same session and number give the same token, so
 * that the active one can be handed out again to a client that lost the answer; of the active one the database has the
 * hash. Immutable, thread-safe.
 */
final class RefreshTokens {
    private static final String PREFIX = "pultr_";
    private static final int HEAD = Long.BYTES * 2 + Integer.BYTES;
    private static final int MAC = 32;

    private final String currentKey;
    private final Map<String, byte[]> keys;

    RefreshTokens(Secrets secrets) {
        this.currentKey = secrets.currentKey();
        this.keys = secrets.derive("refresh token");
    }

    /** What a token says of itself; whether it is genuine, our keys decide. */
    record Read(UUID session, int number, String token) {
        @Override
        public String toString() {
            return "Read[" + session + " " + number + "]";
        }
    }

    /** For new sessions, and for old ones from their next refresh on. */
    String currentKey() {
        return currentKey;
    }

    /** @return absent when the key is no longer in the key file: its sessions are over */
    @Nullable
    String make(UUID session, int number, String keyId) {
        byte[] key = keys.get(keyId);
        if (key == null) {
            return null;
        }
        byte[] head = head(session, number);
        byte[] whole =
                ByteBuffer.allocate(HEAD + MAC).put(head).put(mac(key, head)).array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** @return empty when this cannot be one of ours */
    static Optional<Read> read(String token) {
        if (!token.startsWith(PREFIX) || token.length() > 200) {
            return Optional.empty();
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            if (whole.length != HEAD + MAC) {
                return Optional.empty();
            }
            var head = ByteBuffer.wrap(whole);
            var session = new UUID(head.getLong(), head.getLong());
            return Optional.of(new Read(session, head.getInt(), token));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Made by us under one of the keys: a session changes over to the current key when it is refreshed. */
    boolean genuine(Read read) {
        byte[] shown = read.token.getBytes(StandardCharsets.US_ASCII);
        return keys.keySet().stream()
                .map(key -> make(read.session, read.number, key))
                .anyMatch(
                        made -> made != null && MessageDigest.isEqual(made.getBytes(StandardCharsets.US_ASCII), shown));
    }

    static String hash(String token) {
        return Digests.sha256(token);
    }

    private static byte[] head(UUID session, int number) {
        return ByteBuffer.allocate(HEAD)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .putInt(number)
                .array();
    }

    private static byte[] mac(byte[] key, byte[] head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(head);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }
}
