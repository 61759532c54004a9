package io.pult.mtproto.updates;

/**
 * How far a followed channel was heard.
 *
 * @param pts 0 while nothing was heard: the first push decides it
 * @param polled whether it is asked after in intervals, because the account is no member and nothing is pushed
 */
public record ChannelMark(long channelId, int pts, boolean polled) {}
