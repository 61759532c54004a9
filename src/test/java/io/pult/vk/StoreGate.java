package io.pult.vk;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A way to a store that a test can shut, as a network does that fails. Blocks. */
final class StoreGate {
    private final Vertx vertx;
    private final URI store;
    private final NetClient client;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable NetServer server;

    StoreGate(Vertx vertx, String store) {
        this.vertx = vertx;
        this.store = URI.create(store);
        this.client = vertx.createNetClient();
        open();
    }

    String url() {
        return store.getScheme() + "://" + store.getRawUserInfo() + "@127.0.0.1:" + port + store.getPath();
    }

    /** On the port it had before. */
    void open() {
        server = vertx.createNetServer().connectHandler(this::join);
        port = VkRig.await(server.listen(port, "127.0.0.1")).actualPort();
    }

    void shut() {
        if (server != null) {
            VkRig.await(server.close());
            server = null;
        }
        sockets.forEach(NetSocket::close);
        sockets.clear();
    }

    private void join(NetSocket inner) {
        sockets.add(inner);
        inner.pause();
        client.connect(store.getPort(), store.getHost())
                .onFailure(refused -> inner.close())
                .onSuccess(outer -> {
                    sockets.add(outer);
                    inner.pipeTo(outer);
                    outer.pipeTo(inner);
                });
    }
}
