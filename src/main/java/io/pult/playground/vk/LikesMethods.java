package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code likes}. The latest like comes first, so a page shifts while people go on liking, as with VK. */
final class LikesMethods {
    private static final int MAX_ITEMS = 1_000;
    private static final int MAX_FRIENDS = 100;
    private static final Set<String> FILTERS = Set.of("likes", "copies");

    private final VkWorld world;
    private final VkActs acts;

    private LikesMethods(VkWorld world, VkActs acts) {
        this.world = world;
        this.acts = acts;
    }

    static List<VkMethod> of(VkWorld world, VkActs acts) {
        LikesMethods likes = new LikesMethods(world, acts);
        return List.of(
                VkMethod.of("likes.getList", VkMethod.NOT_GROUPS, likes::getList),
                VkMethod.scoped("likes.add", VkMethod.USERS, "wall", likes::add),
                VkMethod.scoped("likes.delete", VkMethod.USERS, "wall", likes::delete));
    }

    private JsonObject getList(VkCall call) {
        VkLikes.Reactions reactions = reactions(call);
        IdList all = call.word("filter", "likes", FILTERS).equals("likes") ? reactions.likes() : reactions.copies();
        boolean friendsOnly = call.number("friends_only", 0, 0, 3) != 0;
        Long viewer = call.token().spec().userId();
        IdList chosen = friendsOnly ? friends(all, viewer) : all;
        if (call.flag("skip_own") && viewer != null) {
            chosen = chosen.without(viewer);
        }
        int most = friendsOnly ? MAX_FRIENDS : MAX_ITEMS;
        int count = call.number("count", friendsOnly ? 10 : 100, 0, most);
        long[] page = chosen.page(IdList.Order.TIME_DESC, call.number("offset", 0, 0, Integer.MAX_VALUE), count);
        return call.flag("extended")
                ? new JsonObject().put("count", chosen.size()).put("items", extended(page, call.fields()))
                : PeoplePage.of(world, chosen, page, Set.of());
    }

    /** Always with a type and both names, with or without {@code fields}. */
    private JsonArray extended(long[] page, Set<String> fields) {
        JsonArray items = new JsonArray();
        for (long id : page) {
            VkUser user = PeoplePage.user(world, id);
            items.add(new JsonObject()
                    .put("type", "profile")
                    .mergeIn(
                            fields.isEmpty()
                                    ? new JsonObject()
                                            .put("id", id)
                                            .put("first_name", user.firstName())
                                            .put("last_name", user.lastName())
                                    : user.toJson(fields)));
        }
        return items;
    }

    private IdList friends(IdList all, @Nullable Long viewer) {
        VkUser user = viewer == null ? null : world.user(viewer);
        return user == null
                ? IdList.empty()
                : IdList.of(user.friends().stream().filter(all::contains).toList(), 0);
    }

    /** A like is its own key: whoever likes twice likes once. */
    private JsonObject add(VkCall call) {
        IdList likes = reactions(call).likes();
        if (likes.add(owner(call))) {
            acts.done(call.method());
        } else {
            acts.repeated(call.method());
        }
        return new JsonObject().put("likes", likes.size());
    }

    private JsonObject delete(VkCall call) {
        IdList likes = reactions(call).likes();
        if (!likes.remove(owner(call))) {
            throw VkErrors.of(15);
        }
        acts.done(call.method());
        return new JsonObject().put("likes", likes.size());
    }

    private static long owner(VkCall call) {
        Long user = call.token().spec().userId();
        if (user == null) {
            throw VkErrors.of(15);
        }
        return user;
    }

    private VkLikes.Reactions reactions(VkCall call) {
        String type = call.required("type");
        if (!VkLikes.TYPES.contains(type)) {
            throw VkErrors.of(100, "type is invalid");
        }
        Long viewer = call.token().spec().userId();
        Long wanted = call.id("owner_id");
        Long owner = wanted == null ? viewer : wanted;
        if (owner == null) {
            throw VkErrors.of(100, "owner_id is undefined");
        }
        VkLikes.Reactions found = world.likes().find(new VkLikes.Item(type, owner, call.requiredId("item_id")));
        if (found == null) {
            throw VkErrors.of(100, "item_id is invalid");
        }
        return found;
    }
}
