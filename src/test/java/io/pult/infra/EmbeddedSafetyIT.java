package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of running stores, whoever looks at them; the tests only look, so they share one pair. */
class EmbeddedSafetyIT {
    @TempDir
    static Path data;

    private static Embedded stores;
    private static StoreProbe probe;

    @BeforeAll
    static void start() throws Exception {
        stores = Embedded.start(data.resolve("stores"), Path.of("target", "embedded"));
        data = data.resolve("stores");
        probe = new StoreProbe();
    }

    @AfterAll
    static void stop() throws Exception {
        stores.close();
        probe.close();
    }

    @Test
    void a_terminals_ctrl_c_does_not_reach_the_stores() throws Exception {
        String ours = session(ProcessHandle.current());
        for (ProcessHandle server : ThrowawayStores.servers(data)) {
            assertThat(session(server)).isNotEqualTo(ours);
        }
    }

    @Test
    void passwords_stand_in_no_argument() throws Exception {
        for (ProcessHandle server : ThrowawayStores.servers(data)) {
            assertThat(ofKernel(server, "cmdline"))
                    .doesNotContain(Files.readString(data.resolve("postgres/password")))
                    .doesNotContain(Files.readString(data.resolve("redis/password")));
        }
    }

    @Test
    void the_environment_of_the_jvm_is_not_handed_on() throws Exception {
        Set<String> handedOn = Set.of("PATH", "LC_ALL");
        for (ProcessHandle server : ThrowawayStores.servers(data)) {
            assertThat(Stream.of(ofKernel(server, "environ").split("\0"))
                            .filter(variable -> variable.contains("="))
                            .map(variable -> variable.substring(0, variable.indexOf('=')))
                            .filter(System.getenv()::containsKey))
                    .isSubsetOf(handedOn);
        }
    }

    @Test
    void a_wrong_password_is_refused_by_both_stores() {
        URI wrong = URI.create(
                "postgresql://pult:wrong@127.0.0.1:" + stores.postgres().getPort() + "/pult");
        assertThatThrownBy(() -> probe.sql(wrong, "SELECT 1")).hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> {
                    String reply = StoreProbe.redis(
                            URI.create(
                                    "redis://:wrong@127.0.0.1:" + stores.redis().getPort()),
                            "PING");
                    throw new IOException(reply);
                })
                .hasMessageStartingWith("-WRONGPASS");
    }

    @Test
    void other_addresses_of_the_machine_are_not_listened_on() {
        for (URI store : List.of(stores.postgres(), stores.redis())) {
            assertThatThrownBy(() -> new Socket("127.0.0.2", store.getPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void folders_and_secrets_belong_to_their_owner_alone() throws Exception {
        for (String folder : List.of("", "postgres", "postgres/cluster", "redis")) {
            assertThat(mode(folder)).as(folder).isEqualTo("rwx------");
        }
        for (String file : List.of(
                "lock",
                "postgres/password",
                "postgres/server.log",
                "redis/password",
                "redis/redis.conf",
                "redis/server.log")) {
            assertThat(mode(file)).as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void what_postgresql_acknowledges_is_on_disk() throws Exception {
        assertThat(setting("fsync")).isEqualTo("on");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
        assertThat(setting("full_page_writes")).isEqualTo("on");
        assertThat(setting("data_checksums")).isEqualTo("on");
        assertThat(setting("max_connections")).isEqualTo("200");
    }

    @Test
    void text_is_utf_8_in_the_order_of_code_points() throws Exception {
        assertThat(setting("server_encoding")).isEqualTo("UTF8");
        assertThat(probe.sql(stores.postgres(), "SELECT upper('ёлка') || ('Z' < 'a')::text"))
                .isEqualTo("ЁЛКАtrue");
    }

    @Test
    void redis_has_512_databases_and_evicts_nothing() throws Exception {
        assertThat(StoreProbe.redis(stores.redis(), "SELECT 511")).isEqualTo("+OK");
        assertThat(data.resolve("redis/redis.conf"))
                .content()
                .contains("appendonly yes\n", "maxmemory-policy noeviction\n");
    }

    private static Object setting(String name) throws Exception {
        return probe.sql(stores.postgres(), "SHOW " + name);
    }

    private static String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }

    private static String session(ProcessHandle process) throws IOException {
        String stat = ofKernel(process, "stat");
        // The program's name may hold spaces; state, parent, group and session follow its closing bracket.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    }

    private static String ofKernel(ProcessHandle process, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
    }
}
