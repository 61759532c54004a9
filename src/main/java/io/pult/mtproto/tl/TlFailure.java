package io.pult.mtproto.tl;

/** Bytes that are not what the schema promises. Without a stack trace: it is thrown on the event loop for foreign input. */
public sealed class TlFailure extends RuntimeException permits TlFailure.UnknownConstructor {
    private static final long serialVersionUID = 1L;

    public TlFailure(String message) {
        super(message, null, false, false);
    }

    /** An id that no known layer has: the peer speaks a newer one. What follows it cannot be read. */
    public static final class UnknownConstructor extends TlFailure {
        private static final long serialVersionUID = 1L;

        private final int id;

        public UnknownConstructor(int id) {
            super("unknown constructor %08x".formatted(id));
            this.id = id;
        }

        public int id() {
            return id;
        }
    }
}
