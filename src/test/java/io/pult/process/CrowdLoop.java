package io.pult.process;

import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.Meters;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.Ticks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop with its share of a crowd. */
final class CrowdLoop extends VerticleBase {
    private final Shared shared;
    private @Nullable SessionLoop sessions;
    private @Nullable ClientLoop clients;

    /** What all loops of a process share. */
    record Shared(NetClient net, RsaKeys keys, CryptoWorkers workers, ConnectRamp ramp, Meters meters, Ticks ticks) {}

    CrowdLoop(Shared shared) {
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        SessionLoop made = new SessionLoop(
                vertx, shared.net(), shared.keys(), shared.workers(), shared.ramp(), shared.meters(), shared.ticks());
        sessions = made;
        clients = new ClientLoop(vertx, made, shared.workers(), shared.ticks());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return Objects.requireNonNull(sessions).close();
    }

    /** Something of a client that lives here. */
    <T> T make(Function<ClientLoop, T> work) {
        return on(() -> Future.succeededFuture(work.apply(Objects.requireNonNull(clients))))
                .await();
    }

    /** On the event loop. */
    <T> Future<T> on(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(
                go -> Future.succeededFuture().compose(start -> work.get()).onComplete(done));
        return done.future();
    }
}
