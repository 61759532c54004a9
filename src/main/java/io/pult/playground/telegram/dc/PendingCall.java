package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlWriter;
import org.jspecify.annotations.Nullable;

/** A call that was handed to the API, and its answer until the client has it. */
final class PendingCall implements Reply {
    private final ServerSession session;
    private final long id;
    private volatile boolean answered;
    // Guarded by the session: none before the answer and none when it was acknowledged, dropped or given up.
    @Nullable
    Outgoing answer;

    PendingCall(ServerSession session, long id) {
        this.session = session;
        this.id = id;
    }

    long id() {
        return id;
    }

    boolean answered() {
        return answered;
    }

    /** @return whether nobody had answered it before */
    synchronized boolean take() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    @Override
    public void result(byte[] object) {
        session.loop().run(() -> session.answer(this, object));
    }

    @Override
    public void error(int code, String text) {
        result(errorObject(code, text));
    }

    static byte[] errorObject(int code, String text) {
        var out = new TlWriter(64);
        out.int32(Tl.RPC_ERROR);
        out.int32(code);
        out.string(text);
        return out.toByteArray();
    }
}
