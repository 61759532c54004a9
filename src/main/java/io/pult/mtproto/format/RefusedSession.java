package io.pult.mtproto.format;

/** A session that cannot be read or written. Its message is for people and never contains anything of the string. */
public final class RefusedSession extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        EMPTY,
        TOO_LONG,
        /** Characters that no format has. */
        NOT_A_STRING,
        /** Of no layout that is known here. */
        UNKNOWN_LAYOUT,
        /** Of a known layout, but a field has a value that cannot be. */
        DAMAGED,
        /** No data centre has this number. */
        DATA_CENTRE,
        /** The key cannot be one. */
        KEY,
        /** The format needs something that the session does not have. */
        INCOMPLETE
    }

    private final Reason reason;

    RefusedSession(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
