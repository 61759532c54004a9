package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** {@code pult stores}, and nodes beside it that are told of each other by nothing but {@code --conf}. */
class TwoNodesIT {
    private static final String ASKED = "/jobs/?limit=1";

    @TempDir
    static Path folder;

    private static Home home;
    private static String conf;
    private static String key;

    private PultProcess one;
    private PultProcess two;
    private PultProcess.Ports onePorts;
    private PultProcess.Ports twoPorts;

    @BeforeAll
    static void startStores() throws Exception {
        home = new Home(folder.resolve("home"));
        Training.seed(home);
        home.start("stores").awaitLine("stores are ready");
        conf = home.data().resolve("stores.yaml").toString();
        assertThat(home.run("migrate", "--conf", conf).exitCode()).isZero();
        PultProcess keygen = home.run("keygen", "api", "--name", "me", "--conf", conf);
        key = keygen.output().lines().reduce((first, last) -> last).orElseThrow();
    }

    @AfterAll
    static void stopAll() {
        home.close();
    }

    @BeforeEach
    void startNodes() throws Exception {
        one = node("one");
        two = node("two");
        onePorts = one.ready();
        twoPorts = two.ready();
        Wait.until(
                "they are one cluster",
                Duration.ofSeconds(30),
                () -> status(twoPorts).size() == 2);
    }

    private static PultProcess node(String name) throws Exception {
        return home.start("run", "--conf", conf, "--set", "node.name=" + name);
    }

    @AfterEach
    void stopNodes() {
        one.close();
        two.close();
    }

    private static Caller caller(PultProcess.Ports node) {
        return new Caller(node.url(), key);
    }

    private static List<JsonObject> status(PultProcess.Ports asked) throws Exception {
        return caller(asked).get("/api/app/v1/status").json().getJsonArray("nodes").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void both_serve_and_the_status_shows_an_administrator_both_with_what_they_need() throws Exception {
        assertThat(caller(onePorts).get(ASKED).status()).isEqualTo(200);
        assertThat(caller(twoPorts).get(ASKED).status()).isEqualTo(200);
        Wait.until(
                "both know their stores",
                () -> status(onePorts).stream()
                        .allMatch(node -> node.getJsonArray("components").size() >= 2));
        assertThat(status(onePorts)).extracting(node -> node.getString("node")).containsExactlyInAnyOrder("one", "two");
        for (JsonObject node : status(twoPorts)) {
            assertThat(node.getJsonArray("components"))
                    .extracting(component -> ((JsonObject) component).getString("name"))
                    .contains("postgres", "redis");
            assertThat(node.getJsonArray("components"))
                    .allMatch(component -> "up".equals(((JsonObject) component).getString("state")));
        }
        assertThat(Caller.anonymous(onePorts.url())
                        .get("/api/app/v1/status")
                        .json()
                        .fieldNames())
                .as("what the public sees")
                .containsExactly("status");
    }

    /** In `make check`: chaos under load, fifteen seconds of it. */
    @Test
    @Tag("check")
    void a_kill_9_of_one_costs_callers_of_the_other_nothing() throws Exception {
        try (var load = new OpenLoad(ASKED, key, 100, twoPorts.http())) {
            Wait.until("the load runs", () -> load.answered() > 50);

            one.kill();

            assertThat(load.finishAfter(Duration.ofSeconds(5))).isEmpty();
        }
        Wait.until(
                "membership notices",
                Duration.ofSeconds(20),
                () -> status(twoPorts).size() == 1);
    }

    /** In `make check`: chaos under load, fifteen seconds of it. */
    @Test
    @Tag("check")
    void a_graceful_stop_of_one_under_load_costs_nobody_a_request() throws Exception {
        try (var load = new OpenLoad(ASKED, key, 300, onePorts.http(), twoPorts.http())) {
            Wait.until("the load runs", () -> load.answered() > 300);
            long asked = System.nanoTime();

            one.signal("TERM");

            assertThat(one.exitCode()).as("ended by SIGTERM").isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
            assertThat(load.finishAfter(Duration.ofSeconds(6))).isEmpty();
        }
        assertThat(one.output()).contains("Drain: stopped ms=").doesNotContain("a step of the drain failed");
        assertThat(status(twoPorts)).hasSize(1);
    }

    /** In `make check`: seventeen seconds pass until a dead node's lease is believed to be over. */
    @Test
    @Tag("check")
    void a_job_of_a_killed_node_is_taken_over_and_finished_by_the_other() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            PgConnection database = Wait.on(PgConnection.connect(vertx, PgConnectOptions.fromUri(postgresUrl())));
            // The job's step waits for this table, so the job is under way when its node dies.
            Wait.on(database.query("BEGIN; LOCK TABLE system_accounts").execute());
            String job = caller(twoPorts)
                    .post("/jobs/rekey", new JsonObject())
                    .json()
                    .getString("id");
            PultProcess owner = ownerOf(job, vertx).equals("one") ? one : two;
            PultProcess.Ports survivor = owner.equals(one) ? twoPorts : onePorts;

            owner.kill();
            Wait.on(database.query("ROLLBACK").execute());

            Wait.until(
                    "the other finishes it",
                    Duration.ofSeconds(60),
                    () -> caller(survivor)
                            .get("/jobs/" + job)
                            .json()
                            .getString("state")
                            .equals("succeeded"));
        } finally {
            Wait.on(vertx.close());
        }
    }

    private static String ownerOf(String job, Vertx vertx) throws Exception {
        PgConnection database = Wait.on(PgConnection.connect(vertx, PgConnectOptions.fromUri(postgresUrl())));
        var name = new String[1];
        Wait.until("a node takes it", () -> {
            Wait.on(database.query("SELECT node.name FROM job JOIN node ON node.id = job.owner WHERE job.id = '" + job
                                    + "'")
                            .execute())
                    .forEach(row -> name[0] = row.getString(0));
            return name[0] != null;
        });
        return name[0];
    }

    private static String postgresUrl() throws Exception {
        Map<String, Map<String, String>> settings = new Yaml().load(Files.readString(Path.of(conf)));
        return settings.get("postgres").get("url");
    }
}
