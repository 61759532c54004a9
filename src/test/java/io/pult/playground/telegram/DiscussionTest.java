package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscussionTest {
    private final Scene scene = new Scene();
    private final Device device = scene.signedIn(scene.ada);
    private final Channel channel =
            scene.world.add(ChannelSpec.channel("News", "news").withReactions(List.of("🔥", "👍")), scene.bob);
    private final Channel group = scene.world.add(ChannelSpec.group("Talk", null), scene.bob);
    private final TlObject news = scene.channelSeenBy(scene.ada, channel);
    private int before;
    private int post;

    @BeforeEach
    void a_post_before_the_discussion_and_one_after() {
        before = scene.world.post(channel, "old");
        scene.world.link(channel, group);
        post = scene.world.post(channel, "new");
    }

    @Test
    void a_post_without_a_discussion_has_no_comments() {
        assertRefused(() -> device.ask("messages.getDiscussionMessage", "peer", news, "msg_id", before))
                .hasMessage("400 MSG_ID_INVALID");
        assertRefused(() -> device.ask("messages.getReplies", "peer", news, "msg_id", before, "limit", 10))
                .hasMessage("400 MSG_ID_INVALID");
    }

    @Test
    void a_post_leads_to_the_first_message_of_its_thread() {
        TlObject found = device.ask("messages.getDiscussionMessage", "peer", news, "msg_id", post);

        TlObject root = found.objects("messages").get(0);
        assertThat(root.object("peer_id")).isEqualTo(Faces.peer(group));
        assertThat(root.object("fwd_from").int32("channel_post")).isEqualTo(post);
        assertThat(found.objects("chats"))
                .anyMatch(each -> each.int64("id") == group.id()
                        && each.int64("access_hash") == scene.world.accessHash(scene.ada, -group.id()));
    }

    @Test
    void a_comment_and_an_answer_to_it_belong_to_the_thread() {
        int root = root();
        int comment = comment(TlObject.of("inputReplyToMessage", "reply_to_msg_id", root));
        int answer = comment(TlObject.of("inputReplyToMessage", "reply_to_msg_id", comment, "top_msg_id", root));

        List<TlObject> thread = device.ask("messages.getReplies", "peer", news, "msg_id", post, "limit", 10)
                .objects("messages");
        TlObject replies = history().get(0).object("replies");

        assertThat(thread).extracting(each -> each.int32("id")).containsExactly(answer, comment);
        assertThat(thread.get(0).object("reply_to").int32("reply_to_top_id")).isEqualTo(root);
        assertThat(thread.get(1).object("reply_to").has("reply_to_top_id")).isFalse();
        assertThat(replies.flag("comments")).isTrue();
        assertThat(replies.int32("replies")).isEqualTo(2);
        assertThat(replies.int64("channel_id")).isEqualTo(group.id());
        assertRefused(() -> comment(TlObject.of("inputReplyToMessage", "reply_to_msg_id", comment, "top_msg_id", 99)))
                .hasMessage("400 MSG_ID_INVALID");
    }

    @Test
    void members_see_strangers_who_comment_as_a_glimpse() {
        scene.world.admit(group, scene.ada);
        device.pushed();
        Account eve = scene.world.add(AccountSpec.of("79990000003"));

        scene.world.say(group, eve, root(), "hello");

        TlObject glimpse = device.pushed().get(0).objects("users").get(0);
        assertThat(glimpse.flag("min")).isTrue();
        TlObject guessed = TlObject.of("inputUser", "user_id", eve.id(), "access_hash", glimpse.int64("access_hash"));
        assertRefused(() -> device.call(TlObject.of("users.getUsers", "id", List.of(guessed))))
                .hasMessage("400 USER_ID_INVALID");
    }

    @Test
    void one_reaction_each_of_those_that_are_allowed() {
        TlObject reacted = react("🔥");
        assertThat(counts(reacted.objects("updates").get(0))).containsExactly("🔥1 mine");
        assertRefused(() -> react("🔥")).hasMessage("400 MESSAGE_NOT_MODIFIED");
        assertRefused(() -> react("🎉")).hasMessage("400 REACTION_INVALID");
        assertRefused(() -> react("🔥", "👍")).hasMessage("400 REACTIONS_TOO_MANY");

        react("👍");
        assertThat(counts(history().get(0))).containsExactly("👍1 mine");
        react();
        assertThat(history().get(0).has("reactions")).isFalse();
        assertRefused(this::react).hasMessage("400 MESSAGE_NOT_MODIFIED");
    }

    @Test
    void a_reaction_to_nothing_and_one_that_costs_are_refused() {
        TlObject custom = TlObject.of("reactionCustomEmoji", "document_id", 1L);
        TlObject call = TlObject.of("messages.sendReaction", "peer", news, "msg_id", post);

        assertRefused(() -> device.call(call.with("reaction", List.of(custom))))
                .hasMessage("403 PREMIUM_ACCOUNT_REQUIRED");
        assertRefused(() -> device.call(call.with("msg_id", 99))).hasMessage("400 MESSAGE_ID_INVALID");
    }

    @Test
    void members_hear_of_a_reaction() {
        Device bob = scene.signedIn(scene.bob);
        react("🔥");

        TlObject update = bob.pushed().get(0).object("update");
        assertThat(update.name()).isEqualTo("updateMessageReactions");
        assertThat(counts(update)).containsExactly("🔥1");
    }

    @Test
    void looking_counts_once_for_each_and_asking_never() {
        assertThat(views(false)).isZero();
        assertThat(views(true)).isEqualTo(1);
        assertThat(views(true)).isEqualTo(1);
        assertThat(views(false)).isEqualTo(1);
    }

    @Test
    void the_full_channel_names_its_discussion_and_its_reactions() {
        TlObject full = device.ask("channels.getFullChannel", "channel", scene.inputChannel(scene.ada, channel))
                .object("full_chat");

        assertThat(full.int64("linked_chat_id")).isEqualTo(group.id());
        assertThat(full.object("available_reactions").objects("reactions")).hasSize(2);
        assertThat(full.int32("pts")).isEqualTo(channel.pts());
    }

    @Test
    void history_pages_by_offset_and_bounds() {
        for (int i = 3; i <= 10; i++) {
            scene.world.post(channel, "post " + i);
        }
        TlObject call = TlObject.of("messages.getHistory", "peer", news, "limit", 3);

        assertThat(ids(call)).containsExactly(10, 9, 8);
        assertThat(ids(call.with("offset_id", 5))).containsExactly(4, 3, 2);
        assertThat(ids(call.with("offset_id", 5).with("add_offset", -2))).containsExactly(6, 5, 4);
        assertThat(ids(call.with("min_id", 8))).containsExactly(10, 9);
        assertThat(ids(call.with("max_id", 3))).containsExactly(2, 1);
    }

    @Test
    void a_deleted_message_is_empty() {
        scene.world.delete(channel, before);
        TlObject found = device.ask(
                "channels.getMessages",
                "channel",
                scene.inputChannel(scene.ada, channel),
                "id",
                List.of(TlObject.of("inputMessageID", "id", before), TlObject.of("inputMessageID", "id", post)));

        assertThat(found.objects("messages")).extracting(TlObject::name).containsExactly("messageEmpty", "message");
    }

    private int root() {
        return device.ask("messages.getDiscussionMessage", "peer", news, "msg_id", post)
                .objects("messages")
                .get(0)
                .int32("id");
    }

    private int comment(TlObject replyTo) {
        TlObject sent = device.ask(
                "messages.sendMessage",
                "peer",
                scene.channelSeenBy(scene.ada, group),
                "reply_to",
                replyTo,
                "message",
                "well",
                "random_id",
                (long) group.lastId() + 1);
        return sent.objects("updates").get(0).int32("id");
    }

    private TlObject react(String... emoticons) {
        List<TlObject> reactions = List.of(emoticons).stream()
                .map(each -> TlObject.of("reactionEmoji", "emoticon", each))
                .toList();
        return device.ask("messages.sendReaction", "peer", news, "msg_id", post, "reaction", reactions);
    }

    private static List<String> counts(TlObject reacted) {
        return reacted.object("reactions").objects("results").stream()
                .map(each -> each.object("reaction").text("emoticon")
                        + each.int32("count")
                        + (each.has("chosen_order") ? " mine" : ""))
                .toList();
    }

    private int views(boolean increment) {
        return device.ask("messages.getMessagesViews", "peer", news, "id", List.of(post), "increment", increment)
                .objects("views")
                .get(0)
                .int32("views");
    }

    private List<TlObject> history() {
        return device.ask("messages.getHistory", "peer", news, "limit", 10).objects("messages");
    }

    private List<Integer> ids(TlObject call) {
        return ((TlObject) device.call(call))
                .objects("messages").stream().map(each -> each.int32("id")).toList();
    }
}
