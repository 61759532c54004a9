package io.pult.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is made once, not in each test: an archive of the classes that a start loads, and a data folder in which stores
 * were set up. Both stay in {@code target} until there is a newer jar; without them the package would take twice as long.
 */
final class Training {
    private static final Path FOLDER = Path.of("target", "process").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("pult.jsa");
    private static final Path SEED = FOLDER.resolve("seed");
    private static final List<String> FAST =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto", "-Xlog:disable");

    private Training() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** How a test starts a jar: soon rather than fast. */
    static List<String> javaCommand(Path jar, String... arguments) throws Exception {
        makeOnce();
        var command = new ArrayList<>(List.of(java()));
        command.addAll(FAST);
        command.add("-XX:SharedArchiveFile=" + ARCHIVE);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Lays out a data folder whose stores are set up and empty: no schema, no keys, no instance. */
    static void seed(Home home) throws Exception {
        makeOnce();
        copy(SEED, home.data());
    }

    /** The other test JVM, if there is one, waits. */
    private static synchronized void makeOnce() throws Exception {
        Files.createDirectories(FOLDER);
        try (FileChannel lock =
                FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (Files.notExists(SEED)) {
                makeSeed();
            }
            if (Files.notExists(ARCHIVE)
                    || Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(Home.JAR)) < 0) {
                makeArchive();
            }
        }
    }

    private static void makeSeed() throws Exception {
        Path fresh = Files.createTempDirectory(FOLDER, "seed-");
        try (PultProcess stores = start(fresh, List.of("stores"))) {
            stores.awaitLine("stores are ready").signal("TERM").exitCode();
        }
        Files.delete(fresh.resolve("secrets.key"));
        Files.move(fresh, SEED);
    }

    private static void makeArchive() throws Exception {
        Path data = Files.createTempDirectory(FOLDER, "train-");
        Files.delete(data);
        copy(SEED, data);
        Files.deleteIfExists(ARCHIVE);
        try (PultProcess play = start(data, List.of("play", "--once"), "-XX:ArchiveClassesAtExit=" + ARCHIVE)) {
            if (play.exitCode() != 0) {
                throw new IOException("no node could be started to make the archive of:\n" + play.output());
            }
        }
    }

    private static PultProcess start(Path data, List<String> arguments, String... options) throws IOException {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(FAST);
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", Home.JAR.toString()));
        command.addAll(arguments);
        var environment = Map.of("PULT_DATA_DIR", data.toString(), "PULT_HTTP_PORT", "0", "PULT_MANAGEMENT_PORT", "0");
        return PultProcess.start(FOLDER, environment, command);
    }

    private static void copy(Path from, Path to) throws Exception {
        Process copy = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        if (copy.waitFor() != 0) {
            throw new IOException("cannot copy " + from + " to " + to);
        }
    }
}
