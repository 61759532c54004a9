package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make play} in a copy of the sources; in place of Maven stands a script that puts the built jar there and counts. */
class MakePlayIT {
    @TempDir
    Path folder;

    /** In `make check`: it makes the archive of a faster start, and starts three times in all. */
    @Test
    @Tag("check")
    void make_play_builds_what_is_stale_and_starts_no_maven_when_nothing_is() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("sources")).toRealPath();
        copySources(sources);
        Path builds = folder.resolve("builds");
        Path maven = fakeMaven(builds);
        try (Home home = new Home(sources)) {
            Training.seed(home);
            playAndStop(home, maven);
            assertThat(builds).content().hasLineCount(1);

            playAndStop(home, maven);
            assertThat(builds).content().as("nothing is stale").hasLineCount(1);

            Files.setLastModifiedTime(
                    sources.resolve("src/main/java/io/pult/App.java"),
                    FileTime.from(Instant.now().plusSeconds(1)));
            PultProcess build = make(home, maven, "build");
            assertThat(build.exitCode()).as(build.output()).isZero();
            assertThat(builds).content().hasLineCount(2);
        }
    }

    private static void playAndStop(Home home, Path maven) throws Exception {
        PultProcess make = make(home, maven, "play").awaitLine("Ctrl-C stops everything");
        make.pressCtrlC();
        make.exitCode();
        assertThat(home.running()).as("left after Ctrl-C").isEmpty();
    }

    private static PultProcess make(Home home, Path maven, String target) throws Exception {
        return home.startCommand(
                Map.of("MVN", maven.toString()), List.of("make", "-e", "JAVA=" + Training.java(), target));
    }

    private static void copySources(Path sources) throws Exception {
        var copy = new ProcessBuilder(
                        "cp",
                        "-a",
                        "--parents",
                        "Makefile",
                        "pom.xml",
                        "cluster.xml",
                        "conf",
                        "src/main",
                        sources.toString())
                .inheritIO();
        assertThat(copy.start().waitFor()).isZero();
    }

    private Path fakeMaven(Path builds) throws Exception {
        Path target = Path.of("target").toAbsolutePath();
        String script = """
                #!/bin/sh
                echo "$@" >> %s
                mkdir -p target
                cp -a %s/pult.jar %s/lib target/
                """.formatted(builds, target, target);
        Path maven = Files.writeString(folder.resolve("mvn"), script);
        return Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
