package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VkIdChannelTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void grant() {
        vk.admin("PUT", "tokens/access", new JsonObject("""
                {"kind":"user","user_id":1001,"rps":50,"expires_in":3600,"scopes":["wall","friends"],
                 "refresh_token":"first","client_id":"51","device_id":"d1","quota":{"wall.get":2}}"""));
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private HttpResponse<String> post(String form) {
        return vk.send(vk.request("/oauth2/auth")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private HttpResponse<String> refresh(String refreshToken) {
        return post("grant_type=refresh_token&client_id=51&device_id=d1&state=xyz&refresh_token=" + refreshToken);
    }

    private JsonObject refreshed(String refreshToken) {
        HttpResponse<String> answer = refresh(refreshToken);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String errorIn(HttpResponse<String> answer) {
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("error_description")).isNotBlank();
        return answer.statusCode() + " " + body.getString("error");
    }

    @Test
    void a_refresh_token_is_good_for_one_use() {
        String second = refreshed("first").getString("refresh_token");
        assertThat(errorIn(refresh("first"))).isEqualTo("400 invalid_grant");
        String third = refreshed(second).getString("refresh_token");
        assertThat(errorIn(refresh(second))).isEqualTo("400 invalid_grant");
        refreshed(third);
        JsonObject grant = vk.admin("GET", "grants", new JsonObject())
                .getJsonArray("grants")
                .getJsonObject(0);
        assertThat(grant.getInteger("refreshed")).isEqualTo(3);
        assertThat(grant.getInteger("refused")).isEqualTo(2);
    }

    @Test
    void a_refresh_gives_a_token_of_an_hour_with_the_same_rights_and_owner() {
        HttpResponse<String> answer = refresh("first");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        JsonObject tokens = new JsonObject(answer.body());
        assertThat(tokens.fieldNames())
                .containsExactlyInAnyOrder(
                        "access_token", "refresh_token", "token_type", "expires_in", "user_id", "state", "scope");
        assertThat(tokens.getString("token_type")).isEqualTo("Bearer");
        assertThat(tokens.getInteger("expires_in")).isEqualTo(3600);
        assertThat(tokens.getLong("user_id")).isEqualTo(1001);
        assertThat(tokens.getString("state")).isEqualTo("xyz");
        assertThat(tokens.getString("scope")).isEqualTo("wall friends");
        String access = tokens.getString("access_token");
        assertThat(access).matches("[A-Za-z0-9._-]{16,}");
        assertThat(vk.responseOf(access, "users.get").getJsonObject(0).getLong("id"))
                .isEqualTo(1001);
        vk.pass(Duration.ofMinutes(59));
        assertThat(vk.errorOf(access, "users.get")).isZero();
        vk.pass(Duration.ofMinutes(1));
        JsonObject error = vk.call(access, "users.get").getJsonObject("error");
        assertThat(error.getInteger("error_code")).isEqualTo(5);
        assertThat(error.getString("error_msg")).isEqualTo("User authorization failed: access_token has expired.");
    }

    @Test
    void an_expired_token_may_also_be_error_1117() {
        vk.admin("PATCH", "tokens/access", new JsonObject("{\"expired_code\":1117,\"expires_in\":0}"));
        assertThat(vk.errorOf("access", "users.get")).isEqualTo(1117);
        vk.admin("PATCH", "tokens/access", new JsonObject("{\"expires_in\":null}"));
        assertThat(vk.errorOf("access", "users.get")).isZero();
    }

    @Test
    void a_killed_token_is_replaced_by_a_living_one_and_a_revoked_grant_by_none() {
        vk.admin("POST", "tokens/access/kill", new JsonObject());
        String second = refreshed("first").getString("refresh_token");
        vk.admin("DELETE", "grants/first", new JsonObject());
        assertThat(errorIn(refresh(second))).isEqualTo("400 invalid_grant");
    }

    @Test
    void a_fresh_token_does_not_bring_a_spent_quota_back() {
        String[] wall = {"owner_id", "-7001"};
        vk.call("access", "wall.get", wall);
        vk.call("access", "wall.get", wall);
        String access = refreshed("first").getString("access_token");
        assertThat(vk.errorOf(access, "wall.get", wall)).isEqualTo(29);
    }

    @Test
    void the_token_before_still_works_while_calls_are_on_their_way_and_the_one_before_that_is_gone() {
        JsonObject one = refreshed("first");
        assertThat(vk.errorOf("access", "users.get")).isZero();
        refreshed(one.getString("refresh_token"));
        assertThat(vk.errorOf("access", "users.get")).isEqualTo(5);
        assertThat(vk.errorOf(one.getString("access_token"), "users.get")).isZero();
    }

    @Test
    void a_stand_in_that_was_started_again_takes_what_it_gave_out_before() {
        JsonObject late = refreshed("vk2.r.first.000000041");
        assertThat(late.getString("access_token")).isEqualTo("vk2.a.first.000000042");
        assertThat(errorIn(refresh("vk2.r.first.000000041"))).isEqualTo("400 invalid_grant");
        assertThat(errorIn(refresh("first"))).isEqualTo("400 invalid_grant");
    }

    @Test
    void what_is_missing_or_another_s_is_refused_by_name() {
        assertThat(errorIn(post(""))).isEqualTo("400 invalid_request");
        assertThat(errorIn(post("grant_type=password"))).isEqualTo("400 unsupported_grant_type");
        assertThat(errorIn(post("grant_type=refresh_token&refresh_token=first&client_id=51")))
                .isEqualTo("400 invalid_request");
        assertThat(errorIn(post("grant_type=refresh_token&refresh_token=first&client_id=52&device_id=d1")))
                .isEqualTo("401 invalid_client");
        assertThat(errorIn(post("grant_type=refresh_token&refresh_token=first&client_id=51&device_id=d2")))
                .isEqualTo("400 invalid_grant");
        assertThat(errorIn(refresh("nobody-s"))).isEqualTo("400 invalid_grant");
        refreshed("first");
    }

    @Test
    void an_ordered_error_comes_as_often_as_ordered_and_uses_no_token_up() {
        vk.admin("POST", "id-errors", new JsonObject("{\"error\":\"slow_down\",\"status\":429,\"times\":2}"));
        assertThat(errorIn(refresh("first"))).isEqualTo("429 slow_down");
        assertThat(errorIn(refresh("first"))).isEqualTo("429 slow_down");
        refreshed("first");
    }

    @Test
    void it_may_answer_in_html_late_or_not_at_all_and_only_a_lost_answer_uses_the_token_up() {
        vk.admin("POST", "faults", new JsonObject("{\"kind\":\"html\",\"method\":\"oauth2.auth\"}"));
        assertThat(refresh("first").body()).startsWith("<html>");
        vk.admin("POST", "faults", new JsonObject("{\"kind\":\"latency\",\"millis\":50,\"method\":\"oauth2.auth\"}"));
        String second = refreshed("first").getString("refresh_token");
        vk.admin("POST", "faults", new JsonObject("{\"kind\":\"cut\",\"method\":\"oauth2.auth\"}"));
        assertThatThrownBy(() -> refresh(second)).hasCauseInstanceOf(IOException.class);
        assertThat(errorIn(refresh(second))).isEqualTo("400 invalid_grant");
    }
}
