package io.pult.vk;

import io.pult.bus.Json;
import io.pult.contract.vk.SystemAccountOps.Refresh;
import io.pult.infra.Secrets;
import io.pult.vk.SystemAccountStore.SealedRefresh;
import io.pult.vk.SystemAccountStore.SealedToken;
import io.pult.vk.SystemAccountStore.Stored;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens on their way into the table and out of it. The hash that says whether two are the same is keyed, as a plain one
 * could be tried against tokens from elsewhere.
 */
final class TokenSeal {
    private final Secrets secrets;
    private final Map<String, byte[]> hashKeys;

    TokenSeal(Secrets secrets) {
        this.secrets = secrets;
        this.hashKeys = secrets.derive("vk token hash");
    }

    SealedToken seal(UUID account, String token) {
        return new SealedToken(
                secrets.encrypt(token, place(account)),
                hash(secrets.currentKey(), token),
                token.substring(token.length() - 4));
    }

    /** @throws IllegalStateException when the account has no token, or its envelope does not open */
    String open(Stored stored) {
        String envelope = stored.envelope();
        if (envelope == null) {
            throw new IllegalStateException("an account without a token was asked for it");
        }
        return secrets.decrypt(envelope, place(stored.account().id()));
    }

    SealedRefresh seal(UUID account, Refresh refresh) {
        return new SealedRefresh(
                secrets.encrypt(Json.text(refresh), refreshPlace(account)),
                hash(secrets.currentKey(), refresh.refreshToken()));
    }

    /** @throws IllegalStateException when the envelope does not open */
    Refresh openRefresh(UUID account, String envelope) {
        return Json.readLeniently(secrets.decrypt(envelope, refreshPlace(account)), Refresh.class);
    }

    /** Under every key of the file: rows that {@code rekey} has not reached yet carry the older ones. */
    List<String> hashes(String token) {
        return hashKeys.keySet().stream().map(key -> hash(key, token)).toList();
    }

    /** A short name for a token that says nothing of it. */
    String fingerprint(String token) {
        return hash(secrets.currentKey(), token)
                .substring(
                        secrets.currentKey().length() + 1, secrets.currentKey().length() + 17);
    }

    boolean stale(String envelope) {
        return secrets.stale(envelope);
    }

    private String hash(String keyId, String token) {
        byte[] key = hashKeys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("no key with the id " + keyId);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return keyId + "." + HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private static String refreshPlace(UUID account) {
        return "system_accounts.refresh:" + account;
    }

    private static String place(UUID account) {
        return "system_accounts.token:" + account;
    }
}
