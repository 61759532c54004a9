package io.pult.mtproto;

import io.pult.mtproto.api.GetChannelMessages;
import io.pult.mtproto.api.GetHistory;
import io.pult.mtproto.api.InputMessage;
import io.pult.mtproto.api.InputReplyTo;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.MessageEntity;
import io.pult.mtproto.api.MessagesMessages;
import io.pult.mtproto.api.SendMessage;
import io.pult.mtproto.api.Update;
import io.pult.mtproto.api.Updates;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages and posts: written and read. */
public final class Posts {
    /** UTF-16 units of a message: config.message_length_max. */
    public static final int LONGEST = 4_096;

    /** Messages that are asked for at a time (TDLib's limit). */
    public static final int MOST = 100;

    private final Ways ways;

    Posts(TelegramClient client) {
        this.ways = new Ways(client);
    }

    /**
     * What is to be said.
     *
     * @param entities with offsets in UTF-16 units, as Java counts
     * @param replyTo id of the message that it answers, in the same place
     * @param thread id of the message that the thread began with, when {@code replyTo} is not that one
     */
    public record Draft(
            String text,
            List<MessageEntity> entities,
            @Nullable Integer replyTo,
            @Nullable Integer thread,
            boolean silent,
            boolean noWebpage) {
        public static Draft of(String text) {
            return new Draft(text, List.of(), null, null, false, false);
        }

        public Draft replyingTo(int messageId) {
            return new Draft(text, entities, messageId, thread, silent, noWebpage);
        }
    }

    /**
     * What became of it.
     *
     * @param id of the message; null when it was sent before with the same random id: it exists, and its id came with the
     *     updates of then
     */
    public record Sent(@Nullable Integer id) {}

    /**
     * Says something once: a second try with the same random id does nothing.
     *
     * @param randomId chosen before the first try and kept with the task; not 0
     */
    public Future<Sent> send(Place place, Draft draft, long randomId) {
        if (randomId == 0 || draft.text().isEmpty() || draft.text().length() > LONGEST) {
            return Future.failedFuture(new IllegalArgumentException(
                    "a message has 1 to " + LONGEST + " UTF-16 units and a random id other than 0"));
        }
        return ways.toPeer(
                        place,
                        peer -> new SendMessage(
                                draft.noWebpage(),
                                draft.silent(),
                                peer,
                                replyTo(draft),
                                draft.text(),
                                randomId,
                                draft.entities().isEmpty() ? null : draft.entities(),
                                null,
                                null))
                .map(updates -> new Sent(idOf(updates, randomId)))
                .recover(cause -> Refusals.is(cause, "RANDOM_ID_DUPLICATE")
                        ? Future.succeededFuture(new Sent(null))
                        : Future.failedFuture(cause));
    }

    /**
     * What came after a message, newest first.
     *
     * @param limit 1 to {@link #MOST}
     */
    public Future<List<Message>> since(Place place, int messageId, int limit) {
        if (limit < 1 || limit > MOST) {
            return Future.failedFuture(tooMany());
        }
        return ways.toPeer(place, peer -> new GetHistory(peer, 0, 0, 0, limit, 0, messageId))
                .map(Posts::messages);
    }

    /** The posts of a channel with these ids, at most {@link #MOST}; a deleted one is {@link Message.Empty}. */
    public Future<List<Message>> byId(Place channel, List<Integer> ids) {
        if (ids.size() > MOST) {
            return Future.failedFuture(tooMany());
        }
        List<InputMessage> wanted =
                ids.stream().<InputMessage>map(InputMessage.Id::new).toList();
        return ways.toChannel(channel, input -> new GetChannelMessages(input, wanted))
                .map(Posts::messages);
    }

    static IllegalArgumentException tooMany() {
        return new IllegalArgumentException("between 1 and " + MOST + " can be asked for at a time");
    }

    static List<Message> messages(MessagesMessages found) {
        if (found instanceof MessagesMessages.Plain all) {
            return all.messages();
        } else if (found instanceof MessagesMessages.Slice slice) {
            return slice.messages();
        } else if (found instanceof MessagesMessages.ChannelMessages posts) {
            return posts.messages();
        }
        return List.of();
    }

    private static @Nullable InputReplyTo replyTo(Draft draft) {
        return draft.replyTo() == null ? null : new InputReplyTo.Message(draft.replyTo(), draft.thread(), null);
    }

    private static @Nullable Integer idOf(Updates updates, long randomId) {
        if (updates instanceof Updates.ShortSent sent) {
            return sent.id();
        }
        List<Update> all = updates instanceof Updates.Many many
                ? many.updates()
                : updates instanceof Updates.Combined combined ? combined.updates() : List.of();
        for (Update update : all) {
            if (update instanceof Update.MessageID named && named.randomId() == randomId) {
                return named.id();
            }
        }
        return null;
    }
}
