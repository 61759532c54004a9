package io.pult.mtproto.tl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs two packages of npm, which takes seconds and a registry. */
@Tag("check")
class RenewalTest {
    @TempDir
    private Path copy;

    @Test
    void to_renew_the_schema_twice_changes_nothing() throws Exception {
        Path tl = Files.createDirectories(copy.resolve("src/main/tl"));
        Files.copy(Path.of("Makefile"), copy.resolve("Makefile"));
        for (String file : List.of("package.json", "package-lock.json", "renew.mjs", "older.txt")) {
            Files.copy(Path.of("src", "main", "tl", file), tl.resolve(file));
        }
        for (int time = 0; time < 2; time++) {
            makeTl();
            assertThat(tl.resolve("schema.txt")).hasSameTextualContentAs(Path.of("src", "main", "tl", "schema.txt"));
        }
    }

    private void makeTl() throws Exception {
        Path output = copy.resolve("output");
        Process make = new ProcessBuilder("make", "tl")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!make.waitFor(2, TimeUnit.MINUTES)) {
            make.destroyForcibly();
        }
        assertThat(make.waitFor()).as(Files.readString(output)).isZero();
    }
}
