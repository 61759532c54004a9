package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tokens that the stand-in knows. It begins with none: each is put by the admin channel. */
final class VkTokens {
    static final int MAX_TOKENS = 10_000;

    private final Map<String, VkToken> tokens = new TreeMap<>();

    /** Defines a token anew; a known one loses its budgets and counters. */
    VkToken put(String value, VkTokenSpec spec) {
        if (tokens.size() >= MAX_TOKENS && !tokens.containsKey(value)) {
            throw new BadAdminInput("token", "cannot be added: " + MAX_TOKENS + " tokens are known already");
        }
        VkToken token = new VkToken(value, spec);
        tokens.put(value, token);
        return token;
    }

    @Nullable
    VkToken find(@Nullable String value) {
        return value == null ? null : tokens.get(value);
    }

    boolean remove(String value) {
        return tokens.remove(value) != null;
    }

    void clear() {
        tokens.clear();
    }

    JsonArray toJson() {
        JsonArray all = new JsonArray();
        tokens.values().forEach(token -> all.add(token.toJson()));
        return all;
    }

    /** The token of a call, if it may be used from where the call comes from. */
    VkToken authenticate(VkRequest request) {
        if (request.token() == null) {
            throw VkErrors.noToken();
        }
        VkToken token = tokens.get(request.token());
        if (token == null || token.spec().dead()) {
            throw VkErrors.of(VkErrors.AUTHORIZATION);
        }
        String ip = token.spec().ip();
        if (ip != null && !ip.equals(request.address())) {
            throw VkErrors.otherAddress();
        }
        return token;
    }
}
