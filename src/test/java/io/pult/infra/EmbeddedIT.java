package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of embedded stores: kept data, killed processes, folders that are shared by mistake. */
class EmbeddedIT {
    private static final Path BINARIES = Path.of("target", "embedded");

    private static StoreProbe probe;

    @TempDir
    Path temp;

    @BeforeAll
    static void openProbe() {
        probe = new StoreProbe();
    }

    @AfterAll
    static void closeProbe() throws Exception {
        probe.close();
    }

    @AfterEach
    void stopWhateverAFailedTestLeft() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temp, Files::isDirectory)) {
            for (Path folder : folders) {
                ThrowawayStores.remove(folder);
            }
        }
    }

    @Test
    void stores_of_a_killed_jvm_are_stopped_and_their_data_kept() throws Exception {
        try (EmbeddedHolder holder = EmbeddedHolder.launch(data(), BINARIES)) {
            String[] addresses = holder.outcome().split(" ");
            writeMarks(URI.create(addresses[0]), URI.create(addresses[1]));
            holder.kill();
        }
        List<ProcessHandle> orphans = ThrowawayStores.servers(data());
        assertThat(orphans).hasSizeGreaterThanOrEqualTo(2);

        try (Embedded stores = Embedded.start(data(), BINARIES)) {
            assertMarks(stores);
            assertThat(ThrowawayStores.servers(data())).doesNotContainAnyElementsOf(orphans);
        }
    }

    /** In {@code make check}: chaos, and a cluster is set up four times over. */
    @Test
    @Tag("check")
    void a_jvm_killed_anywhere_in_its_first_start_leaves_a_folder_that_starts() throws Exception {
        for (int step = 0; step < 4; step++) {
            Path folder = temp.resolve("killed-" + step);
            try (EmbeddedHolder holder = EmbeddedHolder.launch(folder, BINARIES)) {
                eventually(() -> Files.exists(folder.resolve("postgres/setup.log")));
                Thread.sleep(step * 150);
                holder.kill();
            }
            try (Embedded stores = Embedded.start(folder, BINARIES)) {
                assertThat(probe.sql(stores.postgres(), "SELECT 1")).isEqualTo(1);
            }
        }
    }

    @Test
    void throwaway_stores_of_a_killed_process_are_removed_by_the_next() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = temp.resolve(Long.toString(ended.pid()));
        try (EmbeddedHolder holder = EmbeddedHolder.launch(left, BINARIES)) {
            holder.outcome();
            holder.kill();
        }
        assertThat(ThrowawayStores.servers(left)).isNotEmpty();
        ThrowawayStores.start(temp, BINARIES).close();
        assertThat(ThrowawayStores.servers(left)).isEmpty();
        assertThat(left).doesNotExist();
    }

    @Test
    void a_pid_file_that_names_a_stranger_does_him_no_harm() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try (Embedded other = Embedded.start(temp.resolve("other"), BINARIES)) {
            for (long pid : List.of(stranger.pid(), postmaster(temp.resolve("other")))) {
                Files.writeString(
                        data().resolve("postgres/cluster/postmaster.pid"),
                        pid + "\n" + data().resolve("postgres/cluster") + "\n1\n5432\n\n127.0.0.1\n  1  1\nready\n");
                Files.writeString(data().resolve("redis/redis.pid"), pid + "\n");
                try (Embedded stores = Embedded.start(data(), BINARIES)) {
                    assertThat(probe.sql(stores.postgres(), "SELECT 1")).isEqualTo(1);
                    assertThat(StoreProbe.redis(stores.redis(), "PING")).isEqualTo("+PONG");
                }
            }
            assertThat(stranger.isAlive()).isTrue();
            assertThat(probe.sql(other.postgres(), "SELECT 1")).isEqualTo(1);
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_program_of_another_name_inside_the_folder_is_left_alone() throws Exception {
        Embedded.start(data(), BINARIES).close();
        Process visitor = new ProcessBuilder("sleep", "600")
                .directory(data().resolve("postgres").toFile())
                .start();
        try {
            Embedded.start(data(), BINARIES).close();
            assertThat(visitor.isAlive()).isTrue();
        } finally {
            visitor.destroyForcibly();
        }
    }

    @Test
    void a_folder_in_use_is_refused_to_another_process_and_to_this_one() throws Exception {
        try (Embedded stores = Embedded.start(data(), BINARIES)) {
            assertThatThrownBy(() -> Embedded.start(data(), BINARIES))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the data folder " + data().toRealPath() + " is in use by this process");
            try (EmbeddedHolder late = EmbeddedHolder.launch(data(), BINARIES)) {
                assertThat(late.outcome())
                        .isEqualTo("the data folder " + data().toRealPath() + " is in use by process "
                                + ProcessHandle.current().pid());
            }
            assertThat(probe.sql(stores.postgres(), "SELECT 1")).isEqualTo(1);
            assertThat(StoreProbe.redis(stores.redis(), "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void closing_twice_does_not_stop_the_stores_of_whoever_came_after() throws Exception {
        Embedded first = Embedded.start(data(), BINARIES);
        first.close();
        try (Embedded second = Embedded.start(data(), BINARIES)) {
            first.close();
            assertThat(probe.sql(second.postgres(), "SELECT 1")).isEqualTo(1);
            assertThat(StoreProbe.redis(second.redis(), "PING")).isEqualTo("+PONG");
        }
        assertThat(ThrowawayStores.servers(data())).isEmpty();
    }

    @Test
    void an_interrupted_start_leaves_nothing_running_and_the_folder_free() throws Exception {
        for (int millis = 0; millis < 600; millis += 60) {
            Path folder = temp.resolve("interrupted-" + millis);
            List<Throwable> outcome = new ArrayList<>();
            Thread starter = new Thread(() -> {
                try (Embedded stores = Embedded.start(folder, BINARIES)) {
                    assertThat(stores).isNotNull();
                } catch (Throwable e) {
                    outcome.add(e);
                }
            });
            starter.start();
            starter.join(1 + millis);
            starter.interrupt();
            starter.join(TimeUnit.SECONDS.toMillis(30));

            assertThat(starter.isAlive()).isFalse();
            assertThat(outcome).allSatisfy(e -> assertThat(e).isInstanceOf(InterruptedException.class));
            assertThat(ThrowawayStores.servers(folder)).isEmpty();
        }
        try (Embedded stores = Embedded.start(temp.resolve("interrupted-120"), BINARIES)) {
            assertThat(probe.sql(stores.postgres(), "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void a_port_lost_to_another_program_is_replaced() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<Integer> ports = new ArrayList<>(List.of(
                    taken.getLocalPort(), Embedded.Ports.ofSystem(), taken.getLocalPort(), Embedded.Ports.ofSystem()));
            Iterator<Integer> offers = ports.iterator();
            try (Embedded stores = Embedded.start(data(), BINARIES, new Embedded.Options(false, offers::next))) {
                assertThat(stores.postgres().getPort()).isEqualTo(ports.get(1));
                assertThat(stores.redis().getPort()).isEqualTo(ports.get(3));
            }
        }
    }

    @Test
    void a_folder_that_was_there_keeps_its_mode() throws Exception {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.createDirectory(data(), PosixFilePermissions.asFileAttribute(mode));
        Embedded.start(data(), BINARIES).close();
        assertThat(Files.getPosixFilePermissions(data())).isEqualTo(mode);
    }

    @Test
    void data_survives_a_restart() throws Exception {
        URI before;
        try (Embedded stores = Embedded.start(data(), BINARIES)) {
            before = stores.postgres();
            writeMarks(stores.postgres(), stores.redis());
        }
        try (Embedded stores = Embedded.start(data(), BINARIES)) {
            assertMarks(stores);
            assertThat(stores.postgres().getUserInfo()).isEqualTo(before.getUserInfo());
        }
    }

    @Test
    void two_folders_work_side_by_side_and_do_not_meet() throws Exception {
        try (Embedded one = Embedded.start(temp.resolve("one"), BINARIES);
                Embedded two = Embedded.start(temp.resolve("two"), BINARIES)) {
            writeMarks(one.postgres(), one.redis());
            assertThat(probe.sql(two.postgres(), "SELECT to_regclass('mark')")).isNull();
            assertThat(StoreProbe.redis(two.redis(), "GET mark")).isEqualTo("$-1");
            one.close();
            assertThat(probe.sql(two.postgres(), "SELECT 1")).isEqualTo(1);
            assertThat(StoreProbe.redis(two.redis(), "PING")).isEqualTo("+PONG");
        }
    }

    private Path data() {
        return temp.resolve("the data's folder");
    }

    private static void writeMarks(URI postgres, URI redis) throws Exception {
        probe.sql(postgres, "CREATE TABLE mark AS SELECT 'kept' AS word");
        assertThat(StoreProbe.redis(redis, "SET mark kept")).isEqualTo("+OK");
    }

    private static void assertMarks(Embedded stores) throws Exception {
        assertThat(probe.sql(stores.postgres(), "SELECT word FROM mark")).isEqualTo("kept");
        assertThat(StoreProbe.redis(stores.redis(), "GET mark")).isEqualTo("kept");
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                .get(0));
    }
}
