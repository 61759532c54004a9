package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A community of VK.
 *
 * @param screenName null for a group that chose none and is {@code club123}
 * @param closed 0 open, 1 closed, 2 private: of a closed one only members see the wall
 * @param hidden whether the list of members is kept from everybody but managers
 * @param circles who is left of the members by {@code filter}: unsure, donut
 * @param details what {@code fields} may ask for beside the name
 */
record VkGroup(
        long id,
        String name,
        @Nullable String screenName,
        Type type,
        int closed,
        boolean hidden,
        IdList members,
        List<Manager> managers,
        Map<String, IdList> circles,
        JsonObject details) {
    private static final List<String> ROLES = List.of("moderator", "editor", "administrator", "creator");

    /** What VK calls a community, and how the address of one without a name begins. */
    enum Type {
        GROUP("club"),
        PAGE("public"),
        EVENT("event");

        private final String prefix;

        Type(String prefix) {
            this.prefix = prefix;
        }
    }

    /** One who runs the group, and as what. */
    record Manager(long id, String role) {}

    /** Reads a whole group; see {@link AdminInput} for what it throws. */
    static VkGroup read(long id, AdminInput in) {
        Type type = in.word("type", Type.class, Type.GROUP);
        JsonObject details = new JsonObject();
        for (String field : List.of("description", "status", "photo_50", "photo_100", "photo_200")) {
            String value = in.text(field, null);
            if (value != null) {
                details.put(field, value);
            }
        }
        return new VkGroup(
                id,
                in.requiredText("name"),
                in.text("screen_name", null),
                type == null ? Type.GROUP : type,
                (int) in.requiredNumber("is_closed", 0L, 0, 2),
                in.flag("members_hidden", false),
                IdList.of(in.ids("members"), (int) in.requiredNumber("crowd", 0L, 0, VkCrowd.SIZE)),
                in.words("managers", ROLES).entrySet().stream()
                        .map(each -> new Manager(each.getKey(), each.getValue()))
                        .toList(),
                Map.of(
                        "unsure", IdList.of(in.ids("unsure"), 0),
                        "donut", IdList.of(in.ids("donut"), 0)),
                details);
    }

    String address() {
        return screenName == null ? type.prefix + id : screenName;
    }

    /** Whether the token is a manager's or the group's own. */
    boolean managedBy(VkTokenSpec token) {
        Long user = token.userId();
        return (token.groupId() != null && token.groupId() == id)
                || (user != null && managers.stream().anyMatch(manager -> manager.id() == user));
    }

    boolean admits(VkTokenSpec token) {
        return closed == 0 || managedBy(token) || (token.userId() != null && members.contains(token.userId()));
    }

    JsonObject toJson(Set<String> fields) {
        JsonObject json = new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("screen_name", address())
                .put("is_closed", closed)
                .put("type", type.name().toLowerCase(Locale.ROOT));
        for (String field : fields) {
            if (field.equals("members_count")) {
                json.put(field, members.size());
            } else if (details.containsKey(field)) {
                json.put(field, details.getValue(field));
            }
        }
        return json;
    }
}
