package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.infra.Lease;
import io.pult.infra.PgSettings;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis is away: each node goes on with its share of the budgets and the long locks it knows, and says so. */
class WithoutRedisIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";
    private static final String VITAL = "vk pool";
    private static final String DEGRADED = "pult.vk.pool.degraded";

    private final VkRig rig = VkRig.atThePaceOfVk();
    private Gate redis;

    @BeforeEach
    void gate() throws Exception {
        redis = rig.gateRedis();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void calls_go_on_without_redis_and_the_node_says_so_until_it_is_back() throws Exception {
        Node node = patient();
        rig.user(node, ONE, 1001);
        node.call("users.get");
        assertThat(node.vital(VITAL))
                .hasValueSatisfying(vital -> assertThat(vital.working()).isTrue());
        redis.shut();
        long before = System.nanoTime();

        for (int i = 0; i < 4; i++) {
            assertThat(node.call("users.get").attempts()).isEqualTo(1);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(3 * 370));
        assertThat(rig.errors(ONE, 6)).isZero();
        assertThat(node.metric(DEGRADED)).isEqualTo(1);
        assertThat(node.vital(VITAL)).hasValueSatisfying(vital -> {
            assertThat(vital.working()).isFalse();
            assertThat(vital.trouble()).contains("degraded").contains("1/1");
        });

        redis.open();
        VkRig.eventually("shared again", () -> node.metric(DEGRADED) == 0);
        assertThat(node.vital(VITAL))
                .hasValueSatisfying(vital -> assertThat(vital.working()).isTrue());
        assertThat(node.call("users.get").attempts()).isEqualTo(1);
    }

    @Test
    void a_node_that_starts_without_redis_serves_and_joins_the_others_later() throws Exception {
        Node first = rig.node();
        rig.user(first, ONE, 1001);
        redis.shut();
        Node second = rig.node();

        assertThat(second.call("users.get").attempts()).isEqualTo(1);
        assertThat(second.metric(DEGRADED)).isEqualTo(1);

        redis.open();
        VkRig.eventually("joined", () -> second.metric(DEGRADED) == 0);
    }

    @Test
    void an_empty_pool_without_redis_still_says_that_it_is_empty() throws Exception {
        Node node = rig.node();
        redis.shut();
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
    }

    /** In `make check`: ten seconds of calls, so that a second node's turns show. */
    @Test
    @Tag("check")
    void two_nodes_together_keep_the_pace_of_a_token_that_nobody_counts_for_them() throws Exception {
        Node a = patient();
        Node b = patient();
        rig.user(a, ONE, 1001);
        a.call("users.get");
        b.call("users.get");
        VkRig.eventually("they know of each other", () -> a.metric("pult.vk.pool.nodes") == 2);
        redis.shut();
        long before = System.nanoTime();
        var calls = new ArrayList<Future<VkAnswer>>();
        for (int i = 0; i < 12; i++) {
            calls.add((i % 2 == 0 ? a : b).calling("users.get", Map.of("user_ids", "1001")));
        }

        VkRig.await(Future.all(calls));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(11 * 370 - 100));
        assertThat(rig.errors(ONE, 6)).isZero();
        assertThat(a.vital(VITAL).orElseThrow().trouble()).contains("1/2");
    }

    @Test
    void what_was_promised_without_redis_counts_when_it_is_back() throws Exception {
        Node node = patient();
        rig.user(node, ONE, 1001);
        node.call("users.get");
        redis.shut();
        var calls = new ArrayList<Future<VkAnswer>>();
        for (int i = 0; i < 10; i++) {
            calls.add(node.calling("users.get", Map.of("user_ids", "1001")));
        }
        VkRig.eventually("alone", () -> node.metric(DEGRADED) == 1);
        redis.open();
        VkRig.eventually("back", () -> node.metric(DEGRADED) == 0);
        for (int i = 0; i < 4; i++) {
            calls.add(node.calling("users.get", Map.of("user_ids", "1001")));
        }

        VkRig.await(Future.all(calls));

        assertThat(calls).allMatch(call -> call.result().attempts() == 1);
        assertThat(rig.errors(ONE, 6)).isZero();
    }

    @Test
    void a_long_lock_holds_without_redis_and_one_that_came_meanwhile_holds_after() throws Exception {
        Node node = patient();
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 29, 1);
        while (rig.calls(ONE, "users.get") == 0) {
            node.call("users.get");
        }
        redis.shut();
        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }
        rig.forceError(ONE, "utils.resolveScreenName", 29, 1);
        while (rig.calls(ONE, "utils.resolveScreenName") == 0) {
            node.calling("utils.resolveScreenName", Map.of("screen_name", "pult_demo"))
                    .await();
        }

        redis.open();
        VkRig.eventually("back", () -> node.metric(DEGRADED) == 0);

        for (int i = 0; i < 4; i++) {
            VkRig.await(node.calling("utils.resolveScreenName", Map.of("screen_name", "pult_demo")));
            node.call("users.get");
        }
        assertThat(rig.calls(ONE, "utils.resolveScreenName")).isEqualTo(1);
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
    }

    @Test
    void a_token_that_dies_without_redis_is_left_at_once_and_stays_out_when_it_is_back() throws Exception {
        Node node = patient();
        var one = rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        node.call("users.get");
        redis.shut();
        rig.kill(ONE);
        for (int i = 0; i < 4; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }
        VkRig.eventually("status error", () -> node.account(one.id()).status() == Status.ERROR);

        redis.open();
        VkRig.eventually("back", () -> node.metric(DEGRADED) == 0);

        for (int i = 0; i < 4; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }
        assertThat(rig.errors(ONE, 5)).isEqualTo(1);
    }

    @Test
    void an_account_that_is_given_a_token_without_redis_serves_at_once() throws Exception {
        Node node = patient();
        redis.shut();
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");

        var one = rig.user(node, ONE, 1001);

        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
    }

    @Test
    void when_the_database_is_away_too_the_last_known_number_of_nodes_holds() throws Exception {
        rig.node();
        Gate postgres = rig.gatePostgres();
        Vertx vertx = Vertx.vertx();
        try {
            PgSettings gated = rig.postgres;
            Lease lease =
                    Wait.on(Lease.take(vertx, gated, "gated", "localhost", InstantSource.system(), System::nanoTime));
            var nodes = new LiveNodes(lease, InstantSource.system());
            Wait.on(nodes.refresh());
            assertThat(nodes.count()).isEqualTo(2);

            postgres.shut();
            assertThat(Wait.failureOf(nodes.refresh())).isNotNull();

            assertThat(nodes.count()).isEqualTo(2);
        } finally {
            Wait.on(vertx.close());
        }
    }

    private Node patient() {
        return rig.node(rig.settings(null, Duration.ofSeconds(2), Duration.ofSeconds(15)));
    }
}
