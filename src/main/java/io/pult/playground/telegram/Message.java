package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message where it lies: in a channel, or in the mailbox of one of the two who talk. */
final class Message {
    private final int id;
    private final Place place;
    private final Draft draft;
    private final int date;
    /** By user, in the order in which they came. One map for both copies of a private message. */
    private final Map<Long, String> reactions;

    private final Set<Long> seenBy = new HashSet<>();
    private String text;
    private int edited;
    private int views;
    private int copy;

    /** Where a message lies. */
    sealed interface Place {
        record InChannel(Channel channel) implements Place {}

        /** @param out whether the owner of the mailbox wrote it */
        record InMailbox(long peer, boolean out) implements Place {}
    }

    /**
     * What is said.
     *
     * @param from the user who says it; 0 for a channel's post
     * @param replyTo id of the message that it answers; 0 for none
     * @param top id of the first message of the thread, when that is another one than {@code replyTo}; 0 otherwise
     * @param origin the post that this is the copy of, in a discussion group
     */
    record Draft(
            long from,
            String text,
            List<TlObject> entities,
            int replyTo,
            int top,
            boolean silent,
            @Nullable Message origin) {
        static Draft of(long from, String text) {
            return new Draft(from, text, List.of(), 0, 0, false, null);
        }
    }

    Message(int id, Place place, Draft draft, int date, Map<Long, String> reactions) {
        this.id = id;
        this.place = place;
        this.draft = draft;
        this.date = date;
        this.text = draft.text();
        this.reactions = reactions;
    }

    static Message in(Channel channel, int id, Draft draft, int date) {
        return new Message(id, new Place.InChannel(channel), draft, date, new LinkedHashMap<>());
    }

    int id() {
        return id;
    }

    Place place() {
        return place;
    }

    Draft draft() {
        return draft;
    }

    int date() {
        return date;
    }

    String text() {
        return text;
    }

    int edited() {
        return edited;
    }

    void edit(String to, int now) {
        text = to;
        edited = now;
    }

    Map<Long, String> reactions() {
        return reactions;
    }

    int views() {
        return views;
    }

    void views(int count) {
        views = count;
    }

    /** Counts once for each who looks. */
    void seenBy(long user) {
        if (seenBy.add(user)) {
            views++;
        }
    }

    /** The id of its copy in the discussion group; 0 when there is none. */
    int copy() {
        return copy;
    }

    void copy(int messageId) {
        copy = messageId;
    }

    /** The thread that it belongs to; 0 when it belongs to none. */
    int thread() {
        return draft.top() != 0 ? draft.top() : draft.replyTo();
    }
}
