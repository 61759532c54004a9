package io.pult.mtproto.handshake;

/** Why there is no key, in a sentence: a check that failed, a connection that was closed. Without a stack trace. */
public final class HandshakeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    HandshakeFailure(String message) {
        this(message, 0);
    }

    HandshakeFailure(String message, int code) {
        super(message, null, false, false);
        this.code = code;
    }

    /** With which the server refused the connection, such as -404 or -429; 0 when that was not the reason. */
    public int code() {
        return code;
    }
}
