package io.pult.mtproto.updates;

/** Why a difference was not answered, as far as it matters here. */
public enum Refusal {
    /** Nothing is known to be wrong for good: flood, a lost connection, {@code PERSISTENT_TIMESTAMP_OUTDATED}. */
    LATER,
    /** The server cannot go on from that state: {@code PERSISTENT_TIMESTAMP_EMPTY}, {@code …_INVALID}, an unreadable answer. */
    NO_SUCH_STATE,
    /** {@code CHANNEL_PRIVATE}, {@code CHANNEL_INVALID}. */
    CHANNEL_UNAVAILABLE
}
