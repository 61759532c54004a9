package io.pult.infra;

import io.pult.infra.FolderProcesses.Signal;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** PostgreSQL 17 in a folder: {@code cluster} holds the data, {@code password} opens it. */
final class EmbeddedPostgres extends EmbeddedServer {
    private static final String USER = "pult";
    private static final String DATABASE = "pult";

    private static final int STATUS_LINE = 7;

    private final EmbeddedBinaries programs;

    EmbeddedPostgres(EmbeddedFolder folder, EmbeddedBinaries programs, Embedded.Options options) {
        super(
                "PostgreSQL",
                folder,
                options,
                new FolderProcesses(
                        Set.of("postgres", "initdb"),
                        List.of(folder.path(), cluster(folder), unfinishedCluster(folder))));
        this.programs = programs;
    }

    private static Path cluster(EmbeddedFolder folder) {
        return folder.file("cluster");
    }

    private static Path unfinishedCluster(EmbeddedFolder folder) {
        return folder.file("cluster.new");
    }

    @Override
    void prepare() throws IOException, InterruptedException {
        requireRightsWithoutRoot();
        if (!Files.exists(cluster(folder))) {
            createCluster();
        } else if (!Files.exists(folder.passwordFile())) {
            throw new IOException(
                    folder.passwordFile() + " is missing, and without it the data beside it cannot be opened: put"
                            + " it back, or move " + folder.path() + " away to start with an empty one");
        }
        // No server lives here, so the pid in it is dead or a stranger's, beside whom PostgreSQL would refuse to start.
        Files.deleteIfExists(postmasterFile());
    }

    /** PostgreSQL refuses uid 0, so root starts it in a user namespace in which it is nobody and has no privileges. */
    private static List<String> withoutRoot(List<String> command) throws IOException {
        return Stream.concat((isRoot() ? List.of("unshare", "--user") : List.<String>of()).stream(), command.stream())
                .toList();
    }

    private String program(String name) throws IOException, InterruptedException {
        return programs.postgres().resolve(name).toString();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private void requireRightsWithoutRoot() throws IOException, InterruptedException {
        if (!isRoot()) {
            return;
        }
        List<String> check = List.of(
                "sh",
                "-c",
                "test -x \"$0\" && cd \"$1\"",
                program("postgres"),
                folder.path().toString());
        try {
            run(check, EmbeddedProcess.NO_INPUT);
        } catch (IOException e) {
            throw new IOException(
                    "PostgreSQL does not run as root, and this machine does not let root give its powers up for it, or"
                            + " not in " + folder.path() + ": start Pult as an ordinary user",
                    e);
        }
    }

    /** Under another name until it is whole, so that a start which was killed here is simply done again. */
    private void createCluster() throws IOException, InterruptedException {
        Path fresh = unfinishedCluster(folder);
        EmbeddedFolder.delete(fresh);
        // Makes the file that initdb reads it from.
        folder.password();
        run(
                List.of(
                        program("initdb"),
                        "--pgdata=" + fresh,
                        "--username=" + USER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + folder.passwordFile(),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--no-sync"),
                EmbeddedProcess.NO_INPUT);
        run(
                List.of(
                        program("postgres"),
                        "--single",
                        "-F",
                        "-D",
                        fresh.toString(),
                        "-c",
                        "exit_on_error=on",
                        "postgres"),
                Files.writeString(folder.emptyFile("setup.sql"), "CREATE DATABASE " + DATABASE + "\n"));
        if (options.durable()) {
            // Once and at the end instead of after each step: it is the slow part on a slow disk.
            run(
                    List.of(program("initdb"), "--pgdata=" + fresh, "--sync-only", "--sync-method=syncfs"),
                    EmbeddedProcess.NO_INPUT);
        }
        Files.move(fresh, cluster(folder), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entry = FileChannel.open(folder.path(), StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private void run(List<String> command, Path input) throws IOException, InterruptedException {
        EmbeddedProcess.run(folder, "setup.log", withoutRoot(command), input);
    }

    @Override
    List<String> command(int port) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program("postgres"), "-D", cluster(folder).toString()));
        settings(port).forEach((setting, value) -> command.addAll(List.of("-c", setting + "=" + value)));
        return withoutRoot(command);
    }

    /** On the command line, where they win over whatever ALTER SYSTEM left in the folder. */
    private Map<String, Object> settings(int port) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", port);
        // A socket's path has 107 bytes at most, and a data folder may lie deeper than that.
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", 200);
        settings.put("shared_buffers", "64MB");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("fsync", options.durable() ? "on" : "off");
        settings.put("synchronous_commit", options.durable() ? "on" : "off");
        settings.put("full_page_writes", options.durable() ? "on" : "off");
        return settings;
    }

    /** PostgreSQL writes its state into the eighth line of the file, its pid into the first. */
    @Override
    boolean ready(long pid, int port) throws IOException {
        List<String> lines = Files.readAllLines(postmasterFile());
        return lines.size() > STATUS_LINE
                && lines.get(0).equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    @Override
    URI uri(int port) throws IOException {
        return URI.create("postgresql://" + USER + ":" + folder.password() + "@127.0.0.1:" + port + "/" + DATABASE);
    }

    private Path postmasterFile() {
        return cluster(folder).resolve("postmaster.pid");
    }

    /** INT disconnects the clients and saves; QUIT ends at once and leaves a recovery to the next start. */
    @Override
    List<Signal> farewell() {
        List<Signal> signals = new ArrayList<>();
        if (options.durable()) {
            signals.add(new Signal("INT", Duration.ofSeconds(20)));
        }
        signals.add(new Signal("QUIT", Duration.ofSeconds(5)));
        signals.add(new Signal("KILL", Duration.ofSeconds(5)));
        return signals;
    }
}
