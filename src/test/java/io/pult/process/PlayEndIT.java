package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.Playground;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a playground ends, whether it was asked to or not, and what keeps it from starting. */
class PlayEndIT {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new Home(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void killed_it_leaves_orphans_that_the_next_start_stops_while_the_data_stay() throws Exception {
        Training.seed(home);
        PultProcess first = home.start("play").awaitLine("Ctrl-C stops everything");
        JsonObject before = playgroundFile();
        assertThat(callerOf(before).giveToken(1001, Playground.token(1001)).status())
                .isEqualTo(201);
        first.kill();
        var orphans = home.running();
        assertThat(orphans).as("a kill -9 leaves the servers behind").isNotEmpty();

        PultProcess second = home.start("play").awaitLine("Ctrl-C stops everything");

        assertThat(orphans).noneMatch(ProcessHandle::isAlive);
        JsonObject after = playgroundFile();
        assertThat(after.getString("api_key")).isEqualTo(before.getString("api_key"));
        JsonObject administrator = after.getJsonObject("administrator");
        assertThat(administrator).isEqualTo(before.getJsonObject("administrator"));
        assertThat(callerOf(after).post("/api/auth/v1/login", administrator).status())
                .isEqualTo(200);
        assertThat(callerOf(after)
                        .get("/system-accounts/")
                        .items()
                        .getJsonObject(0)
                        .getLong("vk_user_id"))
                .isEqualTo(1001L);

        second.pressCtrlC();
        assertThat(second.exitCode()).isEqualTo(130);
        assertThat(home.running()).as("left after Ctrl-C").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded stores started", "VK stand-in listens", "lease taken"})
    void ctrl_c_in_the_middle_of_the_start_leaves_nothing_either(String moment) throws Exception {
        Training.seed(home);
        PultProcess play = home.start("play").awaitLine(moment);

        play.pressCtrlC();

        assertThat(play.exitCode()).isEqualTo(130);
        assertThat(home.running()).isEmpty();
    }

    @Test
    void a_taken_port_gives_one_clear_line_before_anything_is_started() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            PultProcess play = home.start(Map.of("PULT_HTTP_PORT", port), "play");

            assertThat(play.exitCode()).isEqualTo(1);
            assertThat(play.output())
                    .hasLineCount(1)
                    .startsWith("pult: port " + port + " of 127.0.0.1 is taken")
                    .contains("PULT_HTTP_PORT=");
            assertThat(home.running()).isEmpty();
            assertThat(home.data()).doesNotExist();
        }
    }

    @Test
    void a_bad_setting_names_its_path_its_value_and_the_remedy() throws Exception {
        PultProcess play = home.start(Map.of("PULT_VK_CALL_TIMEOUT", "soon"), "play");

        assertThat(play.exitCode()).isEqualTo(2);
        assertThat(play.output())
                .hasLineCount(1)
                .contains("vk.call_timeout", "'soon'", "PULT_VK_CALL_TIMEOUT", "such as 500ms, 10s");
        assertThat(home.running()).isEmpty();
        assertThat(home.data()).doesNotExist();
    }

    @Test
    void a_data_folder_that_cannot_be_used_gives_one_clear_line() throws Exception {
        Files.writeString(home.data(), "a file, where a folder should be");

        PultProcess play = home.run("play");

        assertThat(play.exitCode()).isEqualTo(1);
        assertThat(play.output()).hasLineCount(1).startsWith("pult: the folder " + home.data());
    }

    @Test
    void stores_from_outside_are_refused() throws Exception {
        PultProcess play = home.start(Map.of("PULT_POSTGRES_URL", "postgresql://a:b@db.example/pult"), "play");

        assertThat(play.exitCode()).isEqualTo(2);
        assertThat(play.output()).hasLineCount(1).contains("postgres.url is set by PULT_POSTGRES_URL");
    }

    /** In `make check`: a lease is lost after nine seconds without a database, and no sooner. */
    @Test
    @Tag("check")
    void play_starts_a_new_node_by_itself_after_its_database_was_frozen_for_too_long() throws Exception {
        Training.seed(home);
        PultProcess play = home.start("play").awaitLine("Ctrl-C stops everything");
        List<ProcessHandle> database = home.running().stream()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .toList();
        for (ProcessHandle server : database) {
            PultProcess.send("STOP", Long.toString(server.pid()));
        }
        play.awaitLine("this node cannot go on reason=LEASE_LOST");
        for (ProcessHandle server : database) {
            PultProcess.send("CONT", Long.toString(server.pid()));
        }

        play.ready(2);

        JsonObject file = playgroundFile();
        Wait.until("the new node serves", () -> callerOf(playgroundFile()).status("/jobs/") == 200);
        assertThat(file.getString("api_key")).isEqualTo(playgroundFile().getString("api_key"));
        assertThat(play.pressCtrlC().exitCode()).isEqualTo(130);
        assertThat(home.running()).isEmpty();
    }

    private JsonObject playgroundFile() throws Exception {
        return new JsonObject(Files.readString(home.data().resolve("playground.json")));
    }

    private static Caller callerOf(JsonObject file) {
        return new Caller(file.getString("url"), file.getString("api_key"));
    }
}
