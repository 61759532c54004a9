package io.pult.playground.vk;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The posts of all walls, the newest first. A post always has an entry in {@link VkLikes}. */
final class VkWalls {
    static final int MAX_POSTS = 200_000;

    private final Map<Long, TreeMap<Integer, VkPost>> walls = new HashMap<>();
    private final VkLikes likes;
    private int posts;

    VkWalls(VkLikes likes) {
        this.likes = likes;
    }

    /** Adds a post or takes the place of the one with the same owner and id. */
    void put(VkPost post, VkLikes.Reactions reactions) {
        TreeMap<Integer, VkPost> wall =
                walls.computeIfAbsent(post.ownerId(), owner -> new TreeMap<>(Comparator.reverseOrder()));
        if (!wall.containsKey(post.id())) {
            if (posts == MAX_POSTS) {
                throw new BadAdminInput("posts", "cannot be added: " + MAX_POSTS + " are known already");
            }
            posts++;
        }
        likes.put(post.item(), reactions);
        wall.put(post.id(), post);
    }

    void remove(VkPost post) {
        TreeMap<Integer, VkPost> wall = walls.get(post.ownerId());
        if (wall != null && wall.remove(post.id()) != null) {
            posts--;
        }
    }

    @Nullable
    VkPost post(long owner, int id) {
        TreeMap<Integer, VkPost> wall = walls.get(owner);
        return wall == null ? null : wall.get(id);
    }

    /** The newest first. */
    Collection<VkPost> wall(long owner) {
        TreeMap<Integer, VkPost> wall = walls.get(owner);
        return wall == null ? List.of() : wall.values();
    }

    int nextId(long owner) {
        TreeMap<Integer, VkPost> wall = walls.get(owner);
        return wall == null || wall.isEmpty() ? 1 : wall.firstKey() + 1;
    }

    VkLikes.Reactions reactions(VkPost post) {
        return Objects.requireNonNull(likes.find(post.item()), "a post has reactions");
    }

    void clear() {
        walls.clear();
        posts = 0;
    }
}
