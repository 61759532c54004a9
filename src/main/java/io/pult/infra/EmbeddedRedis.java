package io.pult.infra;

import io.pult.infra.FolderProcesses.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Redis 6.2 in a folder. Every path in its configuration is relative to that folder, so no name can break the file. */
final class EmbeddedRedis extends EmbeddedServer {
    private static final int PROBE_MILLIS = 1_000;

    private final EmbeddedBinaries programs;

    EmbeddedRedis(EmbeddedFolder folder, EmbeddedBinaries programs, Embedded.Options options) {
        super("Redis", folder, options, new FolderProcesses(Set.of(EmbeddedBinaries.REDIS), List.of(folder.path())));
        this.programs = programs;
    }

    @Override
    void prepare() throws IOException {
        // What a killed Redis left would otherwise be taken for the sign of life of the next.
        Files.deleteIfExists(pidFile());
    }

    @Override
    List<String> command(int port) throws IOException, InterruptedException {
        Files.writeString(folder.emptyFile("redis.conf"), configuration(port));
        return List.of(programs.redis().toString(), "redis.conf");
    }

    private String configuration(int port) throws IOException {
        return """
                bind 127.0.0.1
                port %d
                requirepass %s
                pidfile redis.pid
                databases 512
                maxmemory-policy noeviction
                save ""
                appendonly %s
                """.formatted(port, folder.password(), options.durable() ? "yes" : "no");
    }

    /** The pid file comes after the bind: before it the port may be a stranger's, who must not get the password. */
    @Override
    boolean ready(long pid, int port) throws IOException {
        return Files.readString(pidFile()).strip().equals(Long.toString(pid)) && answers(port);
    }

    /** Needs the password: without it Redis answers also while it still loads its data. */
    private boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            socket.getOutputStream()
                    .write(("AUTH " + folder.password() + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return "+OK".equals(replies.readLine()) && "+PONG".equals(replies.readLine());
        }
    }

    private Path pidFile() {
        return folder.file("redis.pid");
    }

    @Override
    URI uri(int port) throws IOException {
        return URI.create("redis://:" + folder.password() + "@127.0.0.1:" + port + "/0");
    }

    /** TERM writes the append-only file to disk. */
    @Override
    List<Signal> farewell() {
        return List.of(new Signal("TERM", Duration.ofSeconds(10)), new Signal("KILL", Duration.ofSeconds(5)));
    }
}
