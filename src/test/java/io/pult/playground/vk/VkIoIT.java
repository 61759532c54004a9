package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.NpmPeer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The npm package vk-io, a client of VK that others wrote, against the stand-in. In {@code make check}: it installs the
 * package from a registry, and needs Node.js 18 or later.
 */
@Tag("check")
class VkIoIT {
    private static NpmPeer peer;

    private final StandInPeer vk = new StandInPeer(InstantSource.system());

    @BeforeAll
    static void install() throws Exception {
        peer = NpmPeer.install("vk-io");
    }

    @BeforeEach
    void tokens() {
        vk.userToken("user", 1001);
        vk.token("group", "group");
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private Object outcome(String scenario) throws Exception {
        return peer.says(scenario, vk.standIn.url());
    }

    private int calls(String token, String method) {
        return vk.listed(token).getJsonObject("calls").getInteger(method, 0);
    }

    private int errors(String token, int code) {
        return vk.listed(token).getJsonObject("errors").getInteger(Integer.toString(code), 0);
    }

    @Test
    void it_reads_users_by_name_and_number() throws Exception {
        JsonArray users = (JsonArray) outcome("users");
        assertThat(users.stream().map(user -> ((JsonObject) user).getString("screen_name")))
                .containsExactly("pult_demo", "anna_demo");
    }

    @Test
    void its_own_pace_is_never_refused() throws Exception {
        assertThat((JsonArray) outcome("sequential")).containsExactly(1001, 1002, 1003, 1004, 1005);
        assertThat(errors("user", 6)).isZero();
    }

    @Test
    void what_error_6_refuses_it_asks_again_and_gets() throws Exception {
        assertThat((JsonArray) outcome("tooMany")).hasSize(7).containsOnly(1001);
        assertThat(errors("user", 6)).isPositive();
    }

    @Test
    void its_batches_are_one_execute_and_a_call_that_fails_in_one_fails_alone() throws Exception {
        JsonArray outcomes = (JsonArray) outcome("parallel");
        assertThat(outcomes.getJsonArray(0).getJsonObject(0).getLong("id")).isEqualTo(1001);
        assertThat(outcomes.getJsonObject(1).getInteger("code")).isEqualTo(125);
        assertThat(outcomes.getJsonObject(2).getString("type")).isEqualTo("group");
        assertThat(outcomes.getJsonObject(3).getJsonArray("items")).hasSize(2);
        assertThat(calls("user", "execute")).isEqualTo(1);
        assertThat(calls("user", "users.get")).isZero();
    }

    @Test
    void its_resolver_finds_users_groups_and_posts() throws Exception {
        assertThat(outcome("resolve")).isEqualTo(new JsonArray("""
                [{"id":1001,"type":"user"},{"id":7001,"type":"group"},{"id":7002,"type":"group"},\
                {"id":1002,"type":"user"},{"id":3,"type":"wall"}]"""));
    }

    @Test
    void its_resolver_takes_an_empty_array_for_a_free_name() throws Exception {
        assertThat(outcome("free")).isEqualTo("RESOURCE_NOT_FOUND");
    }

    @Test
    void it_reads_a_whole_group_by_thirty_pages_in_two_batches() throws Exception {
        assertThat(outcome("executes")).isEqualTo(new JsonObject("{\"members\":3203,\"errors\":0}"));
        assertThat(calls("group", "execute")).isEqualTo(2);
        assertThat(vk.listed("group").getJsonObject("inner_calls").getInteger("groups.getMembers"))
                .isEqualTo(30);
    }

    @Test
    void its_captcha_handler_passes_both_forms() throws Exception {
        vk.admin("POST", "errors", new JsonObject().put("captcha", "old"));
        vk.admin("POST", "errors", new JsonObject().put("captcha", "new"));
        assertThat(outcome("captcha")).isEqualTo(new JsonObject("{\"asked\":[\"picture\"],\"id\":1001}"));
        assertThat(outcome("captcha")).isEqualTo(new JsonObject("{\"asked\":[\"page\"],\"id\":1001}"));
    }

    @Test
    void a_message_it_sends_twice_with_one_random_id_is_one_message() throws Exception {
        JsonArray ids = (JsonArray) outcome("message");
        assertThat(ids.getInteger(0)).isEqualTo(ids.getInteger(1));
        assertThat(vk.admin("GET", "acts", new JsonObject()).getJsonObject("done"))
                .isEqualTo(new JsonObject().put("messages.send", 1));
    }

    @Test
    void a_page_of_html_it_asks_again() throws Exception {
        vk.admin("POST", "faults", new JsonObject().put("kind", "html"));
        assertThat(outcome("html")).isEqualTo(1001);
    }
}
