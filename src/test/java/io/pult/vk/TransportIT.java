package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.VkCallOps;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when VK does not answer as VK does. */
class TransportIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";
    private static final Map<String, String> CODE = Map.of("code", "return [API.users.get({\"user_ids\":\"1001\"})];");

    private final VkRig rig = new VkRig();
    private final Node node = rig.node(rig.settings(null, Duration.ofMillis(400), Duration.ofSeconds(5)));

    @BeforeEach
    void twoTokens() {
        rig.user(node, ONE, 1001);
        rig.user(node, TWO, 1002);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "cut", "cut_body", "hang"})
    void a_reading_call_is_repeated_and_no_token_is_blamed(String kind) {
        rig.fault(kind, "users.get", 1);

        var answer = node.call("users.get");

        assertThat(answer.attempts()).isEqualTo(2);
        assertThat(node.log()).hasSize(2);
        assertThat(node.log().get(1).status()).isEqualTo(TokenLog.Status.ERROR);
        assertThat(node.log().get(1).errorDetails()).startsWith("transport: ");
        node.ask(SystemAccountOps.LIST, new SystemAccountOps.ListAccounts(null, null, null, null, null, null))
                .items()
                .forEach(account -> assertThat(account.status()).isIn(Status.UNKNOWN, Status.ACTIVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "cut", "cut_body", "hang"})
    void a_call_that_may_have_written_is_not_repeated_and_says_so(String kind) {
        rig.fault(kind, "execute", 1);

        Failure failure = node.failure(VkCallOps.CALL, VkRig.call("execute", CODE));

        assertThat(failure.code()).isEqualTo("vk.maybe_executed");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UPSTREAM);
        assertThat(rig.calls(ONE, "execute") + rig.calls(TWO, "execute")).isEqualTo(1);
        assertThat(node.ask(VkCallOps.CALL, VkRig.call("execute", CODE)).attempts())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "cut", "cut_body", "hang"})
    void a_message_whose_answer_was_lost_is_sent_again_under_its_key_and_vk_has_it_once(String kind) {
        rig.fault(kind, "messages.send", 1);

        var answer = node.ask(
                VkCallOps.CALL,
                VkRig.call("messages.send", Map.of("peer_id", 1003, "message", "hello", "random_id", 4_711)));

        assertThat(answer.attempts()).isEqualTo(2);
        var acts = rig.tell(HttpMethod.GET, "acts", new JsonObject());
        assertThat(acts.getJsonObject("done").getInteger("messages.send")).isEqualTo(1);
        assertThat(Math.max(rig.calls(ONE, "messages.send"), rig.calls(TWO, "messages.send")))
                .isEqualTo(2);
    }

    @Test
    void an_outage_that_lasts_ends_in_a_plain_answer_after_a_few_tries() {
        rig.fault("html", "users.get", 10);

        Failure failure = node.callFailure("users.get");

        assertThat(failure.code()).isEqualTo("vk.unreachable");
        assertThat(node.log()).hasSize(4);
    }

    @Test
    void an_answer_slower_than_the_deadline_is_lost_and_does_not_hold_the_caller() {
        rig.tell(
                HttpMethod.POST,
                "faults",
                new JsonObject().put("kind", "latency").put("millis", 5_000).put("method", "execute"));
        long before = System.nanoTime();

        assertThat(node.failure(VkCallOps.CALL, VkRig.call("execute", CODE)).code())
                .isEqualTo("vk.maybe_executed");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void an_answer_larger_than_allowed_is_not_read_to_its_end() {
        rig.tell(
                HttpMethod.PUT,
                "users/5002",
                new JsonObject()
                        .put("first_name", "x".repeat(1_000))
                        .put("last_name", "y".repeat(1_000))
                        .put("status", "z".repeat(1_000)));
        String inner = "API.users.get({\"user_ids\":\"5002\",\"fields\":\"status\"})";
        String code = "return [" + String.join(",", Collections.nCopies(25, inner)) + "];";

        Failure failure = node.failure(VkCallOps.CALL, VkRig.call("execute", Map.of("code", code)));

        assertThat(failure.code()).isEqualTo("vk.maybe_executed");
        assertThat(node.log().get(0).errorDetails()).contains("more than 65536 bytes");
    }

    @Test
    void a_vk_that_is_not_there_was_not_asked_so_that_even_a_write_is_tried_again() {
        var nowhere = rig.node(rig.nowhere());

        Failure failure = nowhere.failure(VkCallOps.CALL, VkRig.call("execute", CODE));

        assertThat(failure.code()).isEqualTo("vk.unreachable");
        assertThat(nowhere.log())
                .hasSize(4)
                .allMatch(row -> String.valueOf(row.errorDetails()).contains("no connection"));
    }
}
