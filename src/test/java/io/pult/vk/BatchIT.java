package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading calls that go to VK together. */
class BatchIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = new VkRig();
    private final Node node = rig.node();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void twenty_five_calls_are_one_request_and_each_caller_gets_its_own_answer() {
        rig.user(node, ONE, 1001);

        var calls = batch(25);

        VkRig.await(Future.all(calls));
        for (int i = 0; i < 25; i++) {
            VkAnswer answer = calls.get(i).result();
            assertThat(answer.response().text()).contains("\"id\":" + user(i));
            assertThat(answer.batched()).isEqualTo(25);
            assertThat(answer.attempts()).isEqualTo(1);
            assertThat(answer.executeErrors()).isNull();
        }
        assertThat(rig.calls(ONE, "execute")).isEqualTo(1);
        assertThat(rig.calls(ONE, "users.get")).isZero();
    }

    @Test
    void the_log_has_a_row_for_each_call_with_its_own_method_and_none_for_the_request() {
        rig.user(node, ONE, 1001);
        var calls = new ArrayList<>(batch(3));
        calls.add(calling("utils.resolveScreenName", Map.of("screen_name", "pult_demo")));

        VkRig.await(Future.all(calls));

        assertThat(node.log())
                .extracting(TokenLog::method)
                .containsExactlyInAnyOrder("users.get", "users.get", "users.get", "utils.resolveScreenName");
        assertThat(node.log())
                .extracting(TokenLog::durationMs)
                .containsOnly(node.log().get(0).durationMs());
    }

    @Test
    void the_twenty_sixth_goes_with_the_next_and_a_batch_is_one_turn_of_the_budget() {
        rig.user(node, ONE, 1001);
        long before = System.nanoTime();

        var calls = batch(60);

        VkRig.await(Future.all(calls));
        assertThat(rig.calls(ONE, "execute")).isEqualTo(3);
        assertThat(rig.errors(ONE, 6)).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(calls).extracting(call -> call.result().batched()).contains(25, 10);
    }

    @Test
    void a_call_that_finds_no_company_goes_alone_after_the_window() {
        rig.user(node, ONE, 1001);
        var answer = VkRig.await(calling("users.get", Map.of("user_ids", "1001")));
        assertThat(answer.batched()).isNull();
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
    }

    @Test
    void an_error_inside_is_the_one_callers_and_harms_neither_the_others_nor_the_token() {
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 113, 1);

        var calls = batch(4);

        Failure failure = failure(calls.get(0));
        assertThat(failure.code()).isEqualTo("vk.bad_request");
        assertThat(failure.details()).containsEntry("error_code", 113);
        VkRig.await(Future.all(calls.subList(1, 4)));
        assertThat(rig.calls(ONE, "execute")).isEqualTo(1);
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
    }

    @Test
    void flood_control_inside_is_that_methods_of_the_token_and_the_call_goes_on_with_another() {
        rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 9, 1);
        var calls = new ArrayList<>(batch(2));

        assertThat(failure(calls.get(0)).details()).containsEntry("error_code", 9);
        assertThat(VkRig.await(calls.get(1)).attempts()).isEqualTo(1);
        rig.user(node, TWO, 1002);
        calls.addAll(batch(2));
        calls.subList(2, 4)
                .forEach(call -> assertThat(VkRig.await(call).account().label()).isEqualTo("account 1002"));
    }

    @Test
    void a_lock_inside_a_batch_is_for_the_method_and_the_next_batch_avoids_the_token() {
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 29, 1);

        for (int round = 0; round < 3; round++) {
            var calls = batch(3);
            VkRig.await(Future.all(calls));
        }

        int inside = inner(ONE, "users.get") + rig.calls(ONE, "users.get");
        for (int round = 0; round < 3; round++) {
            var calls = batch(3);
            VkRig.await(Future.all(calls));
            assertThat(calls).allMatch(call -> call.result().account().label().equals("account 1002"));
        }
        assertThat(inner(ONE, "users.get") + rig.calls(ONE, "users.get")).isEqualTo(inside);
        assertThat(VkRig.await(calling("utils.resolveScreenName", Map.of("screen_name", "pult_demo")))
                        .attempts())
                .isEqualTo(1);
    }

    @Test
    void too_many_requests_inside_pause_the_token_and_the_call_goes_on() {
        rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 6, 1);

        var calls = batch(3);

        VkRig.await(Future.all(calls));
        assertThat(calls.get(0).result().attempts()).isEqualTo(2);
        assertThat(calls.get(1).result().attempts()).isEqualTo(1);
    }

    @Test
    void too_many_requests_for_the_whole_pause_the_token_and_nobody_hears_of_it() {
        rig.user(node, ONE, 1001);
        rig.forceError(ONE, "execute", 6, 1);

        var calls = batch(3);

        VkRig.await(Future.all(calls));
        assertThat(calls).allMatch(call -> call.result().attempts() == 2);
        assertThat(node.log())
                .filteredOn(row -> row.status() == TokenLog.Status.ERROR)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.method()).isEqualTo("execute");
                    assertThat(row.errorDetails()).startsWith("6 ");
                });
    }

    @Test
    void what_is_too_heavy_together_is_halved_down_to_single_calls() {
        rig.community(node, ONE, 7);
        rig.forceError(ONE, "execute", 13, 3);

        var calls = batch(4);

        VkRig.await(Future.all(calls));
        assertThat(rig.calls(ONE, "execute")).isEqualTo(3);
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(4);
        assertThat(calls)
                .allMatch(
                        call -> call.result().batched() == null && call.result().attempts() == 3);
    }

    @Test
    void an_answer_that_vk_finds_too_large_is_halved_until_it_fits() {
        rig.tell(HttpMethod.PUT, "settings", new JsonObject().put("execute_max_bytes", 1_000));
        rig.community(node, ONE, 7);

        var calls = batch(25);

        VkRig.await(Future.all(calls));
        assertThat(rig.errors(ONE, 13)).isPositive();
        for (int i = 0; i < 25; i++) {
            assertThat(calls.get(i).result().response().text()).contains("\"id\":" + user(i));
        }
    }

    @Test
    void a_lock_that_another_node_met_holds_for_a_batch_here() {
        var other = rig.node();
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        rig.forceError(ONE, "users.get", 29, 1);
        other.call("users.get");
        other.call("users.get");

        for (int round = 0; round < 3; round++) {
            var calls = batch(3);
            VkRig.await(Future.all(calls));
            assertThat(calls).allMatch(call -> call.result().account().label().equals("account 1002"));
        }

        assertThat(inner(ONE, "users.get")).isZero();
    }

    @Test
    void code_that_does_not_compile_sends_every_call_alone() {
        rig.community(node, ONE, 7);
        rig.forceError(ONE, "execute", 12, 1);

        var calls = batch(3);

        VkRig.await(Future.all(calls));
        assertThat(rig.calls(ONE, "execute")).isEqualTo(1);
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(3);
    }

    @Test
    void an_answer_too_large_for_one_is_halved() {
        rig.tell(
                HttpMethod.PUT,
                "users/5002",
                new JsonObject()
                        .put("first_name", "x".repeat(1_000))
                        .put("last_name", "y".repeat(1_000))
                        .put("status", "z".repeat(1_000)));
        rig.community(node, ONE, 7);
        var calls = IntStream.range(0, 25)
                .mapToObj(i -> calling("users.get", Map.of("user_ids", "5002", "fields", "status")))
                .toList();

        VkRig.await(Future.all(calls));

        assertThat(rig.calls(ONE, "execute")).isEqualTo(3);
        assertThat(calls).allMatch(call -> call.result().response().text().length() > 3_000);
    }

    @Test
    void a_dead_token_is_left_by_all_of_them_at_once() {
        var one = rig.user(node, ONE, 1001);
        rig.kill(ONE);
        rig.user(node, TWO, 1002);

        for (int round = 0; round < 2; round++) {
            var calls = batch(5);
            VkRig.await(Future.all(calls));
            assertThat(calls).allMatch(call -> call.result().account().label().equals("account 1002"));
        }

        assertThat(rig.errors(ONE, 5)).isEqualTo(1);
        VkRig.eventually("status error", () -> node.account(one.id()).status() == Status.ERROR);
    }

    @Test
    void without_a_living_user_or_community_token_they_go_alone() {
        rig.tell(HttpMethod.PUT, "tokens/" + ONE, new JsonObject().put("kind", "service"));
        VkRig.create(node, 1, Kind.SERVICE, ONE);

        var calls = batch(3);

        VkRig.await(Future.all(calls));
        assertThat(calls).allMatch(call -> call.result().batched() == null);
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(3);
    }

    @Test
    void without_any_living_token_each_hears_that_none_lives() {
        batch(3).forEach(call -> assertThat(failure(call).code()).isEqualTo("vk.no_live_token"));
    }

    @Test
    void what_only_a_user_token_may_do_never_goes_with_a_communitys() {
        rig.community(node, ONE, 7);

        Failure failure = failure(
                Future.all(calling("wall.get", Map.of("owner_id", "-1")), calling("wall.get", Map.of("owner_id", "-2")))
                        .mapEmpty());

        assertThat(failure.code()).isEqualTo("vk.no_live_token");
        assertThat(rig.calls(ONE, "execute")).isZero();
    }

    @Test
    void a_write_that_asks_to_be_batched_goes_alone() {
        rig.user(node, ONE, 1001);
        var code = Map.of("code", "return [API.users.get({\"user_ids\":\"1001\"})];");
        var calls = List.of(calling("execute", code), calling("execute", code));
        VkRig.await(Future.all(calls));
        assertThat(rig.calls(ONE, "execute")).isEqualTo(2);
    }

    @Test
    void a_caller_whose_time_is_over_hears_so_and_the_others_get_their_answers() {
        // Its turns come soon, so that the hasty caller has one at all.
        rig.community(node, ONE, 7001);
        rig.fault("hang", "execute", 1);
        var hasty = calling("users.get", Map.of("user_ids", "1001"), Duration.ofMillis(800));
        var patient = batch(3);
        long before = System.nanoTime();

        assertThat(failure(hasty).code()).isEqualTo("vk.timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));

        VkRig.await(Future.all(patient));
        assertThat(patient)
                .allMatch(call -> call.result().attempts() == 2 && call.result().batched() == 3);
    }

    @Test
    void an_outage_that_lasts_ends_for_all_after_a_few_requests() {
        rig.user(node, ONE, 1001);
        rig.fault("html", "execute", 10);

        var calls = batch(5);

        calls.forEach(call -> assertThat(failure(call).code()).isEqualTo("vk.unreachable"));
        assertThat(rig.calls(ONE, "execute")).isEqualTo(4);
        assertThat(rig.calls(ONE, "users.get")).isZero();
    }

    @Test
    void a_captcha_for_all_of_them_is_answered_once_and_all_go_on() {
        rig.user(node, ONE, 1001);
        rig.tell(
                HttpMethod.POST,
                "errors",
                new JsonObject().put("captcha", "old").put("token", ONE).put("method", "execute"));
        var calls = batch(3);
        VkRig.eventually("an item", () -> subject() != null);

        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(
                        UUID.randomUUID(), "vk_captcha", String.valueOf(subject()), Map.of("captcha_key", "key1")));

        VkRig.await(Future.all(calls));
        assertThat(rig.errors(ONE, 14)).isEqualTo(1);
    }

    private @Nullable String subject() {
        return rig
                .pg
                .list(
                        row -> row.getJsonObject("body").getString("subject"),
                        "SELECT body FROM outbox WHERE op LIKE '%open%'")
                .await()
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Users that the stand-in has from the beginning. */
    private static int user(int i) {
        return 1001 + i % 3;
    }

    private List<Future<VkAnswer>> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> calling("users.get", Map.of("user_ids", Integer.toString(user(i)))))
                .toList();
    }

    private Future<VkAnswer> calling(String method, Map<String, String> params) {
        return calling(method, params, Duration.ofSeconds(25));
    }

    private Future<VkAnswer> calling(String method, Map<String, String> params, Duration budget) {
        return node.bus()
                .ask(
                        VkCallOps.CALL,
                        new VkCall(new VkCall.Body(method, Map.copyOf(params), true)),
                        Call.system("test", budget));
    }

    private static Failure failure(Future<?> call) {
        return (Failure) VkRig.await(call.transform(done -> Future.succeededFuture(done.cause())));
    }

    private int inner(String token, String method) {
        return rig.seen(token).getJsonObject("inner_calls").getInteger(method, 0);
    }
}
