package io.pult.playground.telegram;

/** What becomes of pushes. */
public enum PushOrder {
    /** It is not sent. */
    DROP,
    /** It is sent twice. */
    DUPLICATE,
    /** It is kept; when the last one that was ordered is there, all are sent, the last one first. */
    REVERSE,
    /** {@code updatesTooLong} is sent instead. */
    TOO_LONG
}
