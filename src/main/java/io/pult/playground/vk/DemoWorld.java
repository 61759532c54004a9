package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The world that a person finds: users 1001 to 1005, a lively open group {@code pult_club} (7001), a page that hides its
 * members (7002), and a closed group (7003).
 */
final class DemoWorld {
    private static final long BEGAN = Instant.parse("2026-01-01T09:00:00Z").getEpochSecond();
    private static final int MEMBERS = 3_200;
    private static final int POSTS = 240;
    private static final long HOUR = 3_600;

    private DemoWorld() {}

    static void furnish(VkWorld world) {
        people(world);
        groups(world);
        for (int id = 1; id <= POSTS; id++) {
            List<VkComment> comments =
                    id % 4 == 0 ? List.of(new VkComment(1, 1002, BEGAN + id * HOUR + 60, "Согласна!")) : List.of();
            world.walls()
                    .put(
                            new VkPost(-7001, id, -7001, BEGAN + id * HOUR, "Запись " + id, comments),
                            new VkLikes.Reactions(
                                    IdList.of(List.of(1001L, 1002L), (id * 37) % 1_900),
                                    IdList.of(id % 3 == 0 ? List.of(1002L) : List.of(), 0)));
        }
        world.walls()
                .put(
                        new VkPost(1001, 1, 1001, BEGAN, "Первая запись", List.of()),
                        new VkLikes.Reactions(IdList.of(List.of(1002L), 3), IdList.empty()));
    }

    private static void people(VkWorld world) {
        world.put(user(1001, "Pult", "Demo", "pult_demo", null, false, List.of(1002L, 1003L)));
        world.put(user(1002, "Анна", "Образцова", "anna_demo", null, false, List.of(1001L)));
        world.put(user(1003, "Пётр", "Закрытый", null, null, true, List.of(1001L)));
        world.put(user(1004, "DELETED", "", null, "deleted", false, List.of()));
        world.put(user(1005, "Иван", "Забанен", "ivan_demo", "banned", false, List.of()));
    }

    private static void groups(VkWorld world) {
        world.put(group(7001, "Клуб Пульта", "pult_club", VkGroup.Type.GROUP, 0, false, MEMBERS));
        world.put(group(7002, "Страница Пульта", "pult_page", VkGroup.Type.PAGE, 0, true, 40));
        world.put(group(7003, "Закрытый клуб", null, VkGroup.Type.GROUP, 1, false, 5));
    }

    private static VkGroup group(
            long id,
            String name,
            @Nullable String screenName,
            VkGroup.Type type,
            int closed,
            boolean hidden,
            int crowd) {
        return new VkGroup(
                id,
                name,
                screenName,
                type,
                closed,
                hidden,
                IdList.of(List.of(1001L, 1002L, 1003L), crowd),
                List.of(new VkGroup.Manager(1001, "creator")),
                Map.of("unsure", IdList.empty(), "donut", IdList.empty()),
                new JsonObject()
                        .put("description", "Всё здесь придумано.")
                        .put("status", "")
                        .put("photo_50", "https://vk.ru/images/community.png")
                        .put("photo_100", "https://vk.ru/images/community.png")
                        .put("photo_200", "https://vk.ru/images/community.png"));
    }

    private static VkUser user(
            long id,
            String firstName,
            String lastName,
            @Nullable String screenName,
            @Nullable String deactivated,
            boolean closed,
            List<Long> friends) {
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
        return new VkUser(id, firstName, lastName, screenName, deactivated, closed, details, friends, List.of());
    }
}
