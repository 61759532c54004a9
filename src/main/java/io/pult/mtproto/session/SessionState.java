package io.pult.mtproto.session;

import java.time.Duration;

/** Where a session is. */
public sealed interface SessionState {
    /** Made, not started. */
    record Fresh() implements SessionState {}

    /** A TCP connection is being opened, or waits for its turn in the ramp. */
    record Connecting() implements SessionState {}

    /** A new key is being agreed upon with the data centre. */
    record Exchanging() implements SessionState {}

    /** Connected: calls are sent. */
    record Active() implements SessionState {}

    /**
     * The connection failed; the next attempt follows.
     *
     * @param delay until then
     * @param why in words, without addresses of proxies or secrets
     * @param proxyFailed the exit's proxy is at fault, and Telegram was not reached
     */
    record Waiting(Duration delay, String why, boolean proxyFailed) implements SessionState {}

    /** For good. */
    record Lost(Loss reason) implements SessionState {}

    /** By its owner, or because the owner may not write any more; its connection is closed. */
    record Stopped() implements SessionState {}
}
