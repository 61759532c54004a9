package io.pult.playground.vk;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What exists in the stand-in's VK. A new or a reset world is the {@link DemoWorld}; the {@link VkCrowd} is always there. */
final class VkWorld {
    private static final int MAX_USERS = 100_000;
    private static final int MAX_GROUPS = 10_000;
    /** VK knows everybody by number as well, whatever screen name they chose. */
    private static final Pattern NUMBERED = Pattern.compile("(id|club|public|event)([1-9][0-9]{0,14})");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Map<Long, VkUser> users = new HashMap<>();
    private final Map<Long, VkGroup> groups = new HashMap<>();
    /** Whose a name is: the id of a user, or a group's with a minus. */
    private final Map<String, Long> names = new HashMap<>();

    private final VkLikes likes = new VkLikes();
    private final VkWalls walls = new VkWalls(likes);

    VkWorld() {
        reset();
    }

    VkWalls walls() {
        return walls;
    }

    VkLikes likes() {
        return likes;
    }

    /** Adds a user or takes the place of the one with the same id. */
    void put(VkUser user) {
        requireFree(user.address(), user.id());
        if (users.size() >= MAX_USERS && !users.containsKey(user.id())) {
            throw new BadAdminInput("id", "cannot be added: " + MAX_USERS + " users are known already");
        }
        VkUser before = users.put(user.id(), user);
        rename(before == null ? null : before.address(), user.address(), user.id());
    }

    /** Adds a group or takes the place of the one with the same id. */
    void put(VkGroup group) {
        requireFree(group.address(), -group.id());
        if (groups.size() >= MAX_GROUPS && !groups.containsKey(group.id())) {
            throw new BadAdminInput("id", "cannot be added: " + MAX_GROUPS + " groups are known already");
        }
        VkGroup before = groups.put(group.id(), group);
        rename(before == null ? null : before.address(), group.address(), -group.id());
    }

    @Nullable
    VkUser user(long id) {
        VkUser user = users.get(id);
        return user == null && VkCrowd.has(id) ? VkCrowd.person(id) : user;
    }

    /** By what {@code user_ids} may hold: an id or a screen name. */
    @Nullable
    VkUser user(String idOrName) {
        if (NUMBER.matcher(idOrName).matches()) {
            return user(Long.parseLong(idOrName));
        }
        Long owner = owner(idOrName);
        return owner == null || owner < 0 ? null : user(owner);
    }

    @Nullable
    VkGroup group(long id) {
        return groups.get(id);
    }

    /** By what {@code group_id} may hold: an id without the minus, or a screen name. */
    @Nullable
    VkGroup group(String idOrName) {
        if (NUMBER.matcher(idOrName).matches()) {
            return groups.get(Long.parseLong(idOrName));
        }
        Long owner = owner(idOrName);
        return owner == null || owner > 0 ? null : groups.get(-owner);
    }

    /** Whose the name is: a user's id, a group's with a minus, null when it is free. */
    @Nullable
    Long owner(String screenName) {
        String key = VkUser.nameKey(screenName);
        Long owner = names.get(key);
        if (owner != null) {
            return owner;
        }
        Matcher numbered = NUMBERED.matcher(key);
        if (!numbered.matches()) {
            return null;
        }
        long id = Long.parseLong(numbered.group(2));
        boolean isUser = numbered.group(1).equals("id");
        return !exists(isUser ? id : -id) ? null : Long.valueOf(isUser ? id : -id);
    }

    /** Whether there is such a user, or with a minus such a group. */
    boolean exists(long owner) {
        return owner > 0 ? user(owner) != null : groups.containsKey(-owner);
    }

    void reset() {
        users.clear();
        groups.clear();
        names.clear();
        walls.clear();
        likes.clear();
        DemoWorld.furnish(this);
    }

    private void requireFree(String name, long owner) {
        Long holder = names.get(VkUser.nameKey(name));
        if (holder != null && holder != owner) {
            throw new BadAdminInput(
                    "screen_name", "belongs to " + (holder < 0 ? "group " + -holder : "user " + holder));
        }
    }

    private void rename(@Nullable String before, String now, long owner) {
        if (before != null) {
            names.remove(VkUser.nameKey(before));
        }
        names.put(VkUser.nameKey(now), owner);
    }
}
