package io.pult.playground.telegram.dc;

import org.jspecify.annotations.Nullable;

/** A message of ours, on its way until it is acknowledged. What changes is guarded by its session. */
final class Outgoing {
    final ServerSession session;
    final long id;
    final int seqno;
    final byte[] body;
    /** What it answers, if it is an answer. */
    final @Nullable PendingCall call;

    long sentAt;
    int sent;

    Outgoing(ServerSession session, long id, int seqno, byte[] body, @Nullable PendingCall call) {
        this.session = session;
        this.id = id;
        this.seqno = seqno;
        this.body = body;
        this.call = call;
    }

    /** Whether it is kept until the client has acknowledged it. */
    boolean content() {
        return (seqno & 1) == 1;
    }
}
