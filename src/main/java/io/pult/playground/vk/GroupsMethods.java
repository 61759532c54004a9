package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The section {@code groups}. */
final class GroupsMethods {
    private static final int MAX_MEMBERS = 1_000;
    private static final int MAX_GROUPS = 500;
    private static final Set<String> SORTS = Set.of("id_asc", "id_desc", "time_asc", "time_desc");
    private static final Set<String> FILTERS = Set.of("friends", "unsure", "managers", "donut");

    private final VkWorld world;

    private GroupsMethods(VkWorld world) {
        this.world = world;
    }

    static List<VkMethod> of(VkWorld world) {
        GroupsMethods groups = new GroupsMethods(world);
        return List.of(
                VkMethod.of("groups.getMembers", VkMethod.ANY, groups::getMembers),
                VkMethod.of("groups.getById", VkMethod.ANY, groups::getById));
    }

    private JsonObject getMembers(VkCall call) {
        VkGroup group = world.group(withoutMinus(call.required("group_id")));
        if (group == null) {
            throw VkErrors.of(125);
        }
        VkTokenSpec asker = call.token().spec();
        if (group.hidden() && !group.managedBy(asker)) {
            throw VkErrors.of(15, "group hide members");
        }
        String filter = call.word("filter", "", FILTERS);
        if (filter.equals("managers")) {
            return managers(group, call);
        }
        IdList.Order order =
                IdList.Order.valueOf(call.word("sort", "id_asc", SORTS).toUpperCase(Locale.ROOT));
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int count = call.number("count", MAX_MEMBERS, 0, MAX_MEMBERS);
        IdList chosen = chosen(group, filter, asker);
        return PeoplePage.of(world, chosen, chosen.page(order, offset, count), call.fields());
    }

    private IdList chosen(VkGroup group, String filter, VkTokenSpec asker) {
        return switch (filter) {
            case "" -> group.members();
            case "friends" -> friends(group, asker);
            default -> Objects.requireNonNull(group.circles().get(filter), filter);
        };
    }

    private IdList friends(VkGroup group, VkTokenSpec asker) {
        VkUser user = asker.userId() == null ? null : world.user(asker.userId());
        List<Long> friends = user == null ? List.of() : user.friends();
        return IdList.of(friends.stream().filter(group.members()::contains).toList(), 0);
    }

    private JsonObject managers(VkGroup group, VkCall call) {
        if (!group.managedBy(call.token().spec())) {
            throw VkErrors.of(15, "you should be group admin");
        }
        Set<String> fields = call.fields();
        JsonArray items = new JsonArray();
        for (VkGroup.Manager manager : group.managers()) {
            JsonObject item = fields.isEmpty()
                    ? new JsonObject().put("id", manager.id())
                    : PeoplePage.user(world, manager.id()).toJson(fields);
            items.add(item.put("role", manager.role()));
        }
        return new JsonObject().put("count", items.size()).put("items", items);
    }

    /** Since 5.139 an object and no bare list; a group's token without ids asks for its own group. */
    private JsonObject getById(VkCall call) {
        List<String> wanted = call.list(call.text("group_ids") == null ? "group_id" : "group_ids");
        Long own = call.token().spec().groupId();
        if (wanted.isEmpty() && own == null) {
            throw VkErrors.of(100, "group_ids is undefined");
        }
        if (wanted.size() > MAX_GROUPS) {
            throw VkErrors.of(100, "group_ids has more than " + MAX_GROUPS + " items");
        }
        Set<String> fields = call.fields();
        JsonArray found = new JsonArray();
        List<String> ids = wanted.isEmpty() ? List.of(String.valueOf(own)) : wanted;
        ids.stream()
                .map(id -> world.group(withoutMinus(id)))
                .filter(Objects::nonNull)
                .distinct()
                .forEach(group -> found.add(group.toJson(fields)));
        return new JsonObject().put("groups", found).put("profiles", new JsonArray());
    }

    private static String withoutMinus(String id) {
        return id.startsWith("-") ? id.substring(1) : id;
    }
}
