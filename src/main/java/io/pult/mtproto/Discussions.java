package io.pult.mtproto;

import io.pult.mtproto.Posts.Draft;
import io.pult.mtproto.Posts.Sent;
import io.pult.mtproto.api.GetDiscussionMessage;
import io.pult.mtproto.api.GetReplies;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.MessagesDiscussionMessage;
import io.pult.mtproto.api.ReadDiscussion;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Comments of posts: core.telegram.org/api/discussion. */
public final class Discussions {
    private final Ways ways;
    private final Posts posts;

    Discussions(TelegramClient client) {
        this.ways = new Ways(client);
        this.posts = client.posts();
    }

    /**
     * Where a post is discussed.
     *
     * @param group that is linked to the channel; commenting may need membership of it
     * @param rootId of the post's copy in the group, which the comments answer
     */
    public record Talk(Place group, int rootId) {}

    /** Where a post is discussed; empty when it has no comments. */
    public Future<Optional<Talk>> of(Place channel, int postId) {
        return ways.toPeer(channel, peer -> new GetDiscussionMessage(peer, postId))
                .map(Discussions::talk)
                .recover(cause -> Refusals.is(cause, "MSG_ID_INVALID")
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }

    /** Comments on the post; see {@link Posts#send} for the random id. */
    public Future<Sent> comment(Talk talk, String text, long randomId) {
        return posts.send(talk.group(), Draft.of(text).replyingTo(talk.rootId()), randomId);
    }

    /** Answers another comment. */
    public Future<Sent> answer(Talk talk, int commentId, String text, long randomId) {
        var draft = new Draft(text, List.of(), commentId, talk.rootId(), false, false);
        return posts.send(talk.group(), draft, randomId);
    }

    /**
     * The comments after one of them, or after 0; newest first.
     *
     * @param limit 1 to {@link Posts#MOST}
     */
    public Future<List<Message>> since(Talk talk, int commentId, int limit) {
        if (limit < 1 || limit > Posts.MOST) {
            return Future.failedFuture(Posts.tooMany());
        }
        return ways.toPeer(talk.group(), peer -> new GetReplies(peer, talk.rootId(), 0, 0, 0, limit, 0, commentId))
                .map(Posts::messages);
    }

    public Future<Void> read(Talk talk, int upTo) {
        return ways.toPeer(talk.group(), peer -> new ReadDiscussion(peer, talk.rootId(), upTo))
                .mapEmpty();
    }

    /** The last message is the copy of the post: method/messages.getDiscussionMessage. */
    private static Optional<Talk> talk(MessagesDiscussionMessage found) {
        if (found.messages().isEmpty()) {
            return Optional.empty();
        }
        Message root = found.messages().get(found.messages().size() - 1);
        return root instanceof Message.Plain plain
                ? Optional.of(new Talk(new Place(plain.peerId(), null), plain.id()))
                : Optional.empty();
    }
}
