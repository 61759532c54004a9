package io.pult.mtproto.transport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server that keeps what it receives and says what a test tells it to. */
final class Peer {
    final CopyOnWriteArrayList<One> connections = new CopyOnWriteArrayList<>();
    private final NetServer server;
    private volatile Consumer<NetSocket> accepted = socket -> {};
    private Address address = new Address("127.0.0.1", 1);

    /** One connection. */
    static final class One {
        final NetSocket socket;
        private final Buffer received = Buffer.buffer();
        private boolean closed;

        private One(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::add);
            socket.exceptionHandler(broken -> {});
            socket.closeHandler(gone -> gone());
        }

        private synchronized void add(Buffer more) {
            received.appendBuffer(more);
        }

        private synchronized void gone() {
            closed = true;
        }

        synchronized byte[] received() {
            return received.getBytes();
        }

        synchronized boolean closed() {
            return closed;
        }
    }

    Peer(Vertx vertx) {
        server = vertx.createNetServer().connectHandler(socket -> {
            connections.add(new One(socket));
            accepted.accept(socket);
        });
    }

    Future<Peer> listen() {
        return server.listen(0, "127.0.0.1").map(listening -> {
            address = new Address("127.0.0.1", listening.actualPort());
            return this;
        });
    }

    Peer onConnection(Consumer<NetSocket> what) {
        accepted = what;
        return this;
    }

    Address address() {
        return address;
    }

    DataCenter dc() {
        return new DataCenter(2, false, List.of(address));
    }
}
