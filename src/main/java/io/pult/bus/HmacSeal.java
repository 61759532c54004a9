package io.pult.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals with HMAC-SHA256 under a key that all nodes share: {@code <key id>.<payload>.<mac>}, base64url. Thread-safe;
 * both directions are cached because one caller asks many times within a seal's life.
 */
public final class HmacSeal implements Seal {
    /** Longer than any budget of a question, short enough that a stolen seal is soon worthless. */
    static final Duration LIFE = Duration.ofMinutes(2);

    private static final int CACHED = 4_096;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final String currentKey;
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Map<Principal, Sealed> made = new ConcurrentHashMap<>();
    private final Map<String, Sealed> opened = new ConcurrentHashMap<>();

    private record Sealed(String text, Principal principal, long until) {}

    record Payload(Principal principal, long until) {}

    /**
     * @param keys by key id; a seal under any of them opens, the current one makes new seals, so that keys can be
     *     changed node by node
     */
    public HmacSeal(String currentKey, Map<String, byte[]> keys, InstantSource clock) {
        this.currentKey = currentKey;
        this.clock = clock;
        keys.forEach((id, key) -> this.keys.put(id, new SecretKeySpec(key, "HmacSHA256")));
        if (!this.keys.containsKey(currentKey)) {
            throw new IllegalArgumentException("no key with the id " + currentKey);
        }
    }

    @Override
    public String over(Principal principal) {
        long now = clock.millis();
        Sealed known = made.get(principal);
        if (known != null && known.until - now > LIFE.toMillis() / 2) {
            return known.text;
        }
        long until = now + LIFE.toMillis();
        String payload =
                ENCODER.encodeToString(Json.write(new Payload(principal, until)).getBytes());
        String text = currentKey + "." + payload + "." + ENCODER.encodeToString(mac(currentKey, payload));
        remember(made, principal, new Sealed(text, principal, until));
        return text;
    }

    @Override
    public Principal open(String text) {
        Sealed sealed = opened.get(text);
        if (sealed == null) {
            sealed = verify(text);
            remember(opened, text, sealed);
        }
        if (sealed.until < clock.millis()) {
            throw Failure.unauthenticated("principal.expired", "The asker's proof of identity is too old");
        }
        return sealed.principal;
    }

    private Sealed verify(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !keys.containsKey(parts[0])) {
            throw forged();
        }
        try {
            byte[] given = Base64.getUrlDecoder().decode(parts[2]);
            if (!MessageDigest.isEqual(mac(parts[0], parts[1]), given)) {
                throw forged();
            }
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            Payload read = Json.readLeniently(Buffer.buffer(payload), Payload.class);
            return new Sealed(text, read.principal, read.until);
        } catch (IllegalArgumentException e) {
            throw forged();
        }
    }

    private byte[] mac(String keyId, @Nullable String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.get(keyId));
            return mac.doFinal((keyId + "." + payload).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private static Failure forged() {
        return Failure.unauthenticated("principal.forged", "The asker's proof of identity is not genuine");
    }

    /** Starting over when full is cheaper than an order of use, and costs each caller one HMAC. */
    private static <K> void remember(Map<K, Sealed> cache, K key, Sealed sealed) {
        if (cache.size() >= CACHED) {
            cache.clear();
        }
        cache.put(key, sealed);
    }
}
