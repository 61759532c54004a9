package io.pult.playground.social;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens that Yandex ID gave out. A refresh takes both tokens of the pair before; a reused code takes nothing. */
final class YandexTokens {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final int MOST = 10_000;

    private final Map<String, Codes.Grant> access = new LinkedHashMap<>();
    private final Map<String, String> refresh = new LinkedHashMap<>();

    JsonObject give(Codes.Grant grant) {
        String accessToken = "y0_" + Codes.random();
        String refreshToken = "1:" + Codes.random();
        access.put(accessToken, grant);
        refresh.put(refreshToken, accessToken);
        if (access.size() > MOST) {
            access.remove(access.keySet().iterator().next());
            refresh.remove(refresh.keySet().iterator().next());
        }
        return new JsonObject()
                .put("token_type", "bearer")
                .put("access_token", accessToken)
                .put("expires_in", LIFE.toSeconds())
                .put("refresh_token", refreshToken)
                .put("scope", String.join(" ", grant.scopes()));
    }

    /** @throws OAuthRefusal {@code invalid_grant} */
    JsonObject refresh(String refreshToken, String clientId) {
        String before = refresh.get(refreshToken);
        Codes.Grant grant = before == null ? null : access.get(before);
        if (grant == null || !grant.clientId().equals(clientId)) {
            throw OAuthRefusal.invalidGrant("expired_token");
        }
        refresh.remove(refreshToken);
        access.remove(before);
        return give(grant);
    }

    void revoke(String accessToken) {
        access.remove(accessToken);
    }

    Codes.@Nullable Grant of(String accessToken) {
        return access.get(accessToken);
    }
}
