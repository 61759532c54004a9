package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was written, and the keys by which a repeated write is known. VK keeps a key for an hour, and here the last
 * {@value #MAX_KEYS}: a write repeated later is done twice, there as here.
 */
final class VkActs {
    static final int MAX_KEYS = 10_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final InstantSource clock;
    private final Tally done = new Tally();
    private final Tally repeated = new Tally();
    private final Map<Key, Act> byKey = new LinkedHashMap<>();

    /** Who wrote with which key: {@code guid}, or the addressee and {@code random_id}. */
    private record Key(String method, String sender, String key) {}

    private static final class Act {
        private final Instant at;
        private final int result;
        private int asked = 1;

        private Act(Instant at, int result) {
            this.at = at;
            this.result = result;
        }
    }

    VkActs(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Acts, unless the same was asked for before: then what came of it.
     *
     * @param key null for a write that nothing protects from being repeated
     */
    int once(VkCall call, @Nullable String key, IntSupplier act) {
        Instant now = clock.instant();
        Key whole = key == null ? null : new Key(call.method(), sender(call.token()), key);
        Act before = whole == null ? null : byKey.get(whole);
        if (before != null && before.at.plus(KEPT).isAfter(now)) {
            before.asked++;
            repeated(call.method());
            return before.result;
        }
        int result = act.getAsInt();
        done(call.method());
        if (whole != null) {
            keep(whole, new Act(now, result));
        }
        return result;
    }

    void done(String method) {
        done.count(method);
    }

    void repeated(String method) {
        repeated.count(method);
    }

    void clear() {
        done.clear();
        repeated.clear();
        byKey.clear();
    }

    JsonObject toJson() {
        JsonArray acts = new JsonArray();
        byKey.forEach((key, act) -> acts.add(new JsonObject()
                .put("method", key.method)
                .put("sender", key.sender)
                .put("key", key.key)
                .put("asked", act.asked)
                .put("result", act.result)));
        return new JsonObject()
                .put("done", done.toJson())
                .put("repeated", repeated.toJson())
                .put("keyed", acts);
    }

    private void keep(Key key, Act act) {
        byKey.remove(key);
        if (byKey.size() == MAX_KEYS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        byKey.put(key, act);
    }

    /** A key is its sender's own, whichever token the sender used. */
    private static String sender(VkToken token) {
        Long user = token.spec().userId();
        Long group = token.spec().groupId();
        if (user != null) {
            return "user " + user;
        }
        return group == null ? "token " + token.value() : "group " + group;
    }
}
