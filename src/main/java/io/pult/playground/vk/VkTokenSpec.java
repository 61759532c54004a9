package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of the stand-in says about a token.
 *
 * @param userId the owner; present for user tokens and for no other kind
 * @param groupId whose token it is; for group tokens, and null also there when nobody cares
 * @param scopes rights that a method may demand; null for all there are
 * @param ip the only address the token may be used from; null for any
 * @param dead refused with error 5
 * @param expiresAt refused from then on; null for never
 * @param expiredCode the error of an expired token, 5 or 1117
 * @param rps calls admitted in any one second
 * @param quota calls admitted in a day, by method; a method without an entry is not limited
 */
record VkTokenSpec(
        Kind kind,
        @Nullable Long userId,
        @Nullable Long groupId,
        @Nullable List<String> scopes,
        @Nullable String ip,
        boolean dead,
        @Nullable Instant expiresAt,
        int expiredCode,
        int rps,
        Map<String, Integer> quota) {
    private static final int MAX_RPS = 100_000;
    private static final int MAX_LIFE = 10 * 365 * 86_400;

    /** The kinds of VK's tokens with the rate each may go at unless the operator says otherwise. */
    enum Kind {
        USER(3),
        GROUP(20),
        SERVICE(5);

        final int rps;

        Kind(int rps) {
            this.rps = rps;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a whole definition, or with {@code before} the changes to one; see {@link AdminInput} for what it throws. */
    static VkTokenSpec read(AdminInput in, @Nullable VkTokenSpec before, Instant now) {
        Kind kind = in.word("kind", Kind.class, before == null ? null : before.kind);
        if (kind == null) {
            throw new BadAdminInput("kind", "is missing");
        }
        VkTokenSpec base = before == null ? standard(kind) : before;
        Long userId = in.number("user_id", base.userId, 1, VkUser.MAX_ID);
        if ((kind == Kind.USER) != (userId != null)) {
            throw new BadAdminInput("user_id", userId == null ? "is missing" : "belongs to user tokens only");
        }
        Long groupId = in.number("group_id", base.groupId, 1, VkUser.MAX_ID);
        if (groupId != null && kind != Kind.GROUP) {
            throw new BadAdminInput("group_id", "belongs to group tokens only");
        }
        int expiredCode = (int)
                in.requiredNumber("expired_code", (long) base.expiredCode, VkErrors.AUTHORIZATION, VkErrors.EXPIRED);
        if (expiredCode != VkErrors.AUTHORIZATION && expiredCode != VkErrors.EXPIRED) {
            throw new BadAdminInput("expired_code", "must be 5 or 1117");
        }
        return new VkTokenSpec(
                kind,
                userId,
                groupId,
                in.texts("scopes", base.scopes),
                in.text("ip", base.ip),
                in.flag("dead", base.dead),
                expiry(in, base.expiresAt, now),
                expiredCode,
                (int) in.requiredNumber("rps", (long) base.rps, 1, MAX_RPS),
                in.counts("quota", base.quota));
    }

    private static VkTokenSpec standard(Kind kind) {
        return new VkTokenSpec(kind, null, null, null, null, false, null, VkErrors.AUTHORIZATION, kind.rps, Map.of());
    }

    private static @Nullable Instant expiry(AdminInput in, @Nullable Instant before, Instant now) {
        if (!in.has("expires_in")) {
            return before;
        }
        Long seconds = in.number("expires_in", null, 0, MAX_LIFE);
        return seconds == null ? null : now.plusSeconds(seconds);
    }

    boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    VkTokenSpec killed() {
        return new VkTokenSpec(kind, userId, groupId, scopes, ip, true, expiresAt, expiredCode, rps, quota);
    }

    /** The same rights for a new token. */
    VkTokenSpec livingUntil(Instant end) {
        return new VkTokenSpec(kind, userId, groupId, scopes, ip, false, end, expiredCode, rps, quota);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("kind", kind.word())
                .put("user_id", userId)
                .put("group_id", groupId)
                .put("scopes", scopes == null ? null : new JsonArray(scopes))
                .put("ip", ip)
                .put("dead", dead)
                .put("expires_at", expiresAt == null ? null : expiresAt.toString())
                .put("expired_code", expiredCode)
                .put("rps", rps)
                .put("quota", new JsonObject(new TreeMap<>(quota)));
    }
}
