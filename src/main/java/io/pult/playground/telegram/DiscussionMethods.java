package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;

/** The comments on posts: a thread in the group that is linked to the channel (core.telegram.org/api/discussion). */
final class DiscussionMethods {
    private final World world;
    private final Peers peers;

    private DiscussionMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    /** @param root its first message */
    private record Comments(Channel group, Message root) {}

    static List<Method> of(World world) {
        var methods = new DiscussionMethods(world);
        return List.of(
                Method.of("messages.getDiscussionMessage", methods::discussionMessage),
                Method.of("messages.getReplies", methods::replies),
                Method.of("messages.readDiscussion", methods::read));
    }

    private Object discussionMessage(Call call) {
        Comments thread = thread(call);
        var bundle = new Bundle(world, call.account(), false);
        List<Message> comments = thread.group().thread(thread.root().id());
        return TlObject.of("messages.discussionMessage")
                .with("messages", List.of(bundle.message(thread.root())))
                .with(
                        "max_id",
                        comments.isEmpty()
                                ? null
                                : comments.get(comments.size() - 1).id())
                .with("unread_count", comments.size())
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private Object replies(Call call) {
        Comments thread = thread(call);
        List<Message> comments = thread.group().thread(thread.root().id());
        return HistoryMethods.channelMessages(
                world,
                call.account(),
                thread.group(),
                HistoryMethods.Page.of(call).of(comments),
                comments.size());
    }

    private Object read(Call call) {
        thread(call);
        return true;
    }

    /** Of a post, or of any message of a group. */
    private Comments thread(Call call) {
        Channel channel = peers.channelOf(call.account(), call.object("peer"));
        Message message = world.posts().required(channel, call.int32("msg_id"));
        Channel group = channel.linked();
        if (!channel.spec().broadcast()) {
            int top = message.thread();
            return new Comments(channel, top == 0 ? message : world.posts().required(channel, top));
        }
        if (group == null || message.copy() == 0) {
            throw RpcRefusal.bad("MSG_ID_INVALID");
        }
        return new Comments(group, world.posts().required(group, message.copy()));
    }
}
