package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBinariesIT {
    @TempDir
    Path folder;

    @Test
    void an_interrupted_unpacking_leaves_nothing() throws Exception {
        List<Throwable> outcome = new CopyOnWriteArrayList<>();
        Thread unpacker = new Thread(() -> {
            try {
                new EmbeddedBinaries(folder).postgres();
            } catch (IOException | InterruptedException e) {
                outcome.add(e);
            }
        });
        unpacker.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (names().isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(1);
        }
        unpacker.interrupt();
        unpacker.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(outcome).hasSize(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void what_a_killed_process_left_is_removed_and_what_a_living_one_makes_is_not() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Process living = new ProcessBuilder("sleep", "600").start();
        try {
            Files.createDirectories(folder.resolve("postgres.part." + ended.pid() + ".1/bin"));
            Files.createDirectories(folder.resolve("postgres.part." + living.pid() + ".1/bin"));
            new EmbeddedBinaries(folder).redis();
            assertThat(names())
                    .hasSize(2)
                    .contains("postgres.part." + living.pid() + ".1")
                    .anyMatch(name -> name.matches("redis-[0-9a-f]{8}"));
        } finally {
            living.destroyForcibly();
        }
    }

    @Test
    void several_may_unpack_at_once_and_all_find_whole_programs() throws Exception {
        List<Path> found = new CopyOnWriteArrayList<>();
        List<Thread> unpackers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread unpacker = new Thread(() -> {
                try {
                    found.add(new EmbeddedBinaries(folder).postgres());
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            unpacker.start();
            unpackers.add(unpacker);
        }
        for (Thread unpacker : unpackers) {
            unpacker.join(TimeUnit.SECONDS.toMillis(60));
        }
        assertThat(found).hasSize(4).containsOnly(found.get(0));
        assertThat(names()).hasSize(1);
        assertThat(new ProcessBuilder(found.get(0).resolve("postgres").toString(), "--version")
                        .start()
                        .waitFor())
                .isZero();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
