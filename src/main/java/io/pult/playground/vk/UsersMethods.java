package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code users}. */
final class UsersMethods {
    private static final int MAX_IDS = 1000;

    private final VkWorld world;

    private UsersMethods(VkWorld world) {
        this.world = world;
    }

    static List<VkMethod> of(VkWorld world) {
        UsersMethods users = new UsersMethods(world);
        return List.of(VkMethod.of("users.get", EnumSet.allOf(VkTokenSpec.Kind.class), users::get));
    }

    /**
     * Users by id or screen name, each once, unknown ones left out. They come in the order of their ids, so that a
     * client that trusts the order of its question fails here rather than with VK.
     */
    private JsonArray get(VkCall call) {
        List<String> wanted = call.list("user_ids");
        if (wanted.size() > MAX_IDS) {
            throw VkErrors.of(100, "user_ids has more than " + MAX_IDS + " items");
        }
        Set<Long> ids = wanted.isEmpty() ? owner(call.token()) : known(wanted);
        Set<String> fields = new TreeSet<>(call.list("fields"));
        if (ids.size() != 1) {
            // VK counts friends, photos and so on for one user at a time only.
            fields.remove("counters");
        }
        JsonArray found = new JsonArray();
        ids.forEach(id -> found.add(user(id).toJson(fields)));
        return found;
    }

    /**
     * Who the token belongs to: the check by which a pool learns that a token is what it is said to be. A group's and a
     * service token have no user behind them and get an empty list, which proves that they are alive and nothing else.
     */
    private Set<Long> owner(VkToken token) {
        Long id = token.spec().userId();
        if (id == null) {
            return Set.of();
        }
        if (user(id).deactivated() != null) {
            throw VkErrors.of(18);
        }
        return Set.of(id);
    }

    private Set<Long> known(List<String> wanted) {
        Set<Long> ids = new TreeSet<>();
        for (String idOrName : wanted) {
            VkUser user = world.user(idOrName);
            if (user != null) {
                ids.add(user.id());
            }
        }
        return ids;
    }

    private VkUser user(long id) {
        VkUser user = world.user(id);
        if (user == null) {
            throw new IllegalStateException("no user " + id);
        }
        return user;
    }
}
