package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when the stores cannot start, and that nothing is left running then. */
class EmbeddedFailureIT {
    private static final Path BINARIES = Path.of("target", "embedded");

    @TempDir
    Path temp;

    @AfterEach
    void stopWhateverAFailedTestLeft() throws IOException {
        ThrowawayStores.remove(data());
    }

    @Test
    void a_corrupt_database_is_told_with_the_end_of_its_log_and_not_touched() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Path control = data().resolve("postgres/cluster/global/pg_control");
        byte[] good = Files.readAllBytes(control);
        byte[] bad = new byte[good.length];
        Files.write(control, bad);

        assertStartFails()
                .withMessageStartingWith(
                        "PostgreSQL did not start; " + data().toRealPath() + "/postgres/server.log ends")
                .withMessageContaining("FATAL");
        assertThat(control).hasBinaryContent(bad);

        Files.write(control, good);
        Embedded.start(data(), BINARIES).close();
    }

    @Test
    void a_folder_without_the_databases_version_is_told() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Files.delete(data().resolve("postgres/cluster/PG_VERSION"));
        assertStartFails().withMessageContaining("is not a valid data directory");
    }

    @Test
    void a_corrupt_redis_file_stops_postgresql_as_well() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Files.writeString(data().resolve("redis/appendonly.aof"), "no command\r\n");
        assertStartFails().withMessageStartingWith("Redis did not start; ").withMessageContaining("Bad file format");
    }

    @Test
    void a_lost_password_is_told_before_anything_starts() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Path password = data().resolve("postgres/password");
        Files.delete(password);
        assertStartFails().withMessageStartingWith(data().toRealPath() + "/postgres/password is missing");
        assertThat(password).doesNotExist();
    }

    @Test
    void a_password_changed_by_hand_is_told_without_repeating_it() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Files.writeString(data().resolve("redis/password"), "my dog's name");
        assertStartFails()
                .withMessageContaining("redis/password does not hold a password that Pult made")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("dog"));
    }

    @Test
    void a_start_that_was_killed_while_it_set_the_database_up_is_done_again() throws Exception {
        Path unfinished = Files.createDirectories(data().resolve("postgres/cluster.new/base"));
        Files.writeString(unfinished.resolve("half"), "written");
        Embedded.start(data(), BINARIES).close();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void a_data_folder_that_cannot_be_made_is_told() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> Embedded.start(file.resolve("data"), BINARIES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the folder " + file.resolve("data") + " cannot be used")
                .hasMessageContaining("let this user write there");
    }

    @Test
    void a_data_folder_that_is_a_file_is_told() throws Exception {
        Files.createFile(data());
        assertThatThrownBy(() -> Embedded.start(data(), BINARIES))
                .hasMessage("the folder " + data()
                        + " cannot be used (it is no folder): name another one, or let this user write there");
    }

    /** So it is in the image. */
    @Test
    void missing_jars_of_lib_play_are_told() throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("embedded-") && !entry.contains("commons-") && !entry.contains("xz-"))
                .collect(Collectors.joining(File.pathSeparator));
        try (EmbeddedHolder holder = EmbeddedHolder.launch(data(), BINARIES, classPath, System.getenv("PATH"))) {
            assertThat(holder.outcome()).startsWith("the embedded stores need the jars of lib/play");
        }
        assertThat(data()).doesNotExist();
    }

    /** The refusal to run as root is real; only the machine's refusal to let root step down is played. */
    @Test
    void root_that_may_not_step_down_is_told_and_others_need_not_to() throws Exception {
        Path programs = Files.createDirectory(temp.resolve("programs"));
        Files.writeString(
                Files.createFile(
                        programs.resolve("unshare"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))),
                "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n");
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        try (EmbeddedHolder holder = EmbeddedHolder.launch(
                data(), BINARIES, System.getProperty("java.class.path"), programs + ":" + System.getenv("PATH"))) {
            assertThat(holder.outcome())
                    .startsWith(root ? "PostgreSQL does not run as root" : "postgresql://")
                    .contains(root ? "start Pult as an ordinary user" : "redis://");
        }
    }

    private ThrowableAssertAlternative<IOException> assertStartFails() throws IOException {
        ThrowableAssertAlternative<IOException> failure =
                Assertions.assertThatIOException().isThrownBy(() -> Embedded.start(data(), BINARIES));
        assertThat(ThrowawayStores.servers(data())).isEmpty();
        return failure;
    }

    private Path data() {
        return temp.resolve("data");
    }
}
