package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Gate;
import io.pult.support.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node is a real process that is really killed, in the middle of its writing. */
class TokenLogCrashIT {
    /** An id and the end of the line. */
    private static final int LINE = 37;

    private final TokenLogLab lab = new TokenLogLab();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void every_attempt_that_was_answered_for_outlives_a_kill_9_and_is_logged_and_counted_once() throws Exception {
        Set<UUID> answered = killedAfter(4_000, lab.database.toString());
        long before = lab.count("token_logs");

        lab.writer(folder.resolve("attempts"));

        Wait.until("all are logged", () -> logged(answered) == answered.size());
        Wait.until("nothing is left", this::nothingLeft);
        // Those whose acknowledgement was on its way when the process died may be there, too; none is there twice.
        long rows = lab.count("token_logs");
        assertThat(rows).isBetween((long) answered.size(), answered.size() + 200L);
        assertThat(before).as("the child had logged a part").isPositive();
        assertThat(lab.count("(SELECT DISTINCT id FROM token_logs) AS ids")).isEqualTo(rows);
        assertThat(lab.count("token_log_unfolded, generate_series(1, success + error)"))
                .isEqualTo(rows);
    }

    @Test
    void a_kill_9_while_the_database_is_away_loses_nothing_that_was_answered_for() throws Exception {
        Set<UUID> answered;
        try (var gate = new Gate(lab.database)) {
            gate.shut();
            answered = killedAfter(4_000, gate.url());
        }
        assertThat(lab.count("token_logs")).isZero();

        lab.writer(folder.resolve("attempts"));

        Wait.until("all are logged", () -> logged(answered) == answered.size());
    }

    private boolean nothingLeft() throws IOException {
        // The new node has a folder of its own, without a segment.
        try (Stream<Path> files = Files.walk(folder)) {
            return files.noneMatch(file -> file.toString().endsWith(".attempts"));
        }
    }

    private long logged(Set<UUID> ids) {
        return Wait.on(lab.pg.query(
                        "SELECT count(*) AS n FROM token_logs WHERE id = ANY ($1)", (Object) ids.toArray(UUID[]::new)))
                .iterator()
                .next()
                .getLong("n");
    }

    /** What the process said before it was killed, to the last whole line. */
    private Set<UUID> killedAfter(int attempts, String postgres) throws Exception {
        Path said = folder.resolve("said");
        Process child = start(postgres, said);
        try {
            Wait.until(
                    "it answered " + attempts + " times",
                    Duration.ofSeconds(60),
                    () -> Files.size(said) > attempts * LINE && child.isAlive());
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        return Files.readAllLines(said).stream()
                .filter(line -> line.length() == LINE - 1)
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    private Process start(String postgres, Path said) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenLogChild.class.getName())
                .redirectOutput(said.toFile())
                .redirectError(folder.resolve("log").toFile());
        builder.environment().put("POSTGRES", postgres);
        builder.environment().put("ATTEMPTS", folder.resolve("attempts").toString());
        return builder.start();
    }
}
