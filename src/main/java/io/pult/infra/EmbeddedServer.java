package io.pult.infra;

import io.pult.infra.FolderProcesses.Signal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one store's server: what was left behind is stopped, the port found, readiness seen, the end waited for. */
abstract sealed class EmbeddedServer permits EmbeddedPostgres, EmbeddedRedis {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);

    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 5;
    private static final int PORTS_TRIED = 5;
    private static final String PORT_LOST = "Address already in use";

    final String name;
    final EmbeddedFolder folder;
    final Embedded.Options options;
    private final FolderProcesses processes;

    EmbeddedServer(String name, EmbeddedFolder folder, Embedded.Options options, FolderProcesses processes) {
        this.name = name;
        this.folder = folder;
        this.options = options;
        this.processes = processes;
    }

    /** Whatever must be in the folder before the server starts; no server runs in it. */
    abstract void prepare() throws IOException, InterruptedException;

    /** The server's command line, in which secrets have no place: every user of the machine can read it. */
    abstract List<String> command(int port) throws IOException, InterruptedException;

    /** Whether the process {@code pid}, and not some other that has the port, takes clients now. */
    abstract boolean ready(long pid, int port) throws IOException;

    /** How to stop the server, politely first. */
    abstract List<Signal> farewell();

    /** Where clients find the server that listens on {@code port}, password included. */
    abstract URI uri(int port) throws IOException;

    /** Returns when the server takes clients. Whoever calls this calls {@link #stop} also when it fails. */
    final URI start() throws IOException, InterruptedException {
        folder.makePrivate();
        if (!processes.stop(farewell())) {
            throw new IOException("an earlier " + name + " in " + folder.path() + " cannot be stopped: end process "
                    + processes.living().stream().map(ProcessHandle::pid).toList());
        }
        prepare();
        for (int attempt = 1; ; attempt++) {
            int port = options.ports().next();
            EmbeddedProcess process = EmbeddedProcess.launch(folder, "server.log", command(port));
            if (becomesReady(process, port)) {
                return uri(port);
            }
            String end = process.lastLines();
            if (process.alive()) {
                throw new IOException(name + " did not answer within " + READY_WITHIN.toSeconds() + " s; " + end);
            }
            if (attempt == PORTS_TRIED || !end.contains(PORT_LOST)) {
                throw new IOException(name + " did not start; " + end);
            }
        }
    }

    private boolean becomesReady(EmbeddedProcess process, int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (process.alive() && System.nanoTime() - deadline < 0) {
            if (looksReady(process, port)) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private boolean looksReady(EmbeddedProcess process, int port) {
        try {
            return ready(process.pid(), port);
        } catch (IOException e) {
            // A file that is not there yet, a connection refused: not ready. The caller's deadline ends the asking.
            return false;
        }
    }

    /** Returns when the server is gone; one that cannot be stopped is left to the next start and told in the log. */
    final void stop() {
        try {
            if (!processes.stop(farewell())) {
                log.atError()
                        .addKeyValue("store", name)
                        .addKeyValue("folder", folder.path())
                        .log("store does not stop");
            }
        } catch (IOException e) {
            log.atError().addKeyValue("store", name).setCause(e).log("store not stopped");
        }
    }
}
