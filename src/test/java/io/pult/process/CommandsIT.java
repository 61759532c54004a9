package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that end by themselves: what they say, and with which exit code. */
class CommandsIT {
    @TempDir
    Path folder;

    private Surroundings ground;
    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        ground = new Surroundings(folder);
        home = ground.home(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        home.close();
        ground.close();
    }

    private PultProcess fine(String... arguments) throws Exception {
        PultProcess process = home.run(arguments);
        assertThat(process.exitCode()).as(process.output()).isZero();
        return process;
    }

    private PultProcess refused(String... arguments) throws Exception {
        PultProcess process = home.run(arguments);
        assertThat(process.exitCode()).as(process.output()).isEqualTo(2);
        return process;
    }

    @Test
    void an_unknown_command_or_option_gives_the_usage_and_exit_code_2() throws Exception {
        assertThat(refused("plya").output()).contains("'plya'", "Did you mean: pult play?", "Usage: pult");
        assertThat(refused("run", "--prot=1").output()).contains("--prot=1", "Usage: pult run");
    }

    @Test
    void no_command_at_all_gives_the_usage_and_exit_code_2() throws Exception {
        assertThat(refused().output()).contains("Usage: pult", "play").doesNotContain("Exception");
        assertThat(refused("keygen").output()).contains("Usage: pult keygen", "secrets");
    }

    @Test
    void version_names_the_release_and_the_java_that_runs_it() throws Exception {
        assertThat(fine("version").output()).matches("pult \\d+\\.\\d+\\.\\d+, Java \\d+.*\\R");
    }

    @Test
    void config_prints_every_setting_and_hides_secrets() throws Exception {
        PultProcess config = fine("config", "--set", "vk.max_wait=7s");

        assertThat(config.output())
                .contains("vk.max_wait: 7s\n", "postgres.url: (hidden)\n", "redis.url: (hidden)\n", "http.port: 0\n")
                .doesNotContain(ground.postgres().getUserInfo())
                .doesNotContain(ground.redis().getUserInfo());
    }

    @Test
    void a_secret_given_as_an_argument_is_refused_without_being_repeated() throws Exception {
        assertThat(refused("run", "--set", "postgres.url=postgresql://a:word-of-passage@h/d")
                        .output())
                .contains("postgres.url", "PULT_POSTGRES_URL_FILE")
                .doesNotContain("word-of-passage");
    }

    @Test
    void openapi_writes_the_whole_contract() throws Exception {
        Path out = home.folder().resolve("openapi.json");
        fine("openapi", "--out", out.toString());

        JsonObject contract = new JsonObject(Files.readString(out));

        assertThat(contract.getString("openapi")).startsWith("3.1");
        assertThat(contract.getJsonObject("paths").fieldNames())
                .contains("/vk/call", "/jobs/{id}", "/api/app/v1/health");
        assertThat(new JsonObject(fine("openapi").output())).isEqualTo(contract);
    }

    @Test
    void migrate_brings_the_schema_up_to_date_once() throws Exception {
        assertThat(fine("migrate").output()).containsPattern("applied \\d+ migrations");
        assertThat(fine("migrate").output()).contains("the schema is up to date");
    }

    @Test
    void keygen_makes_keys_that_a_node_takes() throws Exception {
        Path keys = home.folder().resolve("keys/secrets.key");
        fine("keygen", "secrets", "--out", keys.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(fine("keygen", "secrets", "--out", keys.toString()).output()).contains("pult rekey");
        assertThat(Files.readAllLines(keys)).hasSize(2);
        fine("migrate");
        String key = fine("keygen", "api", "--name", "me", "--scope", "jobs:read")
                .output()
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow();

        PultProcess node = home.start(Map.of("PULT_SECRETS_KEY_FILE", keys.toString()), "run");

        Caller caller = new Caller(node.ready().url(), key);
        assertThat(caller.status("/jobs/")).isEqualTo(200);
        assertThat(caller.status("/system-accounts/")).isEqualTo(403);
    }

    @Test
    void without_a_key_file_no_node_starts() throws Exception {
        PultProcess node = home.start(Map.of("PULT_SECRETS_KEY_FILE", "nowhere.key"), "run");

        assertThat(node.exitCode()).isEqualTo(2);
        assertThat(node.output()).hasLineCount(1).contains("nowhere.key", "pult keygen secrets");
    }

    @Test
    void run_once_checks_a_configuration_and_ends() throws Exception {
        assertThat(fine("run", "--once").output()).contains("ready http=", "stopped ms=");
    }
}
