package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on the same stores, and stores that fail under them. */
class TwoNodesIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = VkRig.atThePaceOfVk();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void together_they_never_exceed_what_vk_allows() {
        var a = patient();
        var b = patient();
        rig.user(a, ONE, 1001);
        rig.community(a, TWO, 7);
        long before = System.nanoTime();

        var calls = new ArrayList<Future<VkAnswer>>();
        for (int i = 0; i < 60; i++) {
            calls.add((i % 2 == 0 ? a : b).calling("users.get", Map.of("user_ids", "1001")));
        }
        VkRig.await(Future.all(calls));

        assertThat(calls).allMatch(call -> call.result().attempts() == 1);
        assertThat(rig.errors(ONE, 6) + rig.errors(TWO, 6)).isZero();
        // 60 calls at one each 55 ms and one each 370 ms.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(6_000));
    }

    @Test
    void a_token_that_dies_under_one_is_not_picked_by_the_other() {
        var a = rig.node();
        var b = rig.node();
        rig.user(a, ONE, 1001);
        rig.user(a, TWO, 1002);
        rig.kill(ONE);
        a.call("users.get");
        a.call("users.get");
        for (int i = 0; i < 4; i++) {
            b.call("users.get");
        }
        assertThat(rig.errors(ONE, 5)).isEqualTo(1);
    }

    @Test
    void a_token_given_at_one_serves_at_the_other_and_one_taken_away_no_longer() {
        var a = rig.node();
        var b = rig.node();
        var one = rig.user(a, ONE, 1001);
        assertThat(b.call("users.get").account().id()).isEqualTo(one.id());
        a.ask(SystemAccountOps.DELETE, new SystemAccountOps.Delete(one.id(), null));
        assertThat(b.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
    }

    @Test
    void two_systems_on_one_redis_never_meet() throws Exception {
        try (var other = new VkRig()) {
            other.redis = rig.redis;
            var a = rig.node();
            var b = other.node();
            rig.user(a, ONE, 1001);
            a.call("users.get");
            assertThat(b.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
        }
    }

    @Test
    void a_redis_that_lost_everything_is_filled_again_and_promises_nothing_twice() {
        var a = patient();
        var one = rig.user(a, ONE, 1001);
        var calls = new ArrayList<Future<VkAnswer>>();
        for (int i = 0; i < 8; i++) {
            calls.add(a.calling("users.get", Map.of("user_ids", "1001")));
        }
        VkRig.eventually("calls are under way", () -> rig.calls(ONE, "users.get") >= 2);
        rig.redis(Request.cmd(Command.FLUSHDB));
        for (int i = 0; i < 4; i++) {
            calls.add(a.calling("users.get", Map.of("user_ids", "1001")));
        }

        VkRig.await(Future.all(calls));

        assertThat(calls)
                .allMatch(call -> one.id().equals(call.result().account().id()));
        assertThat(rig.errors(ONE, 6)).isZero();
    }

    @Test
    void without_postgres_calls_go_on_and_their_attempts_are_logged_when_it_is_back() throws Exception {
        var gate = rig.gatePostgres();
        var a = rig.node();
        rig.user(a, ONE, 1001);
        rig.user(a, TWO, 1002);
        a.call("users.get");
        a.call("users.get");
        VkRig.eventually(
                "both proven",
                () -> rig.pg
                                .query("SELECT 1 FROM system_accounts WHERE status = 'active'")
                                .await()
                                .size()
                        == 2);
        gate.shut();
        rig.kill(ONE);
        long before = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertThat(a.call("users.get").account().label()).isEqualTo("account 1002");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
        assertThat(rig.errors(ONE, 5)).isEqualTo(1);

        gate.open();
        VkRig.eventually("all attempts are logged", () -> logged() == 6);
    }

    @Test
    void what_is_queued_when_a_node_stops_is_written_first() {
        var a = rig.node();
        rig.community(a, TWO, 7);
        var calls = new ArrayList<Future<VkAnswer>>();
        for (int i = 0; i < 10; i++) {
            calls.add(a.calling("users.get", Map.of("user_ids", "1001")));
        }
        VkRig.await(Future.all(calls));
        a.stop();
        assertThat(logged()).isEqualTo(10);
    }

    private Node patient() {
        return rig.node(rig.settings(null, Duration.ofSeconds(2), Duration.ofSeconds(15)));
    }

    private static boolean answers(Node node) {
        try {
            return node.calling("users.get", Map.of("user_ids", "1001"))
                            .await(5, TimeUnit.SECONDS)
                            .attempts()
                    > 0;
        } catch (Exception e) {
            return false;
        }
    }

    private int logged() {
        return rig.pg.query("SELECT 1 FROM token_logs").await().size();
    }

    @Test
    void rows_of_days_without_a_partition_find_their_place_when_it_is_made() {
        rig.node();
        rig.pg.query("""
                        INSERT INTO token_logs (id, is_env_token, method, status, "timestamp", attempt, duration_ms, node)
                        VALUES (gen_random_uuid(), false, 'users.get', 'success', '2031-05-05 10:00Z', 1, 1, 'n')
                        """).await();
        assertThat(rowsOf("token_logs_default")).isEqualTo(1);

        var made = List.of(make("2031-05-05"), make("2031-05-05"));

        assertThat(made).containsExactly(true, false);
        assertThat(rowsOf("token_logs_default")).isZero();
        assertThat(rowsOf("token_logs_20310505")).isEqualTo(1);
    }

    private int rowsOf(String table) {
        return rig.pg.query("SELECT 1 FROM " + table).await().size();
    }

    private boolean make(String day) {
        return new TokenLogStore(rig.pg).makeDay(LocalDate.parse(day)).await();
    }
}
