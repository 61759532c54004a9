package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of {@code /stand-in/} that says what exists. {@code crowd} stands for the first n of a million people who need
 * not be put one by one: ids from 10000001.
 *
 * <pre>{@code
 * PUT    users/{id}                   {first_name, last_name, screen_name?, deactivated?: deleted|banned, is_closed?,
 *                                      friends?: [ids], followers?: [ids], …}
 * PUT    groups/{id}                  {name, screen_name?, type?: group|page|event, is_closed?: 0|1|2, members?: [ids],
 *                                      crowd?, members_hidden?, managers?: {id: role}, unsure?: [ids], donut?: [ids], …}
 * PUT    walls/{owner}                {posts, crowd?}: as many posts, numbered from 1, each liked by the crowd
 * PUT    posts/{owner}_{id}           {text?, from_id?, date?, likes?: [ids], crowd?, copies?: [ids],
 *                                      comments?: [{from_id, text}]}
 * DELETE posts/{owner}_{id}
 * PUT    likes/{type}/{owner}_{item}  {likes?: [ids], crowd?, copies?: [ids]}
 * }</pre>
 */
final class AdminWorld {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,14}");
    private static final Pattern OWNER = Pattern.compile("-?[1-9][0-9]{0,14}");
    private static final Pattern ITEM = Pattern.compile("(-?[1-9][0-9]{0,14})_([1-9][0-9]{0,8})");
    /** Of one wall; 8 bytes each. */
    private static final int MAX_LIKES = 10_000_000;

    private static final long BEGAN = 1_767_258_000;
    private static final int MINUTE = 60;

    private final VkWorld world;

    AdminWorld(VkWorld world) {
        this.world = world;
    }

    void mount(Router router) {
        router.put("/stand-in/users/:id").handler(AdminChannel.answer(this::putUser));
        router.put("/stand-in/groups/:id").handler(AdminChannel.answer(this::putGroup));
        router.put("/stand-in/walls/:owner").handler(AdminChannel.answer(this::putWall));
        router.put("/stand-in/posts/:post").handler(AdminChannel.answer(this::putPost));
        router.delete("/stand-in/posts/:post").handler(AdminChannel.answer(this::deletePost));
        router.put("/stand-in/likes/:type/:item").handler(AdminChannel.answer(this::putLikes));
    }

    private JsonObject putUser(RoutingContext context) {
        AdminInput in = AdminChannel.input(context);
        VkUser user = VkUser.read(id(context), in);
        in.nothingElse();
        world.put(user);
        return user.toJson(user.details().fieldNames());
    }

    private JsonObject putGroup(RoutingContext context) {
        AdminInput in = AdminChannel.input(context);
        VkGroup group = VkGroup.read(id(context), in);
        in.nothingElse();
        world.put(group);
        return group.toJson(group.details().fieldNames())
                .put("members_count", group.members().size());
    }

    private JsonObject putWall(RoutingContext context) {
        long owner = owner(context.pathParam("owner"));
        AdminInput in = AdminChannel.input(context);
        int posts = (int) in.requiredNumber("posts", null, 0, VkWalls.MAX_POSTS);
        int crowd = crowd(in);
        in.nothingElse();
        if ((long) posts * crowd > MAX_LIKES) {
            throw new BadAdminInput("crowd", "is too large for so many posts: " + MAX_LIKES + " likes at most");
        }
        List.copyOf(world.walls().wall(owner)).forEach(world.walls()::remove);
        for (int id = 1; id <= posts; id++) {
            world.walls()
                    .put(
                            new VkPost(owner, id, owner, BEGAN + (long) id * MINUTE, "post " + id, List.of()),
                            new VkLikes.Reactions(IdList.of(List.of(), crowd), IdList.empty()));
        }
        return new JsonObject().put("count", posts);
    }

    private JsonObject putPost(RoutingContext context) {
        VkLikes.Item item = item("post", context.pathParam("post"));
        requireOwner("post", item.ownerId());
        AdminInput in = AdminChannel.input(context);
        VkPost post = new VkPost(
                item.ownerId(),
                (int) item.itemId(),
                in.requiredNumber("from_id", item.ownerId(), -VkUser.MAX_ID, VkUser.MAX_ID),
                in.requiredNumber("date", BEGAN + item.itemId() * MINUTE, 0, Integer.MAX_VALUE),
                Objects.requireNonNullElse(in.text("text", null), ""),
                comments(in));
        VkLikes.Reactions reactions = reactions(in);
        in.nothingElse();
        world.walls().put(post, reactions);
        return post.toJson(reactions, false);
    }

    private JsonObject deletePost(RoutingContext context) {
        VkLikes.Item item = item("post", context.pathParam("post"));
        VkPost post = world.walls().post(item.ownerId(), (int) item.itemId());
        if (post == null) {
            throw new BadAdminInput("post", "is not known here");
        }
        world.walls().remove(post);
        return new JsonObject();
    }

    private JsonObject putLikes(RoutingContext context) {
        String type = context.pathParam("type");
        if (!VkLikes.TYPES.contains(type)) {
            throw new BadAdminInput("type", "is nothing that can be liked");
        }
        AdminInput in = AdminChannel.input(context);
        VkLikes.Reactions reactions = reactions(in);
        in.nothingElse();
        world.likes().put(item(type, context.pathParam("item")), reactions);
        return new JsonObject()
                .put("likes", reactions.likes().size())
                .put("copies", reactions.copies().size());
    }

    private static List<VkComment> comments(AdminInput in) {
        List<VkComment> comments = new ArrayList<>();
        for (AdminInput each : in.items("comments")) {
            int id = comments.size() + 1;
            comments.add(new VkComment(
                    id,
                    each.requiredNumber("from_id", null, -VkUser.MAX_ID, VkUser.MAX_ID),
                    each.requiredNumber("date", BEGAN + (long) id, 0, Integer.MAX_VALUE),
                    each.requiredText("text")));
            each.nothingElse();
        }
        return comments;
    }

    private static VkLikes.Reactions reactions(AdminInput in) {
        return new VkLikes.Reactions(IdList.of(in.ids("likes"), crowd(in)), IdList.of(in.ids("copies"), 0));
    }

    private static int crowd(AdminInput in) {
        return (int) in.requiredNumber("crowd", 0L, 0, VkCrowd.SIZE);
    }

    private static long id(RoutingContext context) {
        String id = context.pathParam("id");
        if (!ID.matcher(id).matches()) {
            throw new BadAdminInput("id", "must be a whole number of 1 to 15 digits");
        }
        return Long.parseLong(id);
    }

    private long owner(String text) {
        if (!OWNER.matcher(text).matches()) {
            throw new BadAdminInput("owner", "must be the id of a user, or of a group with a minus");
        }
        long owner = Long.parseLong(text);
        requireOwner("owner", owner);
        return owner;
    }

    private void requireOwner(String field, long owner) {
        if (!world.exists(owner)) {
            throw new BadAdminInput(field, "is of nobody here; put users/ or groups/ first");
        }
    }

    private static VkLikes.Item item(String type, String text) {
        Matcher item = ITEM.matcher(text);
        if (!item.matches()) {
            throw new BadAdminInput(type.equals("post") ? "post" : "item", "must look like -1_2");
        }
        return new VkLikes.Item(type, Long.parseLong(item.group(1)), Long.parseLong(item.group(2)));
    }
}
