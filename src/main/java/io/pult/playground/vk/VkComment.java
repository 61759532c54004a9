package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A comment on a post.
 *
 * @param date in seconds
 */
record VkComment(int id, long fromId, long date, String text) {

    JsonObject toJson(VkPost post) {
        return new JsonObject()
                .put("id", id)
                .put("from_id", fromId)
                .put("date", date)
                .put("text", text)
                .put("post_id", post.id())
                .put("owner_id", post.ownerId())
                .put("parents_stack", new JsonArray());
    }
}
