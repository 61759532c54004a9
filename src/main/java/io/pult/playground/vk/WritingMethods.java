package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The writes that VK protects from being done twice by a key of the caller's: {@code wall.post}, {@code messages.send}. */
final class WritingMethods {
    private static final int MAX_TEXT = 16_000;
    private static final int MAX_MESSAGE = 4_096;
    /** Where VK begins to number chats among the peers. */
    private static final long CHATS = 2_000_000_000;

    private final VkWorld world;
    private final VkActs acts;
    private final InstantSource clock;
    private int lastMessage;

    private WritingMethods(VkWorld world, VkActs acts, InstantSource clock) {
        this.world = world;
        this.acts = acts;
        this.clock = clock;
    }

    static List<VkMethod> of(VkWorld world, VkActs acts, InstantSource clock) {
        WritingMethods writing = new WritingMethods(world, acts, clock);
        return List.of(
                VkMethod.scoped("wall.post", VkMethod.USERS, "wall", writing::post),
                VkMethod.scoped("messages.send", VkMethod.NOT_SERVICE, "messages", writing::send));
    }

    private JsonObject post(VkCall call) {
        Long wanted = call.id("owner_id");
        Long self = call.token().spec().userId();
        Long owner = wanted == null ? self : wanted;
        if (owner == null || self == null || !world.exists(owner)) {
            throw VkErrors.of(100, "owner_id is undefined");
        }
        if (owner > 0 ? !owner.equals(self) : !admits(-owner, call.token().spec())) {
            throw VkErrors.of(214, "user can't post to this wall");
        }
        String text = text(call, MAX_TEXT);
        if (text == null && call.text("attachments") == null) {
            throw VkErrors.of(100, "message is undefined");
        }
        long author = owner < 0 && call.flag("from_group") ? owner : self;
        int id = acts.once(call, call.text("guid"), () -> {
            int next = world.walls().nextId(owner);
            long now = clock.instant().getEpochSecond();
            world.walls()
                    .put(
                            new VkPost(owner, next, author, now, text == null ? "" : text, List.of()),
                            VkLikes.Reactions.none());
            return next;
        });
        return new JsonObject().put("post_id", id);
    }

    /** {@code random_id} must be there and protects unless it is 0; it is one addressee's and one sender's. */
    private Object send(VkCall call) {
        long random = call.requiredId("random_id");
        long peer = peer(call);
        if (text(call, MAX_MESSAGE) == null && call.text("attachment") == null) {
            throw VkErrors.of(100, "message is empty or invalid");
        }
        return acts.once(call, random == 0 ? null : peer + ":" + random, () -> ++lastMessage);
    }

    private long peer(VkCall call) {
        String domain = call.text("domain");
        Long peer = call.id("peer_id") != null ? call.id("peer_id") : call.id("user_id");
        if (peer == null && domain != null) {
            peer = world.owner(domain);
        }
        if (peer == null) {
            throw VkErrors.of(100, "you should specify peer_id, user_id or domain");
        }
        if (peer < CHATS && !world.exists(peer)) {
            throw VkErrors.of(901);
        }
        return peer;
    }

    private static @Nullable String text(VkCall call, int most) {
        String text = call.text("message");
        if (text != null && text.length() > most) {
            throw VkErrors.of(914);
        }
        return text;
    }

    private boolean admits(long groupId, VkTokenSpec asker) {
        VkGroup group = world.group(groupId);
        return group != null && group.admits(asker);
    }
}
