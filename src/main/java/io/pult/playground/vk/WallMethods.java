package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What reads walls in the section {@code wall}. The newest comes first, so a page shifts while posts are added, as with VK. */
final class WallMethods {
    private static final int MAX_POSTS = 100;
    private static final int MAX_COMMENTS = 100;
    private static final int MAX_REPOSTS = 1_000;
    private static final Set<String> FILTERS = Set.of("all", "owner", "others", "postponed", "suggests", "donut");
    private static final Set<String> SORTS = Set.of("asc", "desc", "smart");
    private static final Pattern POST = Pattern.compile("(-?[1-9][0-9]{0,14})_([1-9][0-9]{0,8})");

    private final VkWorld world;

    private WallMethods(VkWorld world) {
        this.world = world;
    }

    static List<VkMethod> of(VkWorld world) {
        WallMethods wall = new WallMethods(world);
        return List.of(
                VkMethod.of("wall.get", VkMethod.NOT_GROUPS, wall::get),
                VkMethod.of("wall.getById", VkMethod.NOT_GROUPS, wall::getById),
                VkMethod.of("wall.getComments", VkMethod.NOT_GROUPS, wall::getComments),
                VkMethod.of("wall.getReposts", VkMethod.NOT_GROUPS, wall::getReposts));
    }

    private JsonObject get(VkCall call) {
        long owner = owner(call);
        requireSight(owner, call.token().spec());
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int count = call.number("count", 20, 0, MAX_POSTS);
        Predicate<VkPost> wanted = switch (call.word("filter", "all", FILTERS)) {
            case "all" -> post -> true;
            case "owner" -> post -> post.fromId() == owner;
            case "others" -> post -> post.fromId() != owner;
            default -> post -> false;
        };
        List<VkPost> posts = world.walls().wall(owner).stream().filter(wanted).toList();
        List<VkPost> page = posts.stream().skip(offset).limit(count).toList();
        return extended(call, new JsonObject().put("count", posts.size()).put("items", shown(page, call)), page);
    }

    private JsonObject getById(VkCall call) {
        List<String> wanted = call.list("posts");
        if (wanted.isEmpty() || wanted.size() > MAX_POSTS) {
            throw VkErrors.of(100, "posts is to name 1 to " + MAX_POSTS + " posts");
        }
        List<VkPost> found = new ArrayList<>();
        for (String each : wanted) {
            Matcher id = POST.matcher(each);
            VkPost post = id.matches()
                    ? world.walls().post(Long.parseLong(id.group(1)), Integer.parseInt(id.group(2)))
                    : null;
            if (post != null && sees(post.ownerId(), call.token().spec())) {
                found.add(post);
            }
        }
        return extended(call, new JsonObject().put("items", shown(found, call)), found);
    }

    private JsonObject getComments(VkCall call) {
        VkPost post = post(call);
        requireSight(post.ownerId(), call.token().spec());
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int count = call.number("count", 10, 0, MAX_COMMENTS);
        Comparator<VkComment> byId = Comparator.comparingInt(VkComment::id);
        boolean newest = call.word("sort", "asc", SORTS).equals("desc");
        List<VkComment> page = post.comments().stream()
                .sorted(newest ? byId.reversed() : byId)
                .skip(offset)
                .limit(count)
                .toList();
        JsonArray items = new JsonArray();
        page.forEach(comment -> items.add(comment.toJson(post)));
        JsonObject answer = new JsonObject()
                .put("count", post.comments().size())
                .put("items", items)
                .put("current_level_count", post.comments().size())
                .put("can_post", true)
                .put("show_reply_button", true)
                .put("groups_can_post", true);
        if (!call.flag("extended")) {
            return answer;
        }
        Faces faces = new Faces(world);
        page.forEach(comment -> faces.add(comment.fromId()));
        return faces.into(answer, call.fields());
    }

    /** A repost is a post of its own on the wall of whoever made it. */
    private JsonObject getReposts(VkCall call) {
        VkPost post = post(call);
        requireSight(post.ownerId(), call.token().spec());
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int count = call.number("count", 20, 0, MAX_REPOSTS);
        VkLikes.Reactions reactions = world.walls().reactions(post);
        JsonArray history = new JsonArray().add(post.toJson(reactions, false));
        JsonArray items = new JsonArray();
        Faces faces = new Faces(world);
        faces.add(post.ownerId());
        for (long person : reactions.copies().page(IdList.Order.TIME_DESC, offset, count)) {
            faces.add(person);
            items.add(new VkPost(person, post.id(), person, post.date(), "", List.of())
                    .toJson(VkLikes.Reactions.none(), false)
                    .put("copy_history", history));
        }
        return faces.into(new JsonObject().put("items", items), Set.of());
    }

    private JsonArray shown(List<VkPost> posts, VkCall call) {
        Long viewer = call.token().spec().userId();
        JsonArray items = new JsonArray();
        for (VkPost post : posts) {
            VkLikes.Reactions reactions = world.walls().reactions(post);
            boolean liked = viewer != null && reactions.likes().contains(viewer);
            items.add(post.toJson(reactions, liked));
        }
        return items;
    }

    private JsonObject extended(VkCall call, JsonObject answer, List<VkPost> posts) {
        if (!call.flag("extended")) {
            return answer;
        }
        Faces faces = new Faces(world);
        for (VkPost post : posts) {
            faces.add(post.ownerId());
            faces.add(post.fromId());
        }
        return faces.into(answer, call.fields());
    }

    private long owner(VkCall call) {
        String domain = call.text("domain");
        Long owner = call.id("owner_id");
        if (owner == null) {
            owner = domain == null ? call.token().spec().userId() : world.owner(domain);
        }
        if (owner == null || !world.exists(owner)) {
            throw VkErrors.of(100, (domain == null ? "owner_id" : "domain") + " is undefined");
        }
        return owner;
    }

    private VkPost post(VkCall call) {
        Long viewer = call.token().spec().userId();
        Long wanted = call.id("owner_id");
        Long owner = wanted == null ? viewer : wanted;
        if (owner == null) {
            throw VkErrors.of(100, "owner_id is undefined");
        }
        VkPost post = world.walls().post(owner, call.number("post_id", 0, 0, Integer.MAX_VALUE));
        if (post == null) {
            throw VkErrors.of(15, "post not found");
        }
        return post;
    }

    private void requireSight(long owner, VkTokenSpec viewer) {
        if (owner > 0) {
            VkUser user = world.user(owner);
            if (user != null && user.deactivated() != null) {
                throw VkErrors.of(18);
            }
        }
        if (!sees(owner, viewer)) {
            throw VkErrors.of(
                    15, owner > 0 ? "this profile is private" : "this wall available only for community members");
        }
    }

    private boolean sees(long owner, VkTokenSpec viewer) {
        if (owner < 0) {
            VkGroup group = world.group(-owner);
            return group != null && group.admits(viewer);
        }
        VkUser user = world.user(owner);
        return user != null && user.shows(viewer.userId());
    }
}
