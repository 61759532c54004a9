package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What exists in the stand-in's VK. A new or a reset world holds the demo users 1001 to 1005. */
final class VkWorld {
    private static final int MAX_USERS = 100_000;

    private final Map<Long, VkUser> users = new HashMap<>();
    private final Map<String, Long> names = new HashMap<>();

    VkWorld() {
        reset();
    }

    /** Adds a user or takes the place of the one with the same id. */
    void put(VkUser user) {
        Long holder = names.get(VkUser.nameKey(user.address()));
        if (holder != null && holder != user.id()) {
            throw new BadAdminInput("screen_name", "belongs to user " + holder);
        }
        if (users.size() >= MAX_USERS && !users.containsKey(user.id())) {
            throw new BadAdminInput("id", "cannot be added: " + MAX_USERS + " users are known already");
        }
        VkUser before = users.put(user.id(), user);
        if (before != null) {
            names.remove(VkUser.nameKey(before.address()));
        }
        names.put(VkUser.nameKey(user.address()), user.id());
    }

    @Nullable
    VkUser user(long id) {
        return users.get(id);
    }

    /** By what {@code user_ids} may hold: an id or a screen name. */
    @Nullable
    VkUser user(String idOrName) {
        return idOrName.matches("[0-9]{1,18}") ? users.get(Long.parseLong(idOrName)) : userNamed(idOrName);
    }

    @Nullable
    VkUser userNamed(String screenName) {
        Long id = names.get(VkUser.nameKey(screenName));
        return id == null ? null : users.get(id);
    }

    void reset() {
        users.clear();
        names.clear();
        put(demo(1001, "Pult", "Demo", "pult_demo", null, false));
        put(demo(1002, "Анна", "Образцова", "anna_demo", null, false));
        put(demo(1003, "Пётр", "Закрытый", null, null, true));
        put(demo(1004, "DELETED", "", null, "deleted", false));
        put(demo(1005, "Иван", "Забанен", "ivan_demo", "banned", false));
    }

    private static VkUser demo(
            long id,
            String firstName,
            String lastName,
            @Nullable String screenName,
            @Nullable String deactivated,
            boolean closed) {
        JsonObject details = new JsonObject();
        for (String photo : new String[] {"photo_50", "photo_100", "photo_200", "photo_max"}) {
            details.put(photo, "https://vk.ru/images/" + (deactivated == null ? "camera" : "deactivated") + ".png");
        }
        if (deactivated == null) {
            details.put("sex", 0)
                    .put("bdate", "1.1.1990")
                    .put("city", new JsonObject().put("id", 1).put("title", "Москва"))
                    .put("country", new JsonObject().put("id", 1).put("title", "Россия"))
                    .put("online", 0)
                    .put("verified", 0)
                    .put("followers_count", id - 1000)
                    .put("status", "");
        }
        return new VkUser(id, firstName, lastName, screenName, deactivated, closed, details);
    }
}
