package io.pult.infra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL 17 and Redis as child processes that keep their data in a folder, for {@code pult play}, {@code pult stores}
 * and tests. Linux on x86-64 with util-linux only; the programs come from the jars in {@code lib/play}.
 *
 * <p>Everything here blocks: call it from {@code main} or from a test's set-up, never on an event loop.
 *
 * <p>No shutdown hook is installed, because the stores have to outlive the drain of the node that uses them: whoever
 * starts them closes them, last. A hook that may find the start still under way interrupts the starting thread and joins
 * it. When the JVM is killed instead, the servers live on as orphans and the next start in the folder stops them.
 *
 * <p>A server that dies by itself is not started again; its clients see it as away.
 */
public final class Embedded implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Embedded.class);

    private final FolderLock lock;
    private final List<EmbeddedServer> servers;
    private final URI postgres;
    private final URI redis;
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    private Embedded(FolderLock lock, List<EmbeddedServer> servers, URI postgres, URI redis) {
        this.lock = lock;
        this.servers = servers;
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * Starts both stores on ports of the system's choice and returns when they answer: seconds in an empty folder, well
     * below one after that. Orphans of a killed process are stopped first, with their data kept.
     *
     * @param data the folder of this instance, made with mode 700 when it does not exist; one start at a time may use it
     * @param binaries where the programs are unpacked once; any number of instances and processes may share it
     * @throws IOException with a message for the operator: the folder is in use or not writable, the platform is not
     *     supported, a store did not start (with the end of its log)
     * @throws InterruptedException when this thread was interrupted; what had been started is stopped again
     */
    public static Embedded start(Path data, Path binaries) throws IOException, InterruptedException {
        return start(data, binaries, Options.DURABLE);
    }

    static Embedded start(Path data, Path binaries, Options options) throws IOException, InterruptedException {
        EmbeddedBinaries.require();
        try {
            EmbeddedFolder home = EmbeddedFolder.make(data);
            EmbeddedBinaries programs = new EmbeddedBinaries(binaries);
            return startIn(home, FolderLock.take(home.path()), programs, options);
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("interrupted while the stores started").initCause(e);
        }
    }

    private static Embedded startIn(EmbeddedFolder home, FolderLock lock, EmbeddedBinaries programs, Options options)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        EmbeddedServer postgres = new EmbeddedPostgres(home.child("postgres"), programs, options);
        EmbeddedServer redis = new EmbeddedRedis(home.child("redis"), programs, options);
        boolean started = false;
        try {
            Embedded embedded = new Embedded(lock, List.of(redis, postgres), postgres.start(), redis.start());
            started = true;
            log.atInfo()
                    .addKeyValue("folder", home.path())
                    .addKeyValue("postgres_port", embedded.postgres.getPort())
                    .addKeyValue("redis_port", embedded.redis.getPort())
                    .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
                    .log("embedded stores started");
            return embedded;
        } finally {
            if (!started) {
                stop(List.of(redis, postgres), lock);
            }
        }
    }

    /** {@code postgresql://pult:<password>@127.0.0.1:<port>/pult}; the user is a superuser. */
    public URI postgres() {
        return postgres;
    }

    /** {@code redis://:<password>@127.0.0.1:<port>/0}; there are 512 databases. */
    public URI redis() {
        return redis;
    }

    /**
     * Stops both stores and waits for them, at most 45 seconds; PostgreSQL's clients are disconnected. A second call,
     * from whatever thread, waits for the first and does nothing.
     */
    @Override
    public void close() {
        closing.lock();
        try {
            // Once the folder is free, the next who takes it runs servers there: a second call must not stop those.
            if (!closed) {
                closed = true;
                stop(servers, lock);
            }
        } finally {
            closing.unlock();
        }
    }

    private static void stop(List<EmbeddedServer> servers, FolderLock lock) {
        servers.forEach(EmbeddedServer::stop);
        lock.close();
    }

    /** A port that was free a moment ago. */
    interface Ports {
        int next() throws IOException;

        /** Nothing holds the port until the server binds it, so the server may lose it and has to be started again. */
        static int ofSystem() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            }
        }
    }

    /** What tests may choose and operators may not: an instance for people always keeps what it acknowledged. */
    record Options(boolean durable, Ports ports) {
        static final Options DURABLE = new Options(true, Ports::ofSystem);
        static final Options THROWAWAY = new Options(false, Ports::ofSystem);
    }
}
