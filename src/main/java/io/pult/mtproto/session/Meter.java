package io.pult.mtproto.session;

/** What is counted. Names are those of things that happened. */
public enum Meter {
    // Connections.
    CONNECTED,
    CONNECT_FAILED,
    PROXY_FAILED,
    KEY_AGREED,
    KEY_EXCHANGE_FAILED,
    CONNECTION_LOST,
    PEER_DEAD,
    TRANSPORT_NOT_FOUND,
    TRANSPORT_FLOOD,
    TRANSPORT_REFUSED,
    WRITE_FORBIDDEN,
    SESSION_LOST,

    // Packets that are not taken (core.telegram.org/mtproto/security_guidelines), in the order of the checks.
    PACKET_SIZE_WRONG,
    PACKET_KEY_WRONG,
    PACKET_FORGED,
    PACKET_SESSION_WRONG,
    PACKET_LENGTH_WRONG,
    PACKET_ID_WRONG,
    PACKET_REPLAYED,
    PACKET_TOO_OLD,
    PACKET_FROM_THE_FUTURE,
    PACKET_MALFORMED,

    // Messages.
    PACKET_SENT,
    PACKET_RECEIVED,
    SALT_CORRECTED,
    CLOCK_CORRECTED,
    MESSAGE_REFUSED,
    SESSION_RESET,
    PROTOCOL_MISTAKE,
    LOOP_GUARDED,
    STATE_ASKED,
    STATE_UNANSWERED,
    PUSHED,
    PUSH_UNREADABLE,

    // Calls.
    CALL_SENT_AGAIN,
    CALL_ANSWERED,
    CALL_REFUSED,
    CALL_RETRIED,
    CALL_FLOODED,
    CALL_TIMED_OUT,
    CALL_UNREADABLE,
    CALL_MAYBE_EXECUTED,
    CALL_OVERLOADED
}
