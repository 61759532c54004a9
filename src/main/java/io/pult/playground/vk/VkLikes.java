package io.pult.playground.vk;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who likes what, and who carried it to a wall of their own. */
final class VkLikes {
    static final Set<String> TYPES = Set.of(
            "post",
            "comment",
            "photo",
            "audio",
            "video",
            "note",
            "market",
            "photo_comment",
            "video_comment",
            "topic_comment",
            "market_comment",
            "sitepage");

    private static final int MAX_ITEMS = 200_000;

    private final Map<Item, Reactions> reactions = new HashMap<>();

    /** What can be liked; {@code ownerId} is negative for a group. */
    record Item(String type, long ownerId, long itemId) {}

    /** In the order in which they came. */
    record Reactions(IdList likes, IdList copies) {
        static Reactions none() {
            return new Reactions(IdList.empty(), IdList.empty());
        }
    }

    void put(Item item, Reactions what) {
        if (reactions.size() >= MAX_ITEMS && !reactions.containsKey(item)) {
            throw new BadAdminInput("likes", "cannot be added: " + MAX_ITEMS + " items have some already");
        }
        reactions.put(item, what);
    }

    @Nullable
    Reactions find(Item item) {
        return reactions.get(item);
    }

    void clear() {
        reactions.clear();
    }
}
