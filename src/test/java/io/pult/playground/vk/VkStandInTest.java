package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VkStandInTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.userToken("u", 1001);
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private static JsonObject json(String key, Object value) {
        return new JsonObject().put(key, value);
    }

    private static JsonObject error(JsonObject answer) {
        return answer.getJsonObject("error");
    }

    @Test
    void nobody_but_this_machine_can_reach_it() {
        assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), vk.standIn.port()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void an_error_has_status_200_and_the_content_type_that_clients_insist_on() {
        HttpResponse<String> answer = vk.post("users.get", "v=5.199");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
    }

    @Test
    void a_call_without_version_is_refused() {
        JsonObject answer =
                new JsonObject(vk.post("users.get", "access_token=u").body());
        assertThat(error(answer).getInteger("error_code")).isEqualTo(8);
        assertThat(error(answer).getString("error_msg")).isEqualTo("Invalid request: v (version) is required");
        assertThat(vk.post("users.get", "access_token=u&v=latest").body()).contains("\"error_code\":8");
    }

    @Test
    void a_call_without_token_is_refused() {
        for (String form : new String[] {"v=5.199", "v=5.199&access_token="}) {
            JsonObject answer = new JsonObject(vk.post("users.get", form).body());
            assertThat(error(answer).getInteger("error_code")).isEqualTo(5);
            assertThat(error(answer).getString("error_msg"))
                    .isEqualTo("User authorization failed: no access_token passed.");
        }
    }

    @Test
    void a_method_that_is_not_there_is_refused_and_case_matters() {
        assertThat(error(vk.call("u", "users.getX")).getString("error_msg")).isEqualTo("Unknown method passed");
        assertThat(vk.errorOf("u", "Users.get")).isEqualTo(3);
    }

    @Test
    void the_token_may_stand_in_the_header_or_in_the_parameters_of_get_and_post() {
        String expected = vk.post("users.get", "v=5.199&access_token=u").body();
        HttpResponse<String> header = vk.send(vk.request("/method/users.get?v=5.199")
                .header("Authorization", "Bearer u")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        HttpResponse<String> query =
                vk.send(vk.request("/method/users.get?v=5.199&access_token=u").build());
        assertThat(expected).contains("\"id\":1001");
        assertThat(header.body()).isEqualTo(expected);
        assertThat(query.body()).isEqualTo(expected);
    }

    @Test
    void a_form_beyond_one_mebibyte_gets_413_and_one_below_is_read() {
        assertThat(vk.post("users.get", "v=5.199&access_token=u&user_ids=" + "x".repeat(1 << 20))
                        .statusCode())
                .isEqualTo(413);
        assertThat(vk.responseOf("u", "users.get", "user_ids", "1001," + "x".repeat(500_000)))
                .hasSize(1);
    }

    @Test
    void a_form_with_broken_encoding_does_not_get_through() {
        assertThat(vk.post("users.get", "v=5.199&access_token=u&user_ids=%zz").statusCode())
                .isEqualTo(400);
    }

    @Test
    void an_error_echoes_the_call_without_the_token() {
        JsonArray echo =
                error(vk.call("u", "utils.resolveScreenName", "lang", "ru")).getJsonArray("request_params");
        assertThat(echo)
                .contains(
                        json("key", "method").put("value", "utils.resolveScreenName"),
                        json("key", "lang").put("value", "ru"))
                .doesNotContain(json("key", "access_token").put("value", "u"));
    }

    @Test
    void an_error_echoes_the_token_when_told_to_wherever_it_stood() {
        vk.admin("PUT", "settings", json("echo_token", true));
        JsonObject pair = json("key", "access_token").put("value", "u");
        assertThat(error(vk.call("u", "users.getX")).getJsonArray("request_params"))
                .contains(pair);
        HttpResponse<String> header = vk.send(vk.request("/method/users.getX?v=5.199")
                .header("Authorization", "Bearer u")
                .build());
        assertThat(error(new JsonObject(header.body())).getJsonArray("request_params"))
                .contains(pair);
    }

    @Test
    void an_error_echoes_nothing_when_told_to() {
        vk.admin("PUT", "settings", json("echo_params", false));
        assertThat(error(vk.call("u", "users.getX")).fieldNames()).containsExactly("error_code", "error_msg");
    }
}
