package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The sections {@code users} and {@code friends}. */
final class UsersMethods {
    private static final int MAX_IDS = 1_000;
    private static final int MAX_FOLLOWERS = 1_000;
    private static final int MAX_FRIENDS = 5_000;
    private static final Set<String> CASES = Set.of("nom", "gen", "dat", "acc", "ins", "abl");
    private static final Set<String> ORDERS = Set.of("hints", "mobile", "name", "random", "smart");

    private final VkWorld world;

    private UsersMethods(VkWorld world) {
        this.world = world;
    }

    static List<VkMethod> of(VkWorld world) {
        UsersMethods users = new UsersMethods(world);
        return List.of(
                VkMethod.of("users.get", VkMethod.ANY, users::get),
                VkMethod.of("users.getFollowers", VkMethod.NOT_GROUPS, users::followers),
                VkMethod.of("friends.get", VkMethod.NOT_GROUPS, users::friends));
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
        call.word("name_case", "nom", CASES);
        Set<Long> ids = wanted.isEmpty() ? owner(call.token()) : known(wanted);
        Set<String> fields = call.fields();
        if (ids.size() != 1 && fields.contains("counters")) {
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

    private JsonObject followers(VkCall call) {
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int count = call.number("count", 100, 0, MAX_FOLLOWERS);
        IdList followers = IdList.of(visible(call).followers(), 0);
        return PeoplePage.of(world, followers, followers.page(IdList.Order.TIME_DESC, offset, count), call.fields());
    }

    private JsonObject friends(VkCall call) {
        call.word("order", "hints", ORDERS);
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int count = call.number("count", MAX_FRIENDS, 0, MAX_FRIENDS);
        IdList friends = IdList.of(visible(call).friends(), 0);
        return PeoplePage.of(world, friends, friends.page(IdList.Order.TIME_ASC, offset, count), call.fields());
    }

    /** The user of {@code user_id}, or the token's; lists of a closed profile are for its friends. */
    private VkUser visible(VkCall call) {
        Long viewer = call.token().spec().userId();
        Long wanted = call.id("user_id");
        Long id = wanted == null ? viewer : wanted;
        if (id == null) {
            throw VkErrors.of(100, "user_id is undefined");
        }
        VkUser user = world.user(id);
        if (user == null) {
            throw VkErrors.of(113);
        }
        if (user.deactivated() != null) {
            throw VkErrors.of(18);
        }
        if (!user.shows(viewer)) {
            throw VkErrors.of(30);
        }
        return user;
    }

    private VkUser user(long id) {
        VkUser user = world.user(id);
        if (user == null) {
            throw new IllegalStateException("no user " + id);
        }
        return user;
    }
}
