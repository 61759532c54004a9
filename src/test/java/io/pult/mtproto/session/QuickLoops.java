package io.pult.mtproto.session;

import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;

/** Loops of sessions for time that a test moves: they look at their sessions a thousand times a second. */
public final class QuickLoops {
    private static final SessionLoop.Pace PACE = new SessionLoop.Pace(1, 60_000);

    private QuickLoops() {}

    /** On an event loop. */
    public static SessionLoop make(
            Vertx vertx,
            NetClient net,
            RsaKeys keys,
            CryptoWorkers workers,
            ConnectRamp ramp,
            Meters meters,
            Ticks ticks) {
        return new SessionLoop(vertx, net, keys, workers, ramp, meters, ticks, PACE);
    }
}
