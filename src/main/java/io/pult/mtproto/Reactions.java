package io.pult.mtproto;

import io.pult.mtproto.api.ChatFull;
import io.pult.mtproto.api.ChatReactions;
import io.pult.mtproto.api.GetFullChannel;
import io.pult.mtproto.api.Reaction;
import io.pult.mtproto.api.SendReaction;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reactions to messages: core.telegram.org/api/reactions. */
public final class Reactions {
    private final Ways ways;

    Reactions(TelegramClient client) {
        this.ways = new Ways(client);
    }

    /**
     * Reacts so, in place of whatever the account's reaction was. Naturally the same when it is done twice.
     *
     * @param reactions one, without Premium; none takes the reaction back
     */
    public Future<Void> react(Place place, int messageId, List<Reaction> reactions) {
        return ways.toPeer(
                        place,
                        peer -> new SendReaction(false, false, peer, messageId, reactions.isEmpty() ? null : reactions))
                .<Void>mapEmpty()
                .recover(cause -> Refusals.is(cause, "MESSAGE_NOT_MODIFIED")
                        ? Future.succeededFuture()
                        : Future.failedFuture(cause));
    }

    /** What a channel lets its readers react with; none when it says nothing. */
    public Future<ChatReactions> allowedIn(Place channel) {
        return ways.toChannel(channel, GetFullChannel::new).map(full -> allowed(full.fullChat()));
    }

    private static ChatReactions allowed(ChatFull full) {
        @Nullable
        ChatReactions reactions = full instanceof ChatFull.Channel channel ? channel.availableReactions() : null;
        return reactions == null ? new ChatReactions.None() : reactions;
    }
}
