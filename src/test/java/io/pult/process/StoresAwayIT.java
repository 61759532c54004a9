package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Gate;
import io.pult.support.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores that are away when a node starts, or go away later: it says so once, answers 503 where it can do nothing without
 * them, and needs no restart.
 */
class StoresAwayIT {
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Surroundings ground;
    private Gate postgres;
    private Gate redis;
    private Home home;
    private String key;

    @BeforeEach
    void makeGates() throws Exception {
        ground = new Surroundings(folder);
        key = ground.apiKey("*:admin");
        postgres = new Gate(ground.postgres());
        redis = new Gate(ground.redis());
        home = ground.home(folder.resolve("home"))
                .with("PULT_POSTGRES_URL", postgres.url())
                .with("PULT_REDIS_URL", redis.url());
    }

    @AfterEach
    void close() throws Exception {
        home.close();
        postgres.close();
        redis.close();
        ground.close();
    }

    @Test
    void with_postgresql_away_at_the_start_http_answers_503_until_it_comes() throws Exception {
        postgres.shut();
        int http = FreePort.any();
        int management = FreePort.any();
        PultProcess node =
                home.start(Map.of("PULT_HTTP_PORT", "" + http, "PULT_MANAGEMENT_PORT", "" + management), "run");
        node.awaitLine("the database is away; waiting for it");
        Caller caller = new Caller("http://127.0.0.1:" + http, key);
        Caller probe = Caller.anonymous("http://127.0.0.1:" + management);
        Wait.until("it listens", () -> caller.status("/jobs/") != 0 && probe.status("/health/live") != 0);

        Caller.Answer starting = caller.get("/jobs/");

        assertThat(starting.status()).isEqualTo(503);
        assertThat(starting.code()).isEqualTo("node.starting");
        assertThat(starting.saysWhenToRetry()).isTrue();
        assertThat(starting.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(probe.status("/health/live")).isEqualTo(200);
        assertThat(probe.status("/health/ready")).isEqualTo(503);

        postgres.open();
        node.ready();

        assertThat(caller.get("/jobs/").status()).isEqualTo(200);
        assertThat(probe.status("/health/ready")).isEqualTo(200);
        assertThat(node.output().split("waiting for it", -1)).as("said once").hasSize(2);
    }

    @Test
    void with_redis_away_at_the_start_the_node_serves_what_needs_none() throws Exception {
        redis.shut();
        PultProcess node = home.start("run");
        Caller caller = new Caller(node.ready().url(), key);

        assertThat(caller.get("/jobs/").status()).isEqualTo(200);
        emptyPool(caller.callVk(), node);
        assertThat(node.output()).contains("Redis is away", "vk pool: degraded");

        redis.open();
        serves(caller);
        budgetsAreShared(node, 1);
    }

    @Test
    void stores_that_go_away_and_come_back_need_no_restart() throws Exception {
        PultProcess node = home.start("run");
        Caller caller = new Caller(node.ready().url(), key);
        serves(caller);

        postgres.shut();
        unavailable(caller.get("/jobs/"), node);
        postgres.open();
        serves(caller);

        // More than once: a command that is under way when its connection goes fails in another manner than a later
        // one.
        for (int outage = 0; outage < 5; outage++) {
            redis.shut();
            emptyPool(caller.callVk(), node);
            assertThat(caller.get("/jobs/").status())
                    .as("the limiter's Redis is no reason to refuse")
                    .isEqualTo(200);
            redis.open();
            serves(caller);
            budgetsAreShared(node, outage + 1);
        }
        assertThat(node.output()).contains("the database is away", "Redis is away", "Redis is back");
        assertThat(node.alive()).isTrue();
    }

    /** In `make check`: nine seconds without a database cannot be had faster. */
    @Test
    @Tag("check")
    void a_node_that_cannot_renew_its_lease_ends_itself_to_be_restarted() throws Exception {
        PultProcess node = home.start("run");
        node.ready();

        postgres.shut();

        assertThat(node.exitCode()).isEqualTo(70);
        assertThat(node.output()).contains("this node cannot go on reason=LEASE_LOST");
    }

    private static void unavailable(Caller.Answer answer, PultProcess node) {
        assertThat(answer.status())
                .as(() -> answer.body() + "\n" + node.output())
                .isEqualTo(503);
        assertThat(answer.saysWhenToRetry()).isTrue();
    }

    /** Calls need no Redis: the pool of this node has no token, and the node alone can say that. */
    private static void emptyPool(Caller.Answer answer, PultProcess node) {
        unavailable(answer, node);
        assertThat(answer.code()).isEqualTo("vk.no_live_token");
    }

    private static void budgetsAreShared(PultProcess node, int times) throws Exception {
        Wait.until(
                "back to Redis",
                RECOVERY,
                () -> node.output().split("budgets are shared by Redis again", -1).length == times + 1);
    }

    private static void serves(Caller caller) throws Exception {
        Wait.until("requests pass", RECOVERY, () -> caller.status("/jobs/") == 200);
        Wait.until(
                "calls reach the pool", RECOVERY, () -> caller.callVk().code().equals("vk.no_live_token"));
    }
}
