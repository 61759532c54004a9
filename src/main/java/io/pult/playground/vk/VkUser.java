package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of VK.
 *
 * @param screenName null for a user who chose none and is {@code id123}
 * @param deactivated {@code deleted} or {@code banned}; null while the user is there
 * @param closed whether the profile is closed to strangers
 * @param details what {@code fields} may ask for beside the names, as it stands in the answer
 * @param friends one side of the friendship; the other is another user's list
 */
record VkUser(
        long id,
        String firstName,
        String lastName,
        @Nullable String screenName,
        @Nullable String deactivated,
        boolean closed,
        JsonObject details,
        List<Long> friends,
        List<Long> followers) {
    static final long MAX_ID = 1L << 53;

    private static final List<String> TEXTS =
            List.of("photo_50", "photo_100", "photo_200", "photo_max", "bdate", "status");
    private static final List<String> NUMBERS = List.of("sex", "online", "verified", "followers_count");
    private static final List<String> OBJECTS = List.of("city", "country", "last_seen", "counters");

    private enum Gone {
        DELETED,
        BANNED
    }

    /** Reads a whole user; see {@link AdminInput} for what it throws. */
    static VkUser read(long id, AdminInput in) {
        JsonObject details = new JsonObject();
        TEXTS.forEach(field -> putIfThere(details, field, in.text(field, null)));
        NUMBERS.forEach(field -> putIfThere(details, field, in.number(field, null, 0, Integer.MAX_VALUE)));
        OBJECTS.forEach(field -> putIfThere(details, field, in.object(field)));
        Gone gone = in.word("deactivated", Gone.class, null);
        return new VkUser(
                id,
                in.requiredText("first_name"),
                in.requiredText("last_name"),
                in.text("screen_name", null),
                gone == null ? null : gone.name().toLowerCase(Locale.ROOT),
                in.flag("is_closed", false),
                details,
                in.ids("friends"),
                in.ids("followers"));
    }

    static VkUser deleted(long id) {
        return new VkUser(id, "DELETED", "", null, "deleted", false, new JsonObject(), List.of(), List.of());
    }

    private static void putIfThere(JsonObject details, String field, @Nullable Object value) {
        if (value != null) {
            details.put(field, value);
        }
    }

    String address() {
        return screenName == null ? "id" + id : screenName;
    }

    /** Whether the viewer, null for nobody in particular, sees more than the name. */
    boolean shows(@Nullable Long viewer) {
        return !closed || (viewer != null && (viewer == id || friends.contains(viewer)));
    }

    /** VK ignores case and dots in screen names: {@code Pult.Demo} is {@code pultdemo}. */
    static String nameKey(String screenName) {
        return screenName.replace(".", "").toLowerCase(Locale.ROOT);
    }

    JsonObject toJson(Set<String> fields) {
        JsonObject json =
                new JsonObject().put("id", id).put("first_name", firstName).put("last_name", lastName);
        if (deactivated == null) {
            json.put("is_closed", closed).put("can_access_closed", !closed);
        } else {
            json.put("deactivated", deactivated);
        }
        for (String field : fields) {
            if (field.equals("screen_name") || field.equals("domain")) {
                json.put(field, address());
            } else if (details.containsKey(field)) {
                json.put(field, details.getValue(field));
            }
        }
        return json;
    }
}
