package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Change;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.infra.Pg;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks that last longer than what Redis can be trusted with. */
class LongLocksIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";
    private static final List<Duration> HALF_HOURS = List.of(Duration.ofMinutes(30), Duration.ofHours(1));

    private final VkRig rig = new VkRig();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void a_lock_of_half_an_hour_refills_a_redis_that_lost_everything() {
        Node node = rig.node();
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 29, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }

        rig.redis(Request.cmd(Command.FLUSHDB));

        for (int i = 0; i < 4; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
    }

    @Test
    void another_node_fills_redis_with_the_locks_of_one_that_is_gone_and_counts_its_strikes_on() {
        Node first = rig.node();
        rig.user(first, ONE, 1001);
        rig.forceError(ONE, "users.get", 29, 2);
        assertThat(first.callFailure("users.get").retryAfter())
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        first.stop();
        rig.redis(Request.cmd(Command.FLUSHDB));
        Node second = rig.node();
        assertThat(second.callFailure("users.get").retryAfter())
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);

        second.stop();
        Wait.on(rig.pg.query("UPDATE vk_locks SET until = now() - interval '1 hour'"));
        rig.redis(Request.cmd(Command.FLUSHDB));
        Node third = rig.node();

        assertThat(third.callFailure("users.get").retryAfter())
                .as("doubled: the second strike within a day")
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(2);
    }

    @Test
    void the_token_of_the_environment_rests_on_though_no_row_but_the_lock_knows_of_it() {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        Node node = rig.node(rig.settings(ONE, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 14, 1);
        assertThat(node.call("users.get").account().id()).isNotNull();

        rig.redis(Request.cmd(Command.FLUSHDB));

        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").account().id()).isNotNull();
        }
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
    }

    @Test
    void a_quota_outlives_the_token_that_a_person_replaces_and_a_missing_right_does_not() {
        Node node = rig.node();
        Node other = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "utils.resolveScreenName", 29, 1);
        rig.forceError(ONE, "groups.getMembers", 27, 1);
        assertThat(node.callFailure("utils.resolveScreenName").code()).isEqualTo("vk.busy");
        assertThat(node.callFailure("groups.getMembers").code()).isEqualTo("vk.busy");
        known(TWO, 1001);

        give(other, one.id(), TWO);

        assertThat(other.call("users.get").attempts()).isEqualTo(1);
        for (Node each : List.of(node, other)) {
            assertThat(each.callFailure("utils.resolveScreenName").retryAfter()).isGreaterThan(Duration.ofMinutes(25));
        }
        node.callFailure("groups.getMembers");
        assertThat(rig.calls(TWO, "groups.getMembers")).isEqualTo(1);
        assertThat(rig.calls(TWO, "utils.resolveScreenName")).isZero();
    }

    @Test
    void a_token_that_a_person_takes_out_and_back_or_has_verified_keeps_its_locks() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "utils.resolveScreenName", 29, 1);
        assertThat(node.callFailure("utils.resolveScreenName").code()).isEqualTo("vk.busy");

        node.ask(SystemAccountOps.DISABLE, new SystemAccountOps.Disable(one.id()));
        node.ask(SystemAccountOps.ENABLE, new SystemAccountOps.Enable(one.id()));
        assertThat(node.callFailure("utils.resolveScreenName").code()).isEqualTo("vk.busy");
        rig.forceError(ONE, "users.get", 17, 1);
        node.callFailure("users.get");
        VkRig.eventually("out", () -> node.account(one.id()).status() == Status.NEEDS_HUMAN);
        node.ask(SystemAccountOps.VERIFY, new SystemAccountOps.Verify(one.id()));

        assertThat(node.callFailure("utils.resolveScreenName").retryAfter()).isGreaterThan(Duration.ofMinutes(25));
        assertThat(rig.calls(ONE, "utils.resolveScreenName")).isEqualTo(1);
    }

    @Test
    void what_a_foreign_token_had_used_up_is_not_held_against_the_account() {
        Node node = rig.node();
        known(ONE, 1001);
        var one = VkRig.create(node, 1002, Kind.USER, ONE);
        rig.forceError(ONE, "utils.resolveScreenName", 29, 1);
        assertThat(node.callFailure("utils.resolveScreenName").code()).isEqualTo("vk.busy");
        assertThat(node.failure(SystemAccountOps.VERIFY, new SystemAccountOps.Verify(one.id()))
                        .code())
                .isEqualTo("vk.foreign_token");
        known(TWO, 1002);

        give(node, one.id(), TWO);

        node.callFailure("utils.resolveScreenName");
        assertThat(rig.calls(TWO, "utils.resolveScreenName")).isEqualTo(1);
    }

    @Test
    void a_lock_of_a_minute_or_less_is_redis_alone() {
        Node node = rig.node();
        rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 9, 1);

        assertThat(node.callFailure("users.get").retryAfter()).isLessThanOrEqualTo(Duration.ofMinutes(1));

        assertThat(rows()).isZero();
    }

    @Test
    void a_database_that_is_away_holds_no_caller_and_hears_of_the_lock_when_it_is_back() throws Exception {
        rig.node();
        Gate gate = rig.gatePostgres();
        Vertx vertx = Vertx.vertx();
        try {
            var book = new LockBook(new LockStore(Pg.open(vertx, rig.postgres)), InstantSource.system());
            PoolToken token = token();
            gate.shut();
            long before = System.nanoTime();

            Wait.on(book.remember(book.next(token, "wall.get", 29, HALF_HOURS)));

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(book.rest(token.member(), 1, "wall.get")).isPositive();
            assertThat(rows()).isZero();
            book.carry(new LockCarry(token.member(), 1, 2, LockCarry.Token.SUCCESSOR));
            gate.open();
            VkRig.eventually("written, and carried though the table could not", () -> {
                Wait.on(book.repeat().otherwiseEmpty());
                return Wait.on(new LockStore(rig.pg).of(token.member(), Duration.ZERO)).stream()
                        .anyMatch(lock -> lock.epoch() == 2);
            });
        } finally {
            Wait.on(vertx.close());
        }
    }

    @Test
    void of_two_nodes_that_lock_at_once_the_longer_lock_stays() {
        rig.node();
        var store = new LockStore(rig.pg);
        PoolToken token = token();
        Wait.on(store.save(new TokenLock(token.member(), 1, "wall.get", 29, Duration.ofHours(2), 3)));
        Wait.on(store.save(new TokenLock(token.member(), 1, "wall.get", 29, Duration.ofHours(1), 2)));

        assertThat(Wait.on(store.all(Duration.ZERO)))
                .singleElement()
                .satisfies(lock -> assertThat(lock.strikes()).isEqualTo(3));
    }

    @Test
    void a_lock_is_forgotten_a_day_after_its_end() {
        rig.node();
        var store = new LockStore(rig.pg);
        Wait.on(store.save(new TokenLock("a", 1, "wall.get", 29, Duration.ofHours(-23), 3)));
        Wait.on(store.save(new TokenLock("b", 1, "wall.get", 29, Duration.ofHours(-25), 3)));

        Wait.on(new LockBook(store, InstantSource.system()).sweep());

        assertThat(rows()).isEqualTo(1);
    }

    private void known(String token, long user) {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + token,
                new JsonObject().put("kind", "user").put("user_id", user));
    }

    private static void give(Node node, UUID id, String token) {
        node.ask(
                SystemAccountOps.UPDATE,
                new SystemAccountOps.Update(
                        id, null, new SystemAccountOps.Update.Body(Change.absent(), Change.to(token))));
    }

    private int rows() {
        return Wait.on(rig.pg.query("SELECT 1 FROM vk_locks")).size();
    }

    private static PoolToken token() {
        UUID id = UUID.randomUUID();
        return new PoolToken(id.toString(), id, 1, Kind.USER, Status.ACTIVE, "", ONE);
    }
}
