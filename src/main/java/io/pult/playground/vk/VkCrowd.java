package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** A million people who take no memory: each is made up when looked at, and the same every time. */
final class VkCrowd {
    static final long FIRST = 10_000_001;
    static final int SIZE = 1_000_000;

    private static final String[] FIRST_NAMES = {
        "Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл", "Лидия", "Марк", "Нина"
    };
    private static final String[] LAST_NAMES = {
        "Берг", "Вольф", "Гринько", "Дюма", "Живаго", "Кох", "Лем", "Мороз", "Ребров", "Саенко", "Фет"
    };

    private VkCrowd() {}

    static boolean has(long id) {
        return id >= FIRST && id < FIRST + SIZE;
    }

    static VkUser person(long id) {
        int number = (int) (id - FIRST);
        int first = number % FIRST_NAMES.length;
        JsonObject details = new JsonObject()
                .put("photo_50", "https://vk.ru/images/camera.png")
                .put("photo_100", "https://vk.ru/images/camera.png")
                .put("sex", first % 2 == 0 ? 1 : 2)
                .put("online", number % 7 == 0 ? 1 : 0)
                .put("city", new JsonObject().put("id", 1 + number % 3).put("title", "Город " + (1 + number % 3)));
        return new VkUser(
                id,
                FIRST_NAMES[first],
                LAST_NAMES[number % LAST_NAMES.length],
                null,
                number % 97 == 96 ? "deleted" : null,
                number % 5 == 4,
                details,
                List.of(),
                List.of());
    }
}
