package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people let an app do through VK ID: refresh tokens, each good for one use, and the access tokens that they give.
 * The n-th refresh of the grant {@code x} gives the access token {@code vk2.a.x.00000000n} and the refresh token
 * {@code vk2.r.x.00000000n}; an operator's first refresh token is {@code x} itself.
 */
final class VkGrants {
    static final Duration LIFE = Duration.ofHours(1);

    private static final int MAX_GRANTS = 10_000;
    private static final Pattern SUCCESSOR = Pattern.compile("vk2\\.r\\.(.+)\\.([0-9]{9})");

    private final VkTokens tokens;
    private final Map<String, Grant> grants = new TreeMap<>();
    private final Deque<Forced> forced = new ArrayDeque<>();

    private record Forced(IdRefusal refusal, int times) {}

    VkGrants(VkTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * @param name the first refresh token
     * @param accessToken the token that the grant gave first, whose rights its successors inherit
     * @param clientId the only app that may use it; null for any
     * @param deviceId the only device that may use it; null for any
     */
    void put(String name, String accessToken, @Nullable String clientId, @Nullable String deviceId) {
        if (grants.size() >= MAX_GRANTS && !grants.containsKey(name)) {
            throw new BadAdminInput("refresh_token", "cannot be added: " + MAX_GRANTS + " are known already");
        }
        grants.put(name, new Grant(name, accessToken, clientId, deviceId));
    }

    /** @return whether there was such a grant; from now on its refresh tokens are refused */
    boolean revoke(String name) {
        return grants.remove(name) != null;
    }

    /** The next refreshes end so, whatever they bring. */
    void force(IdRefusal refusal, int times) {
        if (forced.size() >= NextCalls.MAX_ORDERS) {
            throw new BadAdminInput("times", "cannot be ordered: too many orders are waiting already");
        }
        forced.add(new Forced(refusal, times));
    }

    void clear() {
        grants.clear();
        forced.clear();
    }

    /**
     * The fields of a good answer but for {@code state}.
     *
     * @throws IdRefusal for any other
     */
    JsonObject refresh(String refreshToken, String clientId, String deviceId, Instant now) {
        throwForced();
        Grant grant = grant(refreshToken);
        if (grant.clientId != null && !grant.clientId.equals(clientId)) {
            throw IdRefusal.invalidClient("client_id is incorrect");
        }
        if (grant.deviceId != null && !grant.deviceId.equals(deviceId)) {
            grant.refused++;
            throw IdRefusal.invalidGrant("device_id is incorrect");
        }
        VkToken latest = tokens.find(grant.issued.get(grant.issued.size() - 1));
        if (latest == null) {
            throw IdRefusal.invalidGrant("the access was revoked");
        }
        return grant.next(latest, now);
    }

    JsonArray toJson() {
        JsonArray all = new JsonArray();
        grants.values().forEach(grant -> all.add(grant.toJson()));
        return all;
    }

    private void throwForced() {
        Forced next = forced.poll();
        if (next != null) {
            if (next.times > 1) {
                forced.addFirst(new Forced(next.refusal, next.times - 1));
            }
            throw next.refusal;
        }
    }

    /**
     * The grant whose unused refresh token it is. A grant that was never used here takes any of its successors: this
     * process forgets at its end what it gave out, and the client that was given it does not.
     */
    private Grant grant(String refreshToken) {
        Matcher successor = SUCCESSOR.matcher(refreshToken);
        boolean follows = successor.matches();
        Grant grant = grants.get(follows ? successor.group(1) : refreshToken);
        if (grant == null) {
            throw IdRefusal.invalidGrant("refresh_token is invalid");
        }
        int number = follows ? Integer.parseInt(successor.group(2)) : 0;
        if (grant.used && number != grant.number) {
            grant.refused++;
            throw IdRefusal.invalidGrant("refresh_token was used already");
        }
        grant.number = number;
        return grant;
    }

    private final class Grant {
        private final String name;
        private final @Nullable String clientId;
        private final @Nullable String deviceId;
        /** The latest two access tokens: a call that is on its way with the former must not suffer from a refresh. */
        private final List<String> issued = new ArrayList<>();

        private int number;
        private boolean used;
        private int refreshed;
        private int refused;

        private Grant(String name, String accessToken, @Nullable String clientId, @Nullable String deviceId) {
            this.name = name;
            this.clientId = clientId;
            this.deviceId = deviceId;
            issued.add(accessToken);
        }

        private JsonObject next(VkToken latest, Instant now) {
            String suffix = "%s.%09d".formatted(name, number + 1);
            VkTokenSpec spec = latest.spec().livingUntil(now.plus(LIFE));
            VkToken token = latest.successor("vk2.a." + suffix, spec);
            tokens.put(token);
            number++;
            used = true;
            refreshed++;
            issued.add(token.value());
            if (issued.size() > 2) {
                tokens.remove(issued.remove(0));
            }
            return new JsonObject()
                    .put("access_token", token.value())
                    .put("refresh_token", refreshToken())
                    .put("token_type", "Bearer")
                    .put("expires_in", LIFE.toSeconds())
                    .put("user_id", spec.userId())
                    .put("scope", spec.scopes() == null ? "vkid.personal_info" : String.join(" ", spec.scopes()));
        }

        private String refreshToken() {
            return number == 0 ? name : "vk2.r.%s.%09d".formatted(name, number);
        }

        private JsonObject toJson() {
            return new JsonObject()
                    .put("name", name)
                    .put("refresh_token", refreshToken())
                    .put("access_token", issued.get(issued.size() - 1))
                    .put("client_id", clientId)
                    .put("device_id", deviceId)
                    .put("refreshed", refreshed)
                    .put("refused", refused);
        }
    }
}
