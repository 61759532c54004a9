package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.VkCallOps;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to tokens and callers when VK says no. */
class RotationIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = new VkRig();
    private final Node node = rig.node();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void six_calls_use_both_tokens_and_answer_what_vk_answered() {
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);

        var labels = new HashSet<String>();
        for (int i = 0; i < 6; i++) {
            var answer = node.call("users.get");
            assertThat(answer.response().text()).contains("\"first_name\":\"Pult\"");
            assertThat(answer.attempts()).isEqualTo(1);
            labels.add(answer.account().label());
        }

        assertThat(labels).containsExactlyInAnyOrder("account 1001", "account 1002");
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(3);
        assertThat(rig.calls(TWO, "users.get")).isEqualTo(3);
        assertThat(node.log()).hasSize(6).allMatch(row -> row.status() == TokenLog.Status.SUCCESS);
    }

    @Test
    void a_killed_token_is_left_within_one_call_and_the_caller_notices_nothing() {
        var one = rig.user(node, ONE, 1001);
        var two = rig.user(node, TWO, 1002);
        node.call("users.get");
        node.call("users.get");
        rig.kill(ONE);

        for (int i = 0; i < 4; i++) {
            assertThat(node.call("users.get").account().id()).isEqualTo(two.id());
        }

        assertThat(rig.errors(ONE, 5)).isEqualTo(1);
        VkRig.eventually("status error", () -> node.account(one.id()).status() == Status.ERROR);
        assertThat(node.account(one.id()).statusReason()).startsWith("5 User authorization failed");
        var items = rig.pg
                .list(row -> row.getJsonObject("body"), "SELECT body FROM outbox WHERE op LIKE '%open%'")
                .await();
        assertThat(items).singleElement().satisfies(item -> {
            assertThat(item.getString("subject")).isEqualTo(one.id().toString());
            assertThat(item.encode()).doesNotContain(ONE);
        });
        var failed = node.log().stream()
                .filter(row -> row.status() == TokenLog.Status.ERROR)
                .toList();
        assertThat(failed).singleElement().satisfies(row -> {
            assertThat(row.accountId()).isEqualTo(one.id());
            assertThat(row.attempt()).isEqualTo(1);
        });
    }

    @Test
    void when_the_last_token_is_dead_the_answer_says_that_none_lives_and_a_new_one_helps_at_once() {
        var one = rig.user(node, ONE, 1001);
        rig.kill(ONE);

        Failure failure = node.callFailure("users.get");

        assertThat(failure.code()).isEqualTo("vk.no_live_token");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.retryAfter()).isNotNull();
        VkRig.eventually("status error", () -> node.account(one.id()).status() == Status.ERROR);
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(UUID.randomUUID(), "vk_token", one.id().toString(), Map.of("token", TWO)));
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
        VkRig.eventually("status active", () -> node.account(one.id()).status() == Status.ACTIVE);
    }

    @Test
    void too_many_requests_pause_the_token_for_a_moment_and_nobody_hears_of_it() {
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 6, 1);
        long before = System.nanoTime();

        var answer = node.call("users.get");

        assertThat(answer.attempts()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(node.account(one.id()).status()).isIn(Status.ACTIVE, Status.UNKNOWN);
    }

    @Test
    void flood_control_locks_the_method_of_the_token_and_leaves_it_its_other_methods() {
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 9, 1);
        for (int i = 0; i < 6; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }

        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
        var labels = new HashSet<String>();
        for (int i = 0; i < 4; i++) {
            labels.add(
                    node.ask(VkCallOps.CALL, VkRig.call("utils.resolveScreenName", Map.of("screen_name", "pult_demo")))
                            .account()
                            .label());
        }
        assertThat(labels).contains("account 1001");
    }

    @Test
    void a_quantitative_limit_on_the_only_token_is_told_with_the_time_to_come_back() {
        rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 29, 1);

        Failure failure = node.callFailure("users.get");

        assertThat(failure.code()).isEqualTo("vk.busy");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.TOO_MANY);
        assertThat(failure.details()).containsEntry("error_code", 29);
        assertThat(failure.retryAfter()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
        assertThat(node.ask(VkCallOps.CALL, VkRig.call("utils.resolveScreenName", Map.of("screen_name", "pult_demo")))
                        .attempts())
                .isEqualTo(1);
    }

    @Test
    void a_captcha_cools_the_token_ten_minutes_and_asks_for_a_person() {
        var one = rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 14, 1);
        for (int i = 0; i < 4; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }

        VkRig.eventually("status cooling", () -> node.account(one.id()).status() == Status.COOLING);
        var until = node.account(one.id()).until();
        assertThat(until).isNotNull().isAfter(Instant.now().plusSeconds(540));
        assertThat(rig.pg
                        .query("SELECT 1 FROM outbox WHERE op LIKE '%open%'")
                        .await()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_callers_mistake_is_the_callers_and_no_token_suffers() {
        var one = rig.user(node, ONE, 1001);
        for (int code : new int[] {100, 104, 113, 15, 18, 30, 203, 99_999}) {
            rig.forceError(ONE, "users.get", code, 1);
            Failure failure = node.callFailure("users.get");
            assertThat(failure.details()).containsEntry("error_code", code);
            assertThat(failure.kind())
                    .isEqualTo(code >= 100 && code < 200 ? Failure.Kind.UNPROCESSABLE : Failure.Kind.UPSTREAM);
        }

        assertThat(node.call("users.get").attempts()).isEqualTo(1);
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
    }

    @Test
    void a_right_that_one_token_lacks_sends_the_call_to_one_other_and_only_success_proves_the_lack() {
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 7, 1);
        rig.forceError(TWO, "users.get", 7, 1);

        assertThat(node.callFailure("users.get").details()).containsEntry("error_code", 7);
        assertThat(node.call("users.get").attempts()).isEqualTo(1);

        rig.forceError(ONE, "users.get", 7, 1);
        for (int i = 0; i < 5; i++) {
            node.call("users.get");
        }
        int seen = rig.calls(ONE, "users.get");
        for (int i = 0; i < 4; i++) {
            node.call("users.get");
        }
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(seen);
    }

    @Test
    void a_method_that_the_kind_may_not_call_does_not_reach_it() {
        rig.tell(HttpMethod.PUT, "tokens/" + ONE, new JsonObject().put("kind", "service"));
        VkRig.create(node, 1, Kind.SERVICE, ONE);

        Failure failure =
                node.failure(VkCallOps.CALL, VkRig.call("execute", Map.of("code", "return API.users.get({});")));

        assertThat(failure.code()).isEqualTo("vk.no_live_token");
        assertThat(rig.calls(ONE, "execute")).isZero();
    }

    @Test
    void a_token_that_was_replaced_meanwhile_is_not_harmed_by_what_its_predecessor_did() {
        var one = rig.user(node, ONE, 1001);
        rig.tell(
                HttpMethod.POST,
                "faults",
                new JsonObject().put("kind", "latency").put("millis", 400).put("token", ONE));
        rig.kill(ONE);
        var slow = node.calling("users.get", Map.of("user_ids", "1001"));
        VkRig.eventually("the call is on its way", () -> rig.calls(ONE, "users.get") == 1);
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        node.ask(
                SystemAccountOps.UPDATE,
                new SystemAccountOps.Update(
                        one.id(), null, new SystemAccountOps.Update.Body(Change.absent(), Change.to(TWO))));

        assertThat(VkRig.await(slow).attempts()).isEqualTo(2);
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
        VkRig.eventually("active", () -> node.account(one.id()).status() == Status.ACTIVE);
    }

    @Test
    void the_token_of_the_environment_goes_first_and_the_accounts_serve_when_it_is_dead() {
        String env = "vk1.a.token-env-0123456789";
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + env,
                new JsonObject().put("kind", "user").put("user_id", 1003));
        rig.user(node, ONE, 1001);
        var other = rig.node(rig.settings(env, Duration.ofSeconds(1), Duration.ofSeconds(5)));

        var first = other.call("users.get");
        assertThat(first.account().id()).isNull();
        assertThat(node.call("users.get").account().id())
                .as("a node without it")
                .isNotNull();
        rig.kill(env);
        for (int i = 0; i < 4; i++) {
            assertThat(other.call("users.get").account().id()).isNotNull();
        }

        assertThat(rig.errors(env, 5)).isEqualTo(1);
        assertThat(node.log()).filteredOn(TokenLog::isEnvToken).hasSize(2).allMatch(row -> row.accountId() == null);
    }
}
