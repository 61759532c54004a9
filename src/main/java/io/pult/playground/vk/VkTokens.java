package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tokens that the stand-in knows. It begins with none: each is put by the admin channel or made by {@link VkGrants}. */
final class VkTokens {
    static final int MAX_TOKENS = 10_000;

    private final Map<String, VkToken> tokens = new HashMap<>();
    private long strangers;

    /** Defines a token anew; a known one loses its budgets and counters. */
    VkToken put(String value, VkTokenSpec spec) {
        VkToken token = new VkToken(value, spec);
        put(token);
        return token;
    }

    void put(VkToken token) {
        if (tokens.size() >= MAX_TOKENS && !tokens.containsKey(token.value())) {
            throw new BadAdminInput("token", "cannot be added: " + MAX_TOKENS + " tokens are known already");
        }
        tokens.put(token.value(), token);
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
        strangers = 0;
    }

    /** A call whose token nobody here knows. */
    void stranger() {
        strangers++;
    }

    JsonArray toJson() {
        JsonArray all = new JsonArray();
        new TreeMap<>(tokens).values().forEach(token -> all.add(token.toJson()));
        return all;
    }

    /** All tokens together: what a benchmark asks for without reading every one of them. */
    JsonObject totals() {
        Tally calls = new Tally();
        Tally innerCalls = new Tally();
        Tally errors = new Tally();
        tokens.values().forEach(token -> token.addTo(calls, innerCalls, errors));
        return new JsonObject()
                .put("tokens", tokens.size())
                .put("calls", calls.toJson())
                .put("inner_calls", innerCalls.toJson())
                .put("errors", errors.toJson())
                .put("calls_without_known_token", strangers);
    }

    /** The token of a call, if it may be used now and from where the call comes from. */
    VkToken authenticate(VkRequest request, Instant now) {
        if (request.token() == null) {
            throw VkErrors.noToken();
        }
        VkToken token = tokens.get(request.token());
        if (token == null || token.spec().dead()) {
            throw VkErrors.of(VkErrors.AUTHORIZATION);
        }
        VkTokenSpec spec = token.spec();
        if (spec.expired(now)) {
            throw VkErrors.expired(spec.expiredCode());
        }
        if (spec.ip() != null && !spec.ip().equals(request.address())) {
            throw VkErrors.otherAddress();
        }
        return token;
    }
}
