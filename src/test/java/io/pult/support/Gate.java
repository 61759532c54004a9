package io.pult.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a store that a test can shut, as a network does that fails: whoever connects while it is shut is hung up on. */
public final class Gate implements AutoCloseable {
    private final URI store;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    /** Open from the start. */
    public Gate(URI store) throws IOException {
        this.store = store;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::serve);
    }

    /** The store's address by way of this gate. */
    public String url() {
        return store.getScheme() + "://" + store.getRawUserInfo() + "@127.0.0.1:" + server.getLocalPort()
                + store.getPath();
    }

    public void open() {
        open = true;
    }

    /** It goes on listening: a port that it gave back might be somebody else's when it opens again. */
    public void shut() throws IOException {
        open = false;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void serve() throws IOException {
        while (true) {
            Socket inner = server.accept();
            if (!open) {
                inner.close();
                continue;
            }
            sockets.add(inner);
            Socket outer = new Socket(store.getHost(), store.getPort());
            sockets.add(outer);
            if (!open) {
                // Shut while this one was on its way through.
                inner.close();
                outer.close();
            }
            daemon(() -> pump(inner, outer));
            daemon(() -> pump(outer, inner));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } finally {
            sockets.remove(from);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Shut, or one of the two ends left: what a gate is there for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        shut();
        server.close();
    }
}
