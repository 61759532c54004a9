package io.pult.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of {@code src/test/peers} that uses a package of npm which others wrote. Installs it; needs Node.js 18 or later. */
public final class NpmPeer {
    private final Path folder;

    private NpmPeer(Path folder) {
        this.folder = folder;
    }

    public static NpmPeer install(String name) throws Exception {
        return new NpmPeer(install(Path.of("src", "test", "peers", name), Path.of("target", "peers", name)));
    }

    /**
     * Copies the files of a folder and installs the packages that they use.
     *
     * @return the folder they are in now
     */
    public static Path install(Path from, Path folder) throws Exception {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        new NpmPeer(folder).run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        return folder;
    }

    /** What its last line says, which is JSON; a program that is missing, fails or does not end fails the test. */
    public Object says(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("node", "peer.mjs"));
        command.addAll(List.of(arguments));
        return Json.decodeValue(run(command.toArray(String[]::new)));
    }

    private String run(String... command) throws Exception {
        Path output = Files.createTempFile("peer", ".out");
        try {
            Process process = start(output, command);
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command[0] + " does not end: " + Files.readString(output));
            }
            String text = Files.readString(output).strip();
            assertThat(process.exitValue())
                    .as("%s: %s", String.join(" ", command), text)
                    .isZero();
            return text.substring(text.lastIndexOf('\n') + 1);
        } finally {
            Files.delete(output);
        }
    }

    private Process start(Path output, String... command) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("this test needs Node.js and npm on the path; " + command[0] + " is not", e);
        }
    }
}
