package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.TokenLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever VK echoes, the log does not have it. */
class TokenLogScrubTest {
    private static final String TOKEN = "vk1.a.Zz09-_abcdefghijklmnop";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User authorization failed: invalid access_token (4).",
                "User authorization failed: " + TOKEN + " has expired.",
                "One of the parameters is wrong: access_token=" + TOKEN,
                "called with " + TOKEN + TOKEN,
                "Authorization: Bearer " + TOKEN,
                "a foreign one: vk1.a.Foreign09Zz09abcdefgh"
            })
    void error_details_never_hold_a_token_also_when_vk_echoes_it_in_request_params_and_in_its_text(String message) {
        String body = new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("error_code", 5)
                                .put("error_msg", message)
                                .put("error_text", TOKEN)
                                .put(
                                        "request_params",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("key", "access_token")
                                                        .put("value", TOKEN))))
                .encode();

        TokenLog row = AttemptRow.of(null, "users.get", 1, Instant.now(), 5, VkEnvelope.read(body, TOKEN), "node");

        assertThat(row.status()).isEqualTo(TokenLog.Status.ERROR);
        assertThat(row.errorDetails()).startsWith("5 ").doesNotContain("Zz09");
        assertThat(row.toString()).doesNotContain("Zz09");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0076k1.a.Zz09-_abcdefghijklmnop", "vk1.a.Zz09-\\u005fabcdefghijklmnop"})
    void a_token_that_is_escaped_in_the_answer_is_found_when_it_is_unescaped(String escaped) {
        String body = "{\"error\":{\"error_code\":100,\"error_msg\":\"bad token " + escaped + "\"}}";

        TokenLog row = AttemptRow.of(null, "users.get", 1, Instant.now(), 5, VkEnvelope.read(body, TOKEN), "node");

        assertThat(row.errorDetails()).startsWith("100 ").doesNotContain("Zz09");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>" + TOKEN, "{\"error\":{\"error_code\":\"" + TOKEN + "\"}}", TOKEN})
    void an_answer_that_is_none_of_vks_is_logged_without_its_text(String body) {
        TokenLog row = AttemptRow.of(null, "users.get", 1, Instant.now(), 5, VkEnvelope.read(body, TOKEN), "node");

        assertThat(row.errorDetails()).startsWith("transport: ").doesNotContain("Zz09");
    }
}
