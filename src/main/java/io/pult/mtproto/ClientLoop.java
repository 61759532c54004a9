package io.pult.mtproto;

import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.Ticks;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What the clients of one event loop share. Made on that loop, like its {@link SessionLoop}. */
public final class ClientLoop {
    private final Context context;
    private final SessionLoop sessions;
    private final CryptoWorkers workers;
    private final Ticks ticks;
    private final Entropy entropy = new Entropy();

    /** @param ticks the same as those of the sessions */
    public ClientLoop(Vertx vertx, SessionLoop sessions, CryptoWorkers workers, Ticks ticks) {
        this.context = vertx.getOrCreateContext();
        this.sessions = sessions;
        this.workers = workers;
        this.ticks = ticks;
    }

    SessionLoop sessions() {
        return sessions;
    }

    CryptoWorkers workers() {
        return workers;
    }

    Entropy entropy() {
        return entropy;
    }

    long now() {
        return ticks.millis();
    }

    /** In a turn of its own, on the same loop. */
    void later(Runnable work) {
        context.runOnContext(go -> work.run());
    }
}
