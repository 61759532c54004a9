package io.pult.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A way to a store that a test can shut, as a network does that fails: refused while shut, on the same port when open. */
public final class Gate implements AutoCloseable {
    private final URI store;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;

    /** Open from the start. */
    public Gate(URI store) throws IOException {
        this.store = store;
        this.server = listenSomewhere();
        this.port = server.getLocalPort();
        serve();
    }

    /** The store's address by way of this gate. */
    public String url() {
        return store.getScheme() + "://" + store.getRawUserInfo() + "@127.0.0.1:" + port + store.getPath();
    }

    public void open() throws IOException {
        server = listen(port);
        serve();
    }

    public void shut() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /**
     * Below the ports that the system gives to outgoing connections: while the gate is shut, somebody who tries again and
     * again would sooner or later get this very port as its own, and be connected to itself.
     */
    private static ServerSocket listenSomewhere() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return listen(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            } catch (BindException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    }

    private void serve() {
        ServerSocket listening = server;
        daemon(() -> {
            while (true) {
                Socket inner = listening.accept();
                sockets.add(inner);
                Socket outer = new Socket(store.getHost(), store.getPort());
                sockets.add(outer);
                if (listening.isClosed()) {
                    // Shut while this one was on its way through.
                    inner.close();
                    outer.close();
                }
                daemon(() -> pump(inner, outer));
                daemon(() -> pump(outer, inner));
            }
        });
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
    }
}
