package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/** The {@code profiles} and {@code groups} that an extended answer carries beside its items, each once. */
final class Faces {
    private final VkWorld world;
    private final Set<Long> owners = new TreeSet<>();

    Faces(VkWorld world) {
        this.world = world;
    }

    /** A user's id, or a group's with a minus. */
    void add(long owner) {
        owners.add(owner);
    }

    JsonObject into(JsonObject answer, Set<String> fields) {
        JsonArray profiles = new JsonArray();
        JsonArray groups = new JsonArray();
        for (long owner : owners) {
            VkGroup group = owner < 0 ? world.group(-owner) : null;
            if (group != null) {
                groups.add(group.toJson(fields));
            } else if (owner > 0) {
                profiles.add(PeoplePage.user(world, owner).toJson(fields));
            }
        }
        return answer.put("profiles", profiles).put("groups", groups);
    }
}
