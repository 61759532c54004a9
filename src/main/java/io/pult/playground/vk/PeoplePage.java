package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** A page of people in the form that many methods share: ids, or user objects when {@code fields} are asked for. */
final class PeoplePage {
    private PeoplePage() {}

    static JsonObject of(VkWorld world, IdList all, long[] page, Set<String> fields) {
        JsonArray items = new JsonArray();
        for (long id : page) {
            items.add(fields.isEmpty() ? (Object) id : user(world, id).toJson(fields));
        }
        return new JsonObject().put("count", all.size()).put("items", items);
    }

    /** Lists may name people whom nobody put here; VK shows such as deleted. */
    static VkUser user(VkWorld world, long id) {
        VkUser user = world.user(id);
        return user == null ? VkUser.deleted(id) : user;
    }
}
