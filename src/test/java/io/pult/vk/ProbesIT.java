package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.support.Wait;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are out come back by themselves when VK takes them again. */
class ProbesIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = new VkRig();

    @BeforeEach
    void soon() {
        rig.probeFirst = Duration.ofMillis(200);
        rig.probeLongest = Duration.ofSeconds(1);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void when_every_token_is_out_probes_bring_them_back_and_their_inbox_items_are_withdrawn() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        var two = rig.user(node, TWO, 1002);
        rig.kill(ONE);
        rig.kill(TWO);
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
        VkRig.eventually("both out", () -> is(node, one.id(), Status.ERROR) && is(node, two.id(), Status.ERROR));
        long epoch = epoch(one.id());

        revive(ONE);
        revive(TWO);

        VkRig.eventually("both back", () -> is(node, one.id(), Status.ACTIVE) && is(node, two.id(), Status.ACTIVE));
        assertThat(epoch(one.id())).isGreaterThan(epoch);
        assertThat(node.call("users.get").attempts()).isEqualTo(1);
        assertThat(outbox("%withdraw%")).isGreaterThanOrEqualTo(2);
        assertThat(rows("vk_probes")).isZero();
    }

    @Test
    void a_token_from_another_address_and_one_that_waits_for_a_person_are_probed_too() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        var two = rig.user(node, TWO, 1002);
        rig.tell(HttpMethod.PATCH, "tokens/" + ONE, new JsonObject().put("ip", "10.1.2.3"));
        rig.forceError(TWO, "users.get", 17, 1);
        node.callFailure("users.get");
        VkRig.eventually("one is out", () -> is(node, one.id(), Status.ERROR));

        VkRig.eventually("the person has done it", () -> is(node, two.id(), Status.ACTIVE));
        assertThat(node.account(one.id()).status()).as("still elsewhere").isEqualTo(Status.ERROR);
        revive(ONE);
        VkRig.eventually("back", () -> is(node, one.id(), Status.ACTIVE));
    }

    @Test
    void a_rested_token_that_nobody_calls_is_probed_as_its_trial_and_keeps_its_epoch() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 14, 1);
        while (rig.errors(ONE, 14) == 0) {
            node.call("users.get");
        }
        VkRig.eventually("rests", () -> is(node, one.id(), Status.COOLING));
        long epoch = epoch(one.id());
        restIsOver(one.id(), "u");

        VkRig.eventually("back", () -> is(node, one.id(), Status.ACTIVE));

        assertThat(epoch(one.id())).isEqualTo(epoch);
        VkRig.eventually(
                "serves", () -> one.id().equals(node.call("users.get").account().id()));
    }

    @Test
    void what_vk_had_limited_is_limited_still_when_the_token_comes_back() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "utils.resolveScreenName", 29, 1);
        assertThat(node.callFailure("utils.resolveScreenName").code()).isEqualTo("vk.busy");
        rig.kill(ONE);
        node.callFailure("users.get");
        VkRig.eventually("out", () -> is(node, one.id(), Status.ERROR));
        revive(ONE);
        VkRig.eventually("back", () -> is(node, one.id(), Status.ACTIVE));

        assertThat(node.callFailure("utils.resolveScreenName").retryAfter()).isGreaterThan(Duration.ofMinutes(25));
        assertThat(rig.calls(ONE, "utils.resolveScreenName"))
                .as("since it was revived")
                .isZero();
    }

    @Test
    void one_node_probes_and_ever_more_rarely() {
        rig.probeLongest = Duration.ofHours(6);
        Node a = rig.node();
        rig.node();
        var one = rig.user(a, ONE, 1001);
        rig.kill(ONE);
        a.callFailure("users.get");
        VkRig.eventually("three probes have failed", () -> tries(one.id()) == 3);

        assertThat(rig.errors(ONE, 5)).as("one call and three probes").isEqualTo(4);
        long waitMs = Wait.on(rig.pg.query(
                        "SELECT (extract(epoch FROM next_at - now()) * 1000)::bigint AS ms FROM vk_probes"))
                .iterator()
                .next()
                .getLong("ms");
        assertThat(waitMs).as("200 ms, doubled three times, ± 20 %").isBetween(900L, 1_920L);
        assertThat(probers(one.id())).isEqualTo(1);
    }

    @Test
    void neither_a_disabled_nor_an_expired_nor_a_foreign_token_comes_back() {
        Node node = rig.node();
        var disabled = rig.user(node, ONE, 1001);
        node.ask(SystemAccountOps.DISABLE, new SystemAccountOps.Disable(disabled.id()));
        var expired = rig.user(node, TWO, 1002);
        set(expired.id(), "expired");
        String foreign = "vk1.a.token-three-0123456789";
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + foreign,
                new JsonObject().put("kind", "user").put("user_id", 1003));
        var ofAnother = VkRig.create(node, 1001, Kind.USER, foreign);
        set(ofAnother.id(), "error");

        VkRig.eventually(
                "the foreign one was asked",
                () -> "the token belongs to user 1003"
                        .equals(node.account(ofAnother.id()).statusReason()));
        reword(ofAnother.id());
        String next = "vk1.a.token-four-0123456789";
        var other = rig.user(node, next, 1003);
        set(other.id(), "needs_human");
        VkRig.eventually("others come back", () -> is(node, other.id(), Status.ACTIVE));

        assertThat(node.account(ofAnother.id()).status()).isEqualTo(Status.ERROR);
        assertThat(rig.calls(foreign, "users.get")).as("once is enough").isEqualTo(1);
        assertThat(node.account(expired.id()).status()).isEqualTo(Status.EXPIRED);
        assertThat(node.account(disabled.id()).status()).isEqualTo(Status.DISABLED);
        assertThat(rig.calls(ONE, "users.get") + rig.calls(TWO, "users.get")).isZero();
    }

    @Test
    void a_token_that_a_verification_found_to_be_somebody_elses_is_not_probed() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1002));
        var ofAnother = VkRig.create(node, 1001, Kind.USER, TWO);
        assertThat(node.failure(SystemAccountOps.VERIFY, new SystemAccountOps.Verify(ofAnother.id()))
                        .code())
                .isEqualTo("vk.foreign_token");
        reword(ofAnother.id());

        set(one.id(), "error");
        VkRig.eventually("others come back", () -> is(node, one.id(), Status.ACTIVE));

        assertThat(rig.calls(TWO, "users.get")).isEqualTo(1);
        assertThat(node.account(ofAnother.id()).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void a_community_comes_back_by_its_own_token_and_not_by_that_of_another() {
        Node node = rig.node();
        club(ONE);
        club(TWO);
        var own = VkRig.create(node, 7001, Kind.COMMUNITY, ONE);
        var ofAnother = VkRig.create(node, 7002, Kind.COMMUNITY, TWO);
        set(ofAnother.id(), "error");
        VkRig.eventually(
                "the foreign one was asked",
                () -> "the token belongs to community 7001"
                        .equals(node.account(ofAnother.id()).statusReason()));
        set(own.id(), "error");

        VkRig.eventually("back", () -> is(node, own.id(), Status.ACTIVE));

        assertThat(rig.calls(TWO, "groups.getById")).isEqualTo(1);
        assertThat(is(node, ofAnother.id(), Status.ERROR)).isTrue();
    }

    @Test
    void a_rested_community_ends_its_trial_with_the_first_of_two_questions() {
        Node node = rig.node();
        club(ONE);
        var own = VkRig.create(node, 7001, Kind.COMMUNITY, ONE);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 14, 1);
        while (rig.errors(ONE, 14) == 0) {
            node.call("users.get");
        }
        VkRig.eventually("rests", () -> is(node, own.id(), Status.COOLING));
        restIsOver(own.id(), "c");

        VkRig.eventually("back", () -> is(node, own.id(), Status.ACTIVE));

        assertThat(rig.calls(ONE, "groups.getById")).isEqualTo(1);
    }

    @Test
    void an_account_whose_name_still_waits_to_be_looked_up_comes_back_whoever_it_is() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        Wait.on(rig.pg.query(
                "UPDATE system_accounts SET vk_user_id = NULL, screen_name = 'somebody' WHERE id = $1", one.id()));
        set(one.id(), "error");
        VkRig.eventually("back", () -> is(node, one.id(), Status.ACTIVE));
    }

    @Test
    void no_more_than_a_few_are_asked_at_once() {
        Node node = rig.node();
        for (int i = 0; i < 12; i++) {
            String token = "vk1.a.token-many-0123456789-" + i;
            rig.tell(HttpMethod.PUT, "tokens/" + token, new JsonObject().put("kind", "service"));
            set(VkRig.create(node, 1 + i, Kind.SERVICE, token).id(), "error");
        }
        rig.tell(
                HttpMethod.POST,
                "faults",
                new JsonObject().put("kind", "latency").put("millis", 900).put("times", 12));

        VkRig.eventually("the first were asked", () -> asked() > 0);
        assertThat(asked()).isLessThanOrEqualTo(4);
        VkRig.eventually(
                "all are back",
                () -> Wait.on(rig.pg.query("SELECT 1 FROM system_accounts WHERE status = 'active'"))
                                .size()
                        == 12);
    }

    @Test
    void a_token_that_is_out_for_another_reason_by_now_is_shown_with_that() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 17, 1);
        node.callFailure("users.get");
        rig.kill(ONE);
        VkRig.eventually("dead", () -> is(node, one.id(), Status.ERROR));
        assertThat(node.account(one.id()).statusReason()).startsWith("5 ");
    }

    @Test
    void the_environments_token_comes_back_by_a_probe_of_a_node_that_has_it() {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        Node node = rig.node(rig.settings(ONE, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        rig.kill(ONE);
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");

        revive(ONE);

        VkRig.eventually(
                "serves",
                () -> node.calling("users.get", Map.of("user_ids", "1001"))
                                .otherwiseEmpty()
                                .await()
                        != null);
        assertThat(rig.errors(ONE, 5)).as("since it was revived").isZero();
    }

    @Test
    void the_environments_token_goes_first_and_accounts_serve_while_it_is_busy() {
        Node node = withEnvironment(VkSettings.EnvToken.FIRST);
        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").account().id()).as("free").isNull();
            assertThat(node.call("users.get").account().id()).as("busy").isNotNull();
            VkRig.eventually("both are free", () -> idle(2));
        }
    }

    @Test
    void equal_makes_the_environments_token_one_among_all() {
        Node node = withEnvironment(VkSettings.EnvToken.EQUAL);
        node.call("users.get");
        node.call("users.get");
        for (int i = 0; i < 3; i++) {
            boolean env = node.call("users.get").account().id() == null;
            VkRig.eventually("both are free", () -> idle(2));
            assertThat(node.call("users.get").account().id() == null)
                    .as("the one that has rested longer")
                    .isNotEqualTo(env);
            VkRig.eventually("both are free", () -> idle(2));
        }
    }

    private Node withEnvironment(VkSettings.EnvToken policy) {
        rig.envToken = policy;
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1002));
        Node node = rig.node(rig.settings(TWO, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        rig.user(node, ONE, 1001);
        VkRig.eventually("both are free", () -> idle(2));
        return node;
    }

    /** By Redis' clock. */
    private boolean idle(int tokens) {
        long now = rig.redis(Request.cmd(Command.TIME)).get(0).toLong() * 1_000;
        String key = rig.redis(Request.cmd(Command.KEYS).arg("*next:u")).get(0).toString();
        return rig.redis(Request.cmd(Command.ZCOUNT).arg(key).arg("-inf").arg(now))
                        .toInteger()
                == tokens;
    }

    private void revive(String token) {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + token,
                new JsonObject().put("kind", "user").put("user_id", token.equals(ONE) ? 1001 : 1002));
    }

    private static boolean is(Node node, UUID id, Status status) {
        return node.account(id).status() == status;
    }

    private long epoch(UUID id) {
        return Wait.on(rig.pg.query("SELECT epoch FROM system_accounts WHERE id = $1", id))
                .iterator()
                .next()
                .getLong("epoch");
    }

    private int tries(UUID id) {
        return Wait.on(rig.pg.list(
                        row -> row.getInteger("tries"), "SELECT tries FROM vk_probes WHERE account_id = $1", id))
                .stream()
                .findFirst()
                .orElse(0);
    }

    /** Nodes that have asked, but for the call that found out. */
    private long probers(UUID id) {
        return Wait.on(rig.pg.list(row -> row.getString("node"), """
                        SELECT DISTINCT node
                        FROM (SELECT node FROM token_logs WHERE account_id = $1 ORDER BY "timestamp" OFFSET 1) AS probe
                        """, id)).size();
    }

    private void set(UUID id, String status) {
        Wait.on(rig.pg.query("UPDATE system_accounts SET status = $2, epoch = epoch + 1 WHERE id = $1", id, status));
    }

    /** What is known of a foreign token is no matter of words. */
    private void reword(UUID id) {
        Wait.on(rig.pg.query("UPDATE system_accounts SET status_reason = 'not ours' WHERE id = $1", id));
    }

    private void club(String token) {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + token,
                new JsonObject().put("kind", "group").put("group_id", 7001));
    }

    private void restIsOver(UUID id, String kind) {
        Wait.on(rig.pg.query("UPDATE system_accounts SET until = now() WHERE id = $1", id));
        Wait.on(rig.pg.query("DELETE FROM vk_locks"));
        String prefix = rig.redis(Request.cmd(Command.KEYS).arg("*cool"))
                .get(0)
                .toString()
                .replace("cool", "");
        rig.redis(Request.cmd(Command.HSET)
                .arg(prefix + "cool")
                .arg(id.toString())
                .arg("1 14"));
        rig.redis(
                Request.cmd(Command.ZADD).arg(prefix + "next:" + kind).arg("1").arg(id.toString()));
    }

    private int asked() {
        return rig.tell(HttpMethod.GET, "tokens", new JsonObject()).getJsonArray("tokens").stream()
                .map(JsonObject.class::cast)
                .mapToInt(token -> token.getJsonObject("calls").getInteger("users.get", 0))
                .sum();
    }

    private int outbox(String op) {
        return Wait.on(rig.pg.query("SELECT 1 FROM outbox WHERE op LIKE $1", op))
                .size();
    }

    private int rows(String table) {
        return Wait.on(rig.pg.query("SELECT 1 FROM " + table)).size();
    }
}
