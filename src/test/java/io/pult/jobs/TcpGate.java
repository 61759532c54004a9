package io.pult.jobs;

import io.pult.infra.PgSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A way to the database that a test can shut, as a network does that fails. Blocks. */
final class TcpGate implements AutoCloseable {
    private final Vertx vertx;
    private final URI database;
    private final NetClient client;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable NetServer server;

    TcpGate(Vertx vertx, String database) {
        this.vertx = vertx;
        this.database = URI.create(database);
        this.client = vertx.createNetClient();
        open();
    }

    PgSettings settings() {
        return PgSettings.of("postgresql://" + database.getUserInfo() + "@127.0.0.1:" + port + database.getPath());
    }

    /** On the port it had before. */
    void open() {
        server = vertx.createNetServer().connectHandler(this::join);
        port = JobsCluster.await(server.listen(port, "127.0.0.1")).actualPort();
    }

    void shut() {
        if (server != null) {
            JobsCluster.await(server.close());
            server = null;
        }
        sockets.forEach(NetSocket::close);
    }

    private void join(NetSocket inner) {
        sockets.add(inner);
        inner.pause();
        client.connect(database.getPort(), database.getHost())
                .onFailure(refused -> inner.close())
                .onSuccess(outer -> {
                    sockets.add(outer);
                    inner.pipeTo(outer);
                    outer.pipeTo(inner);
                });
    }

    @Override
    public void close() {
        shut();
        client.close();
    }
}
