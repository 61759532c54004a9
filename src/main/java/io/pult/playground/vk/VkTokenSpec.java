package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of the stand-in says about a token.
 *
 * @param userId the owner; present for user tokens and for no other kind
 * @param scopes rights that a method may demand
 * @param ip the only address the token may be used from; null for any
 * @param dead refused with error 5
 * @param rps calls admitted in any one second
 * @param quota calls admitted in a day, by method; a method without an entry is not limited
 */
record VkTokenSpec(
        Kind kind,
        @Nullable Long userId,
        List<String> scopes,
        @Nullable String ip,
        boolean dead,
        int rps,
        Map<String, Integer> quota) {
    private static final int MAX_RPS = 1_000;

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
    static VkTokenSpec read(AdminInput in, @Nullable VkTokenSpec before) {
        Kind kind = in.word("kind", Kind.class, before == null ? null : before.kind);
        if (kind == null) {
            throw new BadAdminInput("kind", "is missing");
        }
        VkTokenSpec base =
                before == null ? new VkTokenSpec(kind, null, List.of(), null, false, kind.rps, Map.of()) : before;
        Long userId = in.number("user_id", base.userId, 1, VkUser.MAX_ID);
        if ((kind == Kind.USER) != (userId != null)) {
            throw new BadAdminInput("user_id", userId == null ? "is missing" : "belongs to user tokens only");
        }
        return new VkTokenSpec(
                kind,
                userId,
                in.texts("scopes", base.scopes),
                in.text("ip", base.ip),
                in.flag("dead", base.dead),
                (int) in.requiredNumber("rps", (long) base.rps, 1, MAX_RPS),
                in.counts("quota", base.quota));
    }

    VkTokenSpec killed() {
        return new VkTokenSpec(kind, userId, scopes, ip, true, rps, quota);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("kind", kind.word())
                .put("user_id", userId)
                .put("scopes", new JsonArray(scopes))
                .put("ip", ip)
                .put("dead", dead)
                .put("rps", rps)
                .put("quota", new JsonObject(new TreeMap<>(quota)));
    }
}
