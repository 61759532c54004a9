package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForcedErrorsTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.admin(
                "PUT",
                "tokens/u",
                new JsonObject().put("kind", "user").put("user_id", 1001).put("rps", 100));
        vk.userToken("other", 1002);
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private void force(String json) {
        vk.admin("POST", "errors", new JsonObject(json));
    }

    private JsonObject error(String token, String method, String... params) {
        return vk.call(token, method, params).getJsonObject("error");
    }

    @Test
    void a_forced_error_hits_its_token_and_method_as_often_as_ordered() {
        force("""
                {"token":"u","method":"users.get","code":9,"times":2}""");
        assertThat(vk.errorOf("other", "users.get")).isZero();
        assertThat(vk.errorOf("u", "utils.resolveScreenName", "screen_name", "x"))
                .isZero();
        assertThat(error("u", "users.get").getString("error_msg")).isEqualTo("Flood control");
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(9);
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void forced_errors_come_in_the_order_of_their_orders() {
        force("""
                {"code":6}""");
        force("""
                {"code":10}""");
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(6);
        assertThat(vk.errorOf("other", "users.get")).isEqualTo(10);
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void a_forced_error_comes_even_when_the_budget_is_spent_and_spends_nothing() {
        force("""
                {"token":"other","code":29,"times":4}""");
        for (int i = 0; i < 4; i++) {
            assertThat(vk.errorOf("other", "users.get")).isEqualTo(29);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(vk.errorOf("other", "users.get")).isZero();
        }
        force("""
                {"token":"other","code":29}""");
        assertThat(vk.errorOf("other", "users.get")).isEqualTo(29);
        assertThat(vk.errorOf("other", "users.get")).isEqualTo(6);
    }

    @Test
    void a_forced_error_may_carry_a_subcode_and_a_text_of_its_own() {
        force("""
                {"code":15,"subcode":1133}""");
        force("""
                {"code":5,"message":"User authorization failed: access_token has expired."}""");
        force("""
                {"code":5,"subcode":1130}""");
        force("""
                {"code":17}""");
        assertThat(error("u", "users.get").getInteger("error_subcode")).isEqualTo(1133);
        assertThat(error("u", "users.get").getString("error_msg")).contains("has expired");
        assertThat(error("u", "users.get").getString("error_msg")).contains("another ip address");
        String page = error("u", "users.get").getString("redirect_uri");
        assertThat(vk.send(HttpRequest.newBuilder(URI.create(page)).build()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void inside_execute_only_an_error_for_the_method_strikes() {
        force("""
                {"method":"utils.resolveScreenName","code":15}""");
        String code = """
                return [API.users.get(),API.utils.resolveScreenName({"screen_name":"x"}),API.users.get()];""";
        JsonObject answer = vk.call("u", "execute", "code", code);
        assertThat(answer.getJsonArray("response").getValue(1)).isEqualTo(false);
        assertThat(answer.getJsonArray("execute_errors")).hasSize(1);
        force("""
                {"code":10,"times":2}""");
        assertThat(vk.errorOf("u", "execute", "code", code)).isEqualTo(10);
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(10);
    }

    @Test
    void a_captcha_of_the_old_style_passes_with_its_key_once() {
        force("""
                {"token":"u","code":14,"captcha":"old"}""");
        JsonObject captcha = error("u", "users.get");
        assertThat(captcha.getInteger("error_code")).isEqualTo(14);
        assertThat(captcha.containsKey("redirect_uri")).isFalse();
        String sid = captcha.getString("captcha_sid");
        var picture = HttpRequest.newBuilder(URI.create(captcha.getString("captcha_img")))
                .build();
        assertThat(vk.send(picture).headers().firstValue("content-type")).hasValue("image/png");
        assertThat(vk.errorOf("u", "users.get", "captcha_sid", sid, "captcha_key", "key" + sid))
                .isZero();
        assertThat(vk.send(picture).statusCode()).isEqualTo(404);
        assertThat(vk.errorOf("u", "users.get", "captcha_sid", sid, "captcha_key", "key" + sid))
                .isEqualTo(14);
    }

    @Test
    void a_captcha_of_the_new_style_has_a_page_alone_and_passes_with_its_success_token() {
        force("""
                {"captcha":"new"}""");
        JsonObject captcha = error("u", "users.get");
        assertThat(captcha.fieldNames())
                .containsExactlyInAnyOrder("error_code", "error_msg", "redirect_uri", "request_params");
        String page = vk.send(HttpRequest.newBuilder(URI.create(captcha.getString("redirect_uri")))
                        .build())
                .body();
        String pass = page.replaceAll("(?s).*<code>(.*)</code>.*", "$1");
        assertThat(vk.errorOf("u", "users.get", "success_token", pass)).isZero();
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void a_wrong_key_or_one_of_another_token_gets_a_new_captcha() {
        force("""
                {"token":"u","code":14}""");
        String sid = error("u", "users.get").getString("captcha_sid");
        JsonObject again = error("u", "users.get", "captcha_sid", sid, "captcha_key", "wrong");
        assertThat(again.getString("captcha_sid")).isNotNull().isNotEqualTo(sid);
        assertThat(vk.errorOf("other", "users.get", "captcha_sid", sid, "captcha_key", "key" + sid))
                .isEqualTo(14);
        assertThat(vk.errorOf("u", "users.get", "captcha_key", "key" + sid)).isEqualTo(14);
        assertThat(vk.errorOf("u", "users.get", "captcha_sid", sid, "captcha_key", "key" + sid))
                .isZero();
    }

    @Test
    void the_answer_to_one_captcha_does_not_use_up_the_next() {
        force("""
                {"captcha":"old","times":2}""");
        String sid = error("u", "users.get").getString("captcha_sid");
        assertThat(vk.errorOf("u", "users.get", "captcha_sid", sid, "captcha_key", "key" + sid))
                .isZero();
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(14);
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }
}
