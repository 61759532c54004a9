package io.pult.mtproto.session;

import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Passes a stream on and cuts it after so many bytes of both directions together, in the middle of whatever that is. */
final class Knife implements AutoCloseable {
    final AtomicInteger cuts = new AtomicInteger();
    private final NetServer server;
    private final NetClient client;
    private final int target;
    private final IntSupplier bytes;

    /** @param bytes after which the next connection is cut */
    Knife(Vertx vertx, int target, IntSupplier bytes) {
        this.target = target;
        this.bytes = bytes;
        this.client = vertx.createNetClient();
        this.server = Wait.on(vertx.createNetServer().connectHandler(this::pass).listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    private void pass(NetSocket near) {
        near.pause();
        client.connect(target, "127.0.0.1").onComplete(done -> {
            if (done.failed()) {
                near.close();
                return;
            }
            NetSocket far = done.result();
            int[] left = {bytes.getAsInt()};
            near.handler(buffer -> pass(buffer, near, far, far, left));
            far.handler(buffer -> pass(buffer, near, far, near, left));
            near.closeHandler(closed -> far.close());
            far.closeHandler(closed -> near.close());
            near.resume();
        });
    }

    private void pass(Buffer buffer, NetSocket near, NetSocket far, NetSocket to, int[] left) {
        if (left[0] <= 0) {
            return;
        }
        int passed = Math.min(left[0], buffer.length());
        left[0] -= passed;
        to.write(buffer.getBuffer(0, passed));
        if (left[0] == 0) {
            cuts.incrementAndGet();
            // The far end first: a server that has not seen the end yet would take the next connection for a second
            // one.
            far.close().onComplete(closed -> near.close());
        }
    }

    @Override
    public void close() {
        Wait.on(server.close());
        Wait.on(client.close());
    }
}
