package io.pult.mtproto.updates;

import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.Update;

/** What is told of an account. */
public sealed interface News {
    /** A message or a post that is new to the account; also one that it sent itself, from anywhere. */
    record NewMessage(Message message) implements News {}

    /** Anything else that changed. */
    record Changed(Update update) implements News {}

    /**
     * Updates were missed that will never be told.
     *
     * @param channelId 0 for those of the account
     */
    record Lost(long channelId) implements News {}

    /** A followed channel is private now, or gone; it is followed no longer. */
    record ChannelUnavailable(long channelId) implements News {}
}
