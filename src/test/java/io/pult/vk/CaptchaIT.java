package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.InboxPicture;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when VK wants to see a person. */
class CaptchaIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = new VkRig();
    private final Node node = rig.node();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "new"})
    void the_waiting_call_goes_on_with_a_persons_answer(String form) {
        var one = rig.user(node, ONE, 1001);
        captcha(form, 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));

        JsonObject item = item(1);
        assertThat(item.getJsonArray("fields").getString(0))
                .isEqualTo(form.equals("old") ? "captcha_key" : "success_token");
        assertThat(item.getJsonObject("details").fieldNames())
                .contains(form.equals("old") ? "captcha_img" : "redirect_uri");
        assertThat(item.encode()).doesNotContain(ONE);
        VkRig.eventually("the token rests", () -> node.account(one.id()).status() == Status.COOLING);
        assertThat(waiting.isComplete()).isFalse();
        answer(node, item);

        assertThat(VkRig.await(waiting).attempts()).isEqualTo(2);
        assertThat(waiting.result().account().id()).isEqualTo(one.id());
        VkRig.eventually(
                "the token is back",
                () -> node.account(one.id()).status().live()
                        && node.account(one.id()).status() != Status.COOLING);
        assertThat(node.call("users.get").attempts()).isEqualTo(1);
    }

    @Test
    void the_picture_is_fetched_for_the_person_until_vk_has_its_answer() {
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));
        JsonObject item = item(1);
        var wanted = new InboxPicture(
                UUID.randomUUID(),
                item.getString("kind"),
                item.getJsonObject("details").getString("captcha_img"));

        var picture = node.ask(InboxPicture.of("vk"), wanted);
        assertThat(picture.contentType()).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(picture.data())).startsWith(0x89, 'P', 'N', 'G');
        answer(node, item);
        VkRig.await(waiting);

        assertThat(node.failure(InboxPicture.of("vk"), wanted).code()).isEqualTo("vk.picture_unfit");
    }

    @Test
    void a_wrong_answer_opens_another_item_and_the_call_waits_on() {
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));

        answer(node, item(1), "wrong");
        JsonObject second = item(2);
        assertThat(second.getString("subject")).isNotEqualTo(item(1).getString("subject"));
        assertThat(waiting.isComplete()).isFalse();
        answer(node, second);

        assertThat(VkRig.await(waiting).attempts()).isEqualTo(3);
    }

    @Test
    void an_answer_that_nobody_waits_for_any_more_wakes_the_token_and_serves_its_next_call() {
        var one = rig.user(node, ONE, 1001);
        captcha("old", 1);
        Failure failure = failing(calling(node, Duration.ofSeconds(2)));

        assertThat(failure.code()).isEqualTo("vk.busy");
        assertThat(failure.details()).containsEntry("error_code", 14);
        assertThat(failure.retryAfter()).isGreaterThan(Duration.ofMinutes(9));
        // Whoever comes without the answer is refused again.
        captcha("old", 1);
        answer(node, item(1));
        VkRig.eventually("the token is woken", () -> node.account(one.id()).status() != Status.COOLING);

        assertThat(node.call("users.get").attempts()).isEqualTo(1);
        assertThat(rig.errors(ONE, 14)).isEqualTo(1);
    }

    @Test
    void another_token_serves_at_once_and_nobody_waits() {
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
        captcha("new", 1);

        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").account().label()).isEqualTo("account 1002");
        }

        assertThat(rig.errors(ONE, 14)).isEqualTo(1);
        assertThat(item(1).getJsonObject("details").getString("label")).isEqualTo("account 1001");
    }

    @Test
    void the_answer_may_come_to_another_node_than_the_one_where_the_call_waits() {
        var other = rig.node();
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));

        answer(other, item(1));

        assertThat(VkRig.await(waiting).attempts()).isEqualTo(2);
    }

    @Test
    void a_captcha_after_one_that_was_answered_at_another_node_is_put_to_a_person_again() {
        var other = rig.node();
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        failing(calling(node, Duration.ofSeconds(1)));
        answer(other, item(1));
        VkRig.eventually("the other node's call used it", () -> succeeds(calling(other, Duration.ofSeconds(1))));
        captcha("old", 1);

        failing(calling(node, Duration.ofSeconds(2)));

        assertThat(item(2).getString("subject")).isNotEqualTo(item(1).getString("subject"));
    }

    @Test
    void an_answer_that_was_lost_on_its_way_to_vk_is_tried_again() {
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));
        JsonObject item = item(1);
        rig.fault("html", "users.get", 1);

        answer(node, item);

        assertThat(VkRig.await(waiting).attempts()).isEqualTo(3);
        assertThat(rig.errors(ONE, 14)).isEqualTo(1);
    }

    @Test
    void the_same_answer_that_comes_twice_is_used_once() {
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));
        JsonObject item = item(1);
        answer(node, item);
        VkRig.await(waiting);

        answer(node, item);

        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").attempts()).isEqualTo(1);
        }
        assertThat(rig.errors(ONE, 14)).isEqualTo(1);
    }

    @Test
    void a_new_token_lets_the_waiting_call_go_on_too_and_takes_the_question_back() {
        var one = rig.user(node, ONE, 1001);
        captcha("old", 1);
        Future<VkAnswer> waiting = calling(node, Duration.ofSeconds(20));
        JsonObject item = item(1);
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1001));

        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(UUID.randomUUID(), "vk_token", one.id().toString(), Map.of("token", TWO)));

        assertThat(VkRig.await(waiting).attempts()).isEqualTo(2);
        assertThat(rig.calls(TWO, "users.get")).isEqualTo(1);
        VkRig.eventually(
                "the item is withdrawn",
                () -> rig
                        .pg
                        .list(row -> row.getJsonObject("body"), "SELECT body FROM outbox WHERE op LIKE '%withdraw%'")
                        .await()
                        .stream()
                        .anyMatch(body -> body.getString("subject").equals(item.getString("subject"))));
    }

    @Test
    void many_calls_that_meet_one_tokens_captcha_ask_one_person_once() {
        rig.community(node, ONE, 7);
        captcha("old", 3);
        List<Future<VkAnswer>> waiting = List.of(
                calling(node, Duration.ofSeconds(20)),
                calling(node, Duration.ofSeconds(20)),
                calling(node, Duration.ofSeconds(20)));

        JsonObject item = item(1);
        VkRig.eventually("all were asked", () -> rig.errors(ONE, 14) == 3);
        answer(node, item);
        waiting.forEach(VkRig::await);

        assertThat(items()).hasSize(1);
    }

    @Test
    void a_captcha_without_anything_to_answer_asks_for_another_token() {
        rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 3300, 1);

        assertThat(failing(calling(node, Duration.ofSeconds(2))).details()).containsEntry("error_code", 3300);

        assertThat(item(1).getString("kind")).isEqualTo("vk_token");
    }

    @Test
    void an_answer_that_is_empty_or_of_another_item_is_refused() {
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        failing(calling(node, Duration.ofSeconds(1)));
        String subject = item(1).getString("subject");
        for (var wrong : List.of(
                new InboxAnswer(UUID.randomUUID(), "vk_captcha", subject, Map.of("captcha_key", " ")),
                new InboxAnswer(UUID.randomUUID(), "vk_captcha", subject, Map.of("token", TWO)),
                new InboxAnswer(UUID.randomUUID(), "vk_captcha", "nobody", Map.of("captcha_key", "x")),
                new InboxAnswer(UUID.randomUUID(), "vk_else", subject, Map.of("captcha_key", "x")))) {
            assertThat(node.failure(InboxAnswer.of("vk"), wrong).code()).isEqualTo("inbox.answer_missing");
        }
    }

    @Test
    void an_answer_lies_in_redis_encrypted_and_not_for_long() {
        rig.user(node, ONE, 1001);
        captcha("old", 1);
        failing(calling(node, Duration.ofSeconds(1)));
        answer(node, item(1));

        var keys = rig.redis(Request.cmd(Command.KEYS).arg("*:captcha:*"));
        assertThat(keys).isNotNull().isNotEmpty();
        keys.forEach(key -> {
            var value = rig.redis(Request.cmd(Command.GET).arg(key.toString()));
            assertThat(String.valueOf(value)).doesNotContain("captcha_key").doesNotContain("key1");
            var left = rig.redis(Request.cmd(Command.TTL).arg(key.toString()));
            assertThat(String.valueOf(left)).matches("[1-9][0-9]*");
        });
    }

    @Test
    void a_validation_shows_its_page_and_done_brings_the_account_back() {
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 17, 1);
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
        VkRig.eventually("needs_human", () -> node.account(one.id()).status() == Status.NEEDS_HUMAN);

        JsonObject item = item(1);
        assertThat(item.getJsonObject("details").getString("redirect_uri")).startsWith(rig.standInUrl());
        assertThat(item.getJsonArray("fields").getList()).isEqualTo(List.of("done_or_token"));
        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(
                        UUID.randomUUID(),
                        item.getString("kind"),
                        item.getString("subject"),
                        Map.of("done_or_token", "Done ")));

        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
    }

    @Test
    void a_validation_may_also_be_answered_with_another_token_and_done_takes_nothing_back_from_a_person() {
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 17, 1);
        node.callFailure("users.get");
        VkRig.eventually("needs_human", () -> node.account(one.id()).status() == Status.NEEDS_HUMAN);
        JsonObject item = item(1);
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1001));

        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(
                        UUID.randomUUID(), "vk_token", item.getString("subject"), Map.of("done_or_token", TWO)));
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());

        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(
                        UUID.randomUUID(), "vk_token", item.getString("subject"), Map.of("done_or_token", "done")));
        assertThat(rig.calls(TWO, "users.get")).isEqualTo(1);
    }

    private void captcha(String form, int times) {
        rig.tell(
                HttpMethod.POST,
                "errors",
                new JsonObject()
                        .put("captcha", form)
                        .put("token", ONE)
                        .put("method", "users.get")
                        .put("times", times));
    }

    private static Future<VkAnswer> calling(Node node, Duration budget) {
        return node.bus()
                .ask(VkCallOps.CALL, VkRig.call("users.get", Map.of("user_ids", "1001")), Call.system("test", budget));
    }

    private static boolean succeeds(Future<VkAnswer> call) {
        return VkRig.await(call.transform(done -> Future.succeededFuture(done.succeeded())));
    }

    private static Failure failing(Future<VkAnswer> call) {
        return (Failure) VkRig.await(call.transform(done -> Future.succeededFuture(done.cause())));
    }

    /** The n-th item that was opened. */
    private JsonObject item(int number) {
        VkRig.eventually("item " + number, () -> items().size() >= number);
        return items().get(number - 1);
    }

    private List<JsonObject> items() {
        return rig.pg
                .list(
                        row -> row.getJsonObject("body"),
                        "SELECT body FROM outbox WHERE op LIKE '%open%' ORDER BY created_at")
                .await();
    }

    /** As a person who reads the picture or the page. */
    private static void answer(Node node, JsonObject item) {
        JsonObject details = item.getJsonObject("details");
        String sid = details.getString("captcha_sid");
        answer(
                node,
                item,
                sid != null
                        ? "key" + sid
                        : "passed" + details.getString("redirect_uri").replaceAll(".*session_token=([^&]*).*", "$1"));
    }

    private static void answer(Node node, JsonObject item, String value) {
        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(
                        UUID.randomUUID(),
                        item.getString("kind"),
                        item.getString("subject"),
                        Map.of(item.getJsonArray("fields").getString(0), value)));
    }
}
