package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The section {@code utils}. */
final class UtilsMethods {
    private final VkWorld world;

    private UtilsMethods(VkWorld world) {
        this.world = world;
    }

    static List<VkMethod> of(VkWorld world) {
        UtilsMethods utils = new UtilsMethods(world);
        return List.of(VkMethod.of("utils.resolveScreenName", VkMethod.ANY, utils::resolveScreenName));
    }

    /** What a name stands for; a free name gives an empty array where a taken one gives an object, as VK does. */
    private Object resolveScreenName(VkCall call) {
        Long owner = world.owner(call.required("screen_name"));
        return owner == null
                ? new JsonArray()
                : new JsonObject().put("object_id", Math.abs(owner)).put("type", owner > 0 ? "user" : "group");
    }
}
