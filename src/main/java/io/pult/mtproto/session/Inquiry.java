package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlWriter;

/** The question which of the messages that were sent on a lost connection arrived (msgs_state_req); one at a time. */
final class Inquiry {
    private static final long PATIENCE = 5_000;
    private static final long[] NONE = {};

    private long[] ids = NONE;
    private boolean wanted;
    private long messageId;
    private long containerId;
    private long deadline = Long.MAX_VALUE;

    /** To be asked with the next packet. */
    void want() {
        wanted = true;
    }

    boolean wanted() {
        return wanted;
    }

    boolean waiting() {
        return deadline != Long.MAX_VALUE;
    }

    /** @param asked the message ids in question */
    void write(TlWriter out, long[] asked, long now) {
        wanted = false;
        ids = asked;
        deadline = now + PATIENCE;
        out.int32(Service.MSGS_STATE_REQ);
        out.vectorOf(asked.length);
        for (long id : asked) {
            out.int64(id);
        }
    }

    void sent(long message, long container) {
        messageId = message;
        containerId = container;
    }

    /** The message, or the container that it was in, was refused: it is asked again, within the same five seconds. */
    void refused(long id) {
        if (waiting() && (id == messageId || id == containerId)) {
            wanted = true;
        }
    }

    boolean is(long requestId) {
        return waiting() && requestId == messageId;
    }

    long deadline() {
        return deadline;
    }

    /** @return what was asked; nothing is asked any more */
    long[] end() {
        long[] asked = ids;
        ids = NONE;
        wanted = false;
        deadline = Long.MAX_VALUE;
        return asked;
    }
}
