package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.jobs.InboxPicture;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.support.Altered;
import io.pult.support.Chance;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that VK's API does not give, or should not. */
class OddAnswersIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final Map<String, Object> POST = Map.of("owner_id", -1, "message", "m");

    private final VkRig rig = new VkRig();
    private final ScriptedVk vk;
    private final Node node;
    private final SystemAccount one;

    OddAnswersIT() throws IOException {
        vk = new ScriptedVk(null);
        node = rig.node(settings(vk.url("http")));
        one = VkRig.create(node, 7, Kind.COMMUNITY, ONE);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        vk.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "5",
                "\"response\"",
                "{\"response\":",
                "{\"response\":1}}",
                "{\"error\":5}",
                "{\"error\":{}}",
                "{\"error\":[]}",
                "{\"error\":{\"error_code\":\"five\"}}",
                "{\"error\":{\"error_code\":5,\"error_msg\":7}}",
                "{\"response\":1,\"execute_errors\":5}",
                "{\"response\":1,\"response\":2}",
                "{\"error\":{\"error_code\":99999999999999999999}}",
                "<html>200, but not an answer</html>"
            })
    void a_body_that_is_no_answer_is_a_transport_fault_that_no_token_is_blamed_for(String body) {
        vk.then(body);

        assertThat(node.call("users.get").attempts()).isEqualTo(2);

        assertThat(errors()).singleElement().asString().startsWith("transport: ");
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
    }

    @Test
    void numbers_where_a_captcha_has_texts_are_read_all_the_same() {
        vk.then("{\"error\":{\"error_code\":15,\"error_msg\":\"Access denied\",\"captcha_sid\":5,\"captcha_img\":6,"
                + "\"redirect_uri\":{},\"request_params\":\"none\"}}");
        assertThat(node.callFailure("users.get").details()).containsEntry("error_code", 15);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 400, 401, 404, 429, 500, 502, 503, 504})
    void any_status_but_200_is_a_transport_fault_whatever_the_body_says(int status) {
        vk.then(
                status,
                "application/json",
                status == 204 ? "" : "{\"error\":{\"error_code\":5,\"error_msg\":\"dead\"}}");

        assertThat(node.call("users.get").attempts()).isEqualTo(2);

        assertThat(errors()).containsExactly("transport: HTTP " + status);
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/octet-stream", "application/jsonp/x", ""})
    void what_does_not_call_itself_json_is_not_read(String type) {
        vk.then(200, type, "{\"error\":{\"error_code\":5,\"error_msg\":\"dead\"}}");
        assertThat(node.call("users.get").attempts()).isEqualTo(2);
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
    }

    @Test
    void a_huge_answer_is_not_asked_for_again_and_says_what_helps() {
        vk.then("{\"response\":\"" + "x".repeat(1 << 17) + "\"}");

        Failure failure = node.callFailure("users.get");

        assertThat(failure.code()).isEqualTo("vk.answer_too_large");
        assertThat(failure.text()).contains("vk.max_response");
        assertThat(vk.asked()).hasSize(1);
    }

    @Test
    void a_token_that_vk_echoes_is_in_no_answer_no_log_and_no_item() {
        vk.then("{\"error\":{\"error_code\":100,\"error_msg\":\"bad access_token=" + ONE + " and " + ONE
                + "\",\"request_params\":[{\"key\":\"access_token\",\"value\":\"" + ONE + "\"}]}}");
        vk.then("{\"response\":{\"echo\":\"" + ONE + "\"}}");
        vk.then("{\"error\":{\"error_code\":17,\"error_msg\":\"Validation\",\"redirect_uri\":\"https://vk.ru/?t=" + ONE
                + "\"}}");

        Failure failure = node.callFailure("users.get");
        var answer = node.call("users.get");
        node.callFailure("users.get");

        assertThat(failure.text() + failure.details()).doesNotContain(ONE).contains("[hidden]");
        assertThat(answer.response().text()).doesNotContain(ONE);
        assertThat(node.log()).hasSize(3);
        assertThat(node.log().toString()).doesNotContain(ONE);
        VkRig.eventually("needs_human", () -> node.account(one.id()).status() == Status.NEEDS_HUMAN);
        assertThat(rig.pg
                        .list(row -> row.getJsonObject("body").encode(), "SELECT body FROM outbox")
                        .await())
                .isNotEmpty()
                .allSatisfy(body -> assertThat(body).doesNotContain(ONE));
    }

    @Test
    void an_error_that_no_rule_knows_is_the_callers_to_hear_and_the_token_stays() {
        vk.then("{\"error\":{\"error_code\":4242,\"error_msg\":\"Something new\"}}");
        assertThat(node.callFailure("users.get").details()).containsEntry("error_code", 4242);
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
    }

    @Test
    void a_callers_mistake_never_harms_a_token_alone_or_in_a_batch() {
        var chance = new Chance();
        var codes = VkErrors.standard().rules().stream()
                .filter(rule -> rule.action() == VkAction.CALLER_FAULT || rule.action() == VkAction.DENIED)
                .map(VkRule::code)
                .distinct()
                .toList();
        codes.forEach(code -> {
            String error = "\"error_code\":" + code + ",\"error_msg\":\"no\"";
            String target = chance.of(List.of("user_ids", "owner_id", "photos", "chat_id", "something"));
            if (chance.coin()) {
                vk.then("{\"error\":{" + error + ",\"error_subcode\":" + chance.between(1, 1_129) + "}}");
                assertThat(node.failure(VkCallOps.CALL, VkRig.call("users.get", Map.of(target, 1)))
                                .details())
                        .containsEntry("error_code", code);
            } else {
                vk.then("{\"response\":[false,[]],\"execute_errors\":[{\"method\":\"users.get\"," + error + "}]}");
                var wrong = batched("users.get", Map.of(target, 1));
                var right = batched("groups.getById", Map.of("group_id", 1));
                assertThat(VkRig.await(right).batched()).isEqualTo(2);
                assertThat(cause(wrong).details()).containsEntry("error_code", code);
            }
        });

        assertThat(vk.asked()).hasSize(codes.size());
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
        var next = node.call("users.get");
        assertThat(next.attempts()).isEqualTo(1);
        assertThat(next.waitedMs()).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[]", "[1]", "[1,2,3]", "{\"0\":1}", "null", "\"[1,2]\"", "false"})
    void a_batch_whose_answer_is_no_list_of_its_size_is_taken_apart(String response) {
        vk.then("{\"response\":" + response + "}");
        var one = batched("users.get", Map.of("user_ids", 1));
        var other = batched("users.get", Map.of("user_ids", 2));

        assertThat(VkRig.await(one).attempts()).isEqualTo(2);
        assertThat(VkRig.await(other).batched()).isNull();

        assertThat(vk.asked())
                .extracting(ScriptedVk.Asked::method)
                .containsExactly("execute", "users.get", "users.get");
    }

    @Test
    void an_answer_that_is_false_is_no_error_and_one_that_could_be_either_is_asked_for_again() {
        vk.then("{\"response\":[false,false],\"execute_errors\":[{\"method\":\"users.get\",\"error_code\":113}]}");
        var member = batched("groups.isMember", Map.of("group_id", 1));
        var wrong = batched("users.get", Map.of("user_ids", 0));

        assertThat(VkRig.await(member).response().text()).isEqualTo("false");
        assertThat(cause(wrong).details()).containsEntry("error_code", 113);

        vk.then("{\"response\":[false,false],\"execute_errors\":[{\"method\":\"groups.isMember\",\"error_code\":15}]}");
        var first = batched("groups.isMember", Map.of("group_id", 1));
        var second = batched("groups.isMember", Map.of("group_id", 2));
        assertThat(VkRig.await(first).attempts()).isEqualTo(2);
        assertThat(VkRig.await(second).attempts()).isEqualTo(2);
    }

    @Test
    void the_code_of_a_batch_holds_what_a_form_would_hold() {
        vk.then("{\"response\":[1,2]}");
        var one = batched("users.get", Map.of("user_ids", List.of(1, "durov"), "test", true));
        var two = batched("utils.resolveScreenName", Map.of("screen_name", "a\"];return API.account.ban();//\n"));

        VkRig.await(Future.all(one, two));

        String code = vk.asked().get(0).form().get("code");
        assertThat(code).startsWith("return [API.users.get({").contains("\"user_ids\":\"1,durov\"", "\"test\":\"1\"");
        assertThat(code)
                .endsWith("API.utils.resolveScreenName({\"screen_name\":\"a\\\"];return API.account.ban();//\\n\"})];");
    }

    @Test
    void what_the_operator_says_of_an_error_is_done() {
        var own = rig.settings(vk.url("http"), null, Duration.ofSeconds(1), Duration.ofSeconds(5));
        var ruled = rig.node(VkRig.ruled(own, List.of("4242 \"new\" lock_method 10m")));
        VkRig.create(node, 8, Kind.COMMUNITY, "vk1.a.token-two-0123456789");
        vk.then("{\"error\":{\"error_code\":4242,\"error_msg\":\"Something new\"}}");

        assertThat(ruled.call("users.get").attempts()).isEqualTo(2);

        String locked = vk.asked().get(0).token();
        for (int i = 0; i < 4; i++) {
            ruled.call("users.get");
        }
        assertThat(vk.asked().stream().filter(call -> call.token().equals(locked)))
                .hasSize(1);
    }

    @Test
    void a_write_whose_answer_was_lost_is_repeated_with_the_same_token_when_vk_has_a_key_for_it() {
        VkRig.create(node, 8, Kind.COMMUNITY, "vk1.a.token-two-0123456789");
        vk.thenCut().thenCut().then("{\"response\":77}");

        var answer = node.ask(
                VkCallOps.CALL, VkRig.call("messages.send", Map.of("peer_id", 1, "message", "m", "random_id", 42)));

        assertThat(answer.response().text()).isEqualTo("77");
        assertThat(answer.attempts()).isEqualTo(3);
        assertThat(vk.asked()).hasSize(3).allSatisfy(call -> {
            assertThat(call.token()).isEqualTo(vk.asked().get(0).token());
            assertThat(call.form()).containsEntry("random_id", "42");
        });
    }

    @Test
    void a_write_whose_answer_was_lost_and_that_has_no_key_ends_as_maybe_executed() {
        for (Map<String, Object> params : List.of(POST, Map.<String, Object>of("random_id", 0))) {
            vk.thenCut();
            String method = params.containsKey("random_id") ? "messages.send" : "wall.post";
            Failure failure = node.failure(VkCallOps.CALL, VkRig.call(method, params));
            assertThat(failure.code()).isEqualTo("vk.maybe_executed");
        }
        assertThat(vk.asked()).hasSize(2);
    }

    @Test
    void a_repeated_write_that_vk_then_refuses_is_still_maybe_executed_and_goes_to_no_other_token() {
        VkRig.create(node, 8, Kind.COMMUNITY, "vk1.a.token-two-0123456789");
        vk.thenCut().then("{\"error\":{\"error_code\":9,\"error_msg\":\"Flood control\"}}");

        Failure failure = node.failure(
                VkCallOps.CALL, VkRig.call("wall.post", Map.of("owner_id", -1, "message", "m", "guid", "g-1")));

        assertThat(failure.code()).isEqualTo("vk.maybe_executed");
        assertThat(failure.details()).containsEntry("error_code", 9);
        assertThat(vk.asked()).hasSize(2);
        assertThat(vk.asked().get(1).token()).isEqualTo(vk.asked().get(0).token());
    }

    @Test
    void a_write_that_vk_stumbles_over_is_repeated_under_its_key_and_otherwise_refused() {
        String internal = "{\"error\":{\"error_code\":10,\"error_msg\":\"Internal server error\"}}";
        vk.then(internal).then("{\"response\":5}");
        assertThat(node.ask(
                                VkCallOps.CALL,
                                VkRig.call("messages.send", Map.of("peer_id", 1, "message", "m", "random_id", 42)))
                        .attempts())
                .isEqualTo(2);

        vk.then(internal);
        Failure failure = node.failure(VkCallOps.CALL, VkRig.call("wall.post", POST));
        assertThat(failure.code()).isEqualTo("vk.refused");
        assertThat(vk.asked()).hasSize(3);
    }

    @Test
    void a_refusal_is_certain_and_the_same_key_hears_it_again_without_vk_being_asked() {
        vk.then("{\"error\":{\"error_code\":15,\"error_msg\":\"Access denied\"}}");
        for (int i = 0; i < 2; i++) {
            Failure failure = underKey("post-1", "wall.post", POST);
            assertThat(failure.code()).isEqualTo("vk.refused");
            assertThat(failure.details()).containsEntry("error_code", 15).containsEntry("error_msg", "Access denied");
        }
        assertThat(vk.asked()).hasSize(1);
    }

    @Test
    void of_a_write_that_vk_stumbled_over_the_same_key_hears_that_nobody_knows() {
        String internal = "{\"error\":{\"error_code\":10,\"error_msg\":\"Internal server error\"}}";
        String denied = "{\"error\":{\"error_code\":15,\"error_msg\":\"Access denied\"}}";
        vk.then(internal);
        assertThat(underKey("post-1", "wall.post", POST).code()).isEqualTo("vk.refused");
        assertThat(underKey("post-1", "wall.post", POST).code()).isEqualTo("idempotency.outcome_unknown");

        Map<String, Object> keyed = Map.of("peer_id", 1, "message", "m", "random_id", 42);
        vk.then(internal).then(denied);
        assertThat(underKey("send-1", "messages.send", keyed).details()).containsEntry("error_code", 15);
        assertThat(underKey("send-1", "messages.send", keyed).code())
                .as("the first try may have been done")
                .isEqualTo("idempotency.outcome_unknown");
        assertThat(vk.asked()).hasSize(3);
    }

    private Failure underKey(String key, String method, Map<String, Object> params) {
        var call = new Call(
                Principal.node("test"),
                "r",
                System.nanoTime() + Duration.ofSeconds(25).toNanos(),
                null,
                Locale.ENGLISH,
                key);
        return catchThrowableOfType(
                Failure.class, () -> VkRig.await(node.bus().ask(VkCallOps.CALL, VkRig.call(method, params), call)));
    }

    @Test
    void a_method_that_timed_out_at_vk_is_asked_once_more_for_half_as_many_and_the_answer_says_so() {
        String slow =
                "{\"error\":{\"error_code\":36,\"error_msg\":\"Method execution was interrupted due to timeout\"}}";
        vk.then(slow).then("{\"response\":{\"count\":9000,\"items\":[]}}");

        var answer = node.ask(VkCallOps.CALL, VkRig.call("groups.getMembers", Map.of("group_id", 1, "count", 1000)));

        assertThat(answer.countReducedTo()).isEqualTo(500);
        assertThat(vk.asked()).extracting(call -> call.form().get("count")).containsExactly("1000", "500");

        vk.then(slow).then(slow);
        assertThat(node.callFailure("users.get").details()).containsEntry("error_code", 36);
        assertThat(vk.asked()).hasSize(4);
    }

    @Test
    void an_unknown_application_is_asked_twice_more_and_then_its_token_rests() {
        var two = VkRig.create(node, 8, Kind.COMMUNITY, "vk1.a.token-two-0123456789");
        String unknown = "{\"error\":{\"error_code\":38,\"error_msg\":\"Unknown application\"}}";
        vk.then(unknown).then(unknown);
        assertThat(node.call("users.get").attempts()).isEqualTo(3);
        assertThat(List.of(
                        node.account(one.id()).status(), node.account(two.id()).status()))
                .doesNotContain(Status.COOLING);

        vk.then(unknown).then(unknown).then(unknown);
        assertThat(node.call("users.get").attempts()).isEqualTo(4);
        VkRig.eventually(
                "one of the two rests",
                () -> node.account(one.id()).status() == Status.COOLING
                        || node.account(two.id()).status() == Status.COOLING);
    }

    @ParameterizedTest
    @ValueSource(ints = {1117, 3609})
    void an_expired_token_is_condemned_as_expired_and_another_serves(int code) {
        VkRig.create(node, 8, Kind.COMMUNITY, "vk1.a.token-two-0123456789");
        vk.then("{\"error\":{\"error_code\":" + code + ",\"error_msg\":\"Token extension required\"}}");

        assertThat(node.call("users.get").attempts()).isEqualTo(2);

        VkRig.eventually("one is expired", () -> statuses().contains(Status.EXPIRED));
        assertThat(node.call("users.get").attempts()).isEqualTo(1);
    }

    @Test
    void a_vk_with_a_certificate_that_nobody_trusts_is_told_no_token() throws Exception {
        try (var impostor = new ScriptedVk(selfSigned())) {
            var secure = rig.node(settings(impostor.url("https")));

            Failure failure = secure.callFailure("users.get");

            assertThat(failure.code()).isEqualTo("vk.unreachable");
            assertThat(impostor.asked()).isEmpty();
            assertThat(errors(secure))
                    .hasSize(4)
                    .allSatisfy(error -> assertThat(error).contains("the certificate is not trusted"));
            assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
        }
    }

    @Test
    void a_picture_at_a_host_with_a_certificate_that_nobody_trusts_is_not_shown() throws Exception {
        try (var impostor = new ScriptedVk(selfSigned())) {
            var picture = URI.create(impostor.url("https"));
            var secure = rig.node(Altered.record(
                    settings(impostor.url("https")), Map.of("pictureHosts", List.of(picture.getAuthority()))));

            Failure failure = secure.failure(
                    InboxPicture.of("vk"), new InboxPicture(UUID.randomUUID(), CaptchaItems.KIND, picture.toString()));

            assertThat(failure.code()).isEqualTo("vk.picture_unfit");
            assertThat(failure.text()).contains("the certificate is not trusted");
            assertThat(impostor.asked()).isEmpty();
        }
    }

    private static Failure cause(Future<VkAnswer> call) {
        return (Failure) VkRig.await(call.transform(done -> Future.succeededFuture(done.cause())));
    }

    private Future<VkAnswer> batched(String method, Map<String, ?> params) {
        return node.bus()
                .ask(
                        VkCallOps.CALL,
                        new VkCall(new VkCall.Body(method, Map.copyOf(params), true)),
                        Call.system("test", Duration.ofSeconds(25)));
    }

    private List<@Nullable String> errors() {
        return errors(node);
    }

    /** A node that is asked waits for what it has written itself, and for nobody else's. */
    private static List<@Nullable String> errors(Node node) {
        return node.log().stream()
                .filter(row -> row.status() == TokenLog.Status.ERROR)
                .map(TokenLog::errorDetails)
                .toList();
    }

    private List<Status> statuses() {
        return node
                .ask(SystemAccountOps.LIST, new SystemAccountOps.ListAccounts(null, null, null, null, null, null))
                .items()
                .stream()
                .map(SystemAccount::status)
                .toList();
    }

    private VkSettings settings(String url) {
        return rig.settings(url, null, Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    private static SSLContext selfSigned() throws Exception {
        Path file = Files.createTempDirectory("pult-tls").resolve("keys.p12");
        String password = "changeit";
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "vk",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
