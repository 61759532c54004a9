package io.pult.vk;

import static io.pult.vk.TokenLogLab.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLog.Status;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the caller to the disk, and from the disk to the database. */
class TokenLogSpoolIT {
    private final TokenLogLab lab = new TokenLogLab();

    @TempDir
    Path folder;

    private Path base;
    private Gate gate;

    @BeforeEach
    void gate() throws IOException {
        base = folder.resolve("attempts");
        gate = new Gate(lab.database);
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
        gate.close();
    }

    @Test
    void a_database_that_is_away_holds_up_no_caller_and_has_every_attempt_once_it_is_back() throws Exception {
        var writer = lab.writer(base, ROOM, gate.url());
        List<TokenLog> before = TokenLogLab.rows(10);
        lab.write(writer, before);
        lab.on(writer::caughtUp);
        gate.shut();

        long began = System.nanoTime();
        List<TokenLog> meanwhile = TokenLogLab.rows(5_000);
        lab.write(writer, meanwhile);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(lab.count("token_logs")).isEqualTo(10);
        assertThat(writer.queued()).isEqualTo(5_000);

        gate.open();
        Wait.until("all are logged", () -> lab.count("token_logs") == 5_010);
        assertThat(lab.lost()).isZero();
        assertThat(counted()).isEqualTo(5_010);
    }

    @Test
    void what_a_stopped_node_could_not_log_is_logged_by_its_next_life() throws Exception {
        var writer = lab.writer(base, ROOM, gate.url());
        gate.shut();
        List<TokenLog> rows = TokenLogLab.rows(3_000);
        lab.write(writer, rows);

        drainInVain(writer);

        assertThat(lab.count("token_logs")).isZero();
        assertThat(segments()).isNotEmpty();
        lab.writer(base);
        Wait.until("all are logged", () -> lab.count("token_logs") == 3_000);
        Wait.until("nothing is left on disk", () -> segments().isEmpty());
    }

    @Test
    void a_segment_that_is_read_twice_is_logged_and_counted_once() throws Exception {
        var writer = lab.writer(base, ROOM, gate.url());
        gate.shut();
        lab.write(writer, TokenLogLab.rows(2_500));
        drainInVain(writer);
        Path left = folders().get(0);
        copy(left, folder.resolve("copy"));
        lab.writer(base);
        Wait.until("all are logged", () -> lab.count("token_logs") == 2_500);

        copy(folder.resolve("copy"), base.resolve(UUID.randomUUID().toString()));
        lab.writer(base);

        Wait.until("the copy is read, too", () -> segments().isEmpty());
        assertThat(lab.count("token_logs")).isEqualTo(2_500);
        assertThat(counted()).isEqualTo(2_500);
    }

    @Test
    void a_torn_tail_is_left_out_and_the_rest_of_its_segment_logged() throws Exception {
        var writer = lab.writer(base, ROOM, gate.url());
        gate.shut();
        lab.write(writer, TokenLogLab.rows(100));
        drainInVain(writer);
        Path segment = segments().get(0);
        byte[] half = AttemptSpoolRecord.encode(TokenLogLab.rows(1).get(0));
        Files.write(segment, java.util.Arrays.copyOf(half, half.length / 2), StandardOpenOption.APPEND);

        lab.writer(base);

        Wait.until("nothing is left on disk", () -> segments().isEmpty());
        assertThat(lab.count("token_logs")).isEqualTo(100);
    }

    @Test
    void the_folder_of_a_living_neighbour_is_let_alone() throws Exception {
        var neighbour = lab.writer(base, ROOM, gate.url());
        gate.shut();
        lab.write(neighbour, TokenLogLab.rows(20));
        var writer = lab.writer(base);
        lab.write(writer, TokenLogLab.rows(5));
        lab.on(writer::caughtUp);
        assertThat(lab.on(() ->
                        new TokenLogReplay(lab.disk, base, shipper()).round().map("done")))
                .isEqualTo("done");

        assertThat(lab.count("token_logs")).isEqualTo(5);
        assertThat(segments()).hasSize(2);

        drainInVain(neighbour);
        lab.on(() -> new TokenLogReplay(lab.disk, base, shipper()).round());
        assertThat(lab.count("token_logs")).isEqualTo(25);
    }

    @Test
    void what_another_version_wrote_stays_for_it_and_holds_up_nothing() throws Exception {
        Path theirs = Files.createDirectories(base.resolve("theirs")).resolve("0000000000000001.attempts");
        Files.writeString(theirs, "PULTATT2 and something new");
        var writer = lab.writer(base, ROOM, gate.url());
        gate.shut();
        lab.write(writer, TokenLogLab.rows(20));
        drainInVain(writer);

        lab.writer(base);

        Wait.until("ours are logged", () -> lab.count("token_logs") == 20);
        assertThat(theirs).exists();
    }

    @Test
    void beyond_the_bound_attempts_are_lost_and_counted_and_no_caller_is_told_to_fail() throws Exception {
        var writer = lab.writer(base, 1 << 20, gate.url());
        gate.shut();
        int lost = 0;
        for (int i = 0; i < 20; i++) {
            for (Future<Void> written : write(writer, TokenLogLab.rows(1_000))) {
                lost += written.failed() ? 1 : 0;
            }
        }
        assertThat(lost).isPositive();
        assertThat(lab.lost()).isEqualTo(lost);
        assertThat(lab.metrics.get("pult.vk.token_log.spooled").gauge().value()).isBetween(1e6, 1.3e6);
        Future<Void> refused = lab.on(
                () -> Future.succeededFuture(writer.write(TokenLogLab.rows(1).get(0))));
        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("vk.token_log_full"));
        assertThat(lab.on(() -> writer.settled(refused).map("goes on"))).isEqualTo("goes on");

        gate.open();
        long kept = 20_000 - lost;
        Wait.until("what had room is logged", () -> lab.count("token_logs") == kept);
        assertThat(write(writer, TokenLogLab.rows(1)).get(0).succeeded())
                .as("there is room again")
                .isTrue();
    }

    private List<Future<Void>> write(TokenLogWriter writer, List<TokenLog> rows) {
        var written = new ArrayList<Future<Void>>();
        lab.on(() -> {
            rows.forEach(row -> written.add(writer.write(row)));
            return Future.join(written).otherwiseEmpty();
        });
        return written;
    }

    @Test
    void without_a_folder_attempts_go_through_memory_into_the_database() throws Exception {
        Files.writeString(base, "a file where a folder should be");
        var writer = lab.writer(base);
        lab.write(writer, TokenLogLab.rows(3_000));
        assertThat(lab.count("token_logs")).isEqualTo(3_000);
    }

    @Test
    void a_disk_that_stops_taking_attempts_costs_none_of_them() throws Exception {
        var writer = lab.writer(base);
        lab.write(writer, TokenLogLab.rows(10));
        lab.on(writer::caughtUp);
        // The next segment cannot be made: what a full disk and one that became read-only have in common.
        lab.on(() -> tidy(writer));
        delete(base);

        lab.write(writer, TokenLogLab.rows(2_000));

        assertThat(lab.count("token_logs")).isEqualTo(2_010);
        assertThat(lab.lost()).isZero();
    }

    private static Future<Void> tidy(TokenLogWriter writer) {
        return writer.tend().mapEmpty();
    }

    @Test
    void a_row_that_the_database_refuses_is_lost_alone() {
        var writer = lab.writer(base);
        var rows = new ArrayList<>(TokenLogLab.rows(100));
        rows.add(37, TokenLogLab.row(null, "a\0b", Status.SUCCESS, TokenLogLab.now()));

        lab.write(writer, rows);
        lab.on(writer::caughtUp);

        assertThat(lab.count("token_logs")).isEqualTo(100);
        assertThat(lab.lost()).isEqualTo(1);
    }

    @Test
    void an_idle_node_keeps_no_attempts_that_are_logged() throws Exception {
        var writer = lab.writer(base);
        lab.write(writer, TokenLogLab.rows(10));
        lab.on(writer::caughtUp);
        assertThat(segments()).hasSize(1);

        lab.on(() -> tidy(writer));

        assertThat(segments()).isEmpty();
        lab.write(writer, TokenLogLab.rows(10));
        lab.on(writer::caughtUp);
        assertThat(lab.count("token_logs")).isEqualTo(20);
    }

    @Test
    void segments_are_deleted_as_soon_as_all_of_one_is_logged() throws Exception {
        var writer = lab.writer(base);
        for (int i = 0; i < 12; i++) {
            lab.write(writer, TokenLogLab.rows(5_000));
        }
        Wait.until("all are logged", () -> lab.count("token_logs") == 60_000);
        Wait.until("one segment is left", () -> segments().size() == 1);
        assertThat(counted()).isEqualTo(60_000);
    }

    @Test
    void a_node_that_stops_in_order_leaves_nothing_on_disk() throws Exception {
        var writer = lab.writer(base);
        lab.write(writer, TokenLogLab.rows(100));
        lab.on(writer::drain);
        assertThat(lab.count("token_logs")).isEqualTo(100);
        assertThat(folders()).isEmpty();
    }

    /** While the gate is shut: the whole of the time that a node gives itself would show nothing more. */
    private void drainInVain(TokenLogWriter writer) {
        lab.on(() -> writer.drain(Duration.ofMillis(100)));
    }

    private TokenLogShipper shipper() {
        return new TokenLogShipper(lab.pg, lab.metrics);
    }

    private long counted() {
        return lab.count("token_log_unfolded, generate_series(1, success + error)")
                + lab.count("token_log_hours, generate_series(1, success_0 + success_1 + success_2 + success_3)");
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(base)) {
            return all.toList();
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.walk(base)) {
            return all.filter(file -> file.toString().endsWith(".attempts"))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            // A segment was deleted while the folder was being walked.
            return segments();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failed) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
