package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A post on a wall. Its likes are with the likes of everything else, see {@link VkLikes}.
 *
 * @param ownerId of the wall; negative for a group
 * @param fromId of the author; negative for a group
 * @param date in seconds
 */
record VkPost(long ownerId, int id, long fromId, long date, String text, List<VkComment> comments) {

    VkLikes.Item item() {
        return new VkLikes.Item("post", ownerId, id);
    }

    JsonObject toJson(VkLikes.Reactions reactions, boolean liked) {
        return new JsonObject()
                .put("id", id)
                .put("owner_id", ownerId)
                .put("from_id", fromId)
                .put("date", date)
                .put("post_type", "post")
                .put("text", text)
                .put("attachments", new JsonArray())
                .put("comments", new JsonObject().put("count", comments.size()).put("can_post", 1))
                .put(
                        "likes",
                        new JsonObject()
                                .put("count", reactions.likes().size())
                                .put("user_likes", liked ? 1 : 0)
                                .put("can_like", liked ? 0 : 1)
                                .put("can_publish", 1))
                .put(
                        "reposts",
                        new JsonObject().put("count", reactions.copies().size()).put("user_reposted", 0))
                .put(
                        "views",
                        new JsonObject().put("count", 10 * reactions.likes().size()));
    }
}
