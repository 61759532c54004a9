package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecuteMethodTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.userToken("u", 1001);
        vk.token("g", "group");
        vk.token("s", "service");
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
    void a_call_that_fails_inside_execute_leaves_false_and_its_error_in_order() {
        JsonObject answer = vk.call(
                "u",
                "execute",
                "code",
                "return [API.users.get({\"user_ids\":[1001,1002]}),API.nothing.get({}),"
                        + "API.utils.resolveScreenName({\"screen_name\":\"free\"}),API.utils.resolveScreenName()];");
        JsonArray response = answer.getJsonArray("response");
        assertThat(response).hasSize(4);
        assertThat(response.getJsonArray(0)).hasSize(2);
        assertThat(response.getValue(1)).isEqualTo(false);
        assertThat(response.getJsonArray(2)).isEmpty();
        assertThat(response.getValue(3)).isEqualTo(false);
        JsonArray errors = answer.getJsonArray("execute_errors");
        assertThat(errors).hasSize(2);
        assertThat(errors.getJsonObject(0))
                .isEqualTo(
                        json("method", "nothing.get").put("error_code", 3).put("error_msg", "Unknown method passed"));
        assertThat(errors.getJsonObject(1).getInteger("error_code")).isEqualTo(100);
    }

    @Test
    void the_loop_of_a_pool_of_one_method_is_run() {
        JsonObject answer = vk.call(
                "u",
                "execute",
                "code",
                "var values = [{\"user_ids\":\"1001\"},{\"user_ids\":1002}],i = 0,result = [];"
                        + "while(i < values.length) {result.push(API.users.get(values[i]));i = i + 1;}return result;");
        assertThat(answer.getJsonArray("response")
                        .getJsonArray(1)
                        .getJsonObject(0)
                        .getLong("id"))
                .isEqualTo(1002);
        assertThat(answer.containsKey("execute_errors")).isFalse();
    }

    @Test
    void execute_is_one_call_to_the_rate_and_each_of_its_calls_to_the_quota() {
        vk.admin("PATCH", "tokens/u", json("quota", json("users.get", 30)));
        String code = "return [" + "API.users.get({}),".repeat(24) + "API.users.get({})];";
        assertThat(vk.call("u", "execute", "code", code).containsKey("execute_errors"))
                .isFalse();
        assertThat(vk.call("u", "execute", "code", code).getJsonArray("execute_errors"))
                .hasSize(20);
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(29);
        assertThat(vk.errorOf("u", "execute", "code", code)).isEqualTo(6);
    }

    @Test
    void twenty_six_calls_in_one_script_are_too_many() {
        String code = "return [" + "API.users.get({}),".repeat(25) + "API.users.get({})];";
        assertThat(vk.errorOf("u", "execute", "code", code)).isEqualTo(13);
        assertThat(vk.listed("u").getJsonObject("inner_calls")).isEmpty();
    }

    @Test
    void a_script_that_does_not_compile_is_refused() {
        JsonObject error = error(vk.call("u", "execute", "code", "return API.users.get("));
        assertThat(error.getInteger("error_code")).isEqualTo(12);
        assertThat(error.getString("error_msg")).startsWith("Unable to compile code: ");
    }

    @Test
    void execute_is_not_for_service_tokens() {
        JsonObject error = error(vk.call("s", "execute", "code", "return [];"));
        assertThat(error.getInteger("error_code")).isEqualTo(28);
        assertThat(error.getString("error_msg"))
                .isEqualTo("Application authorization failed: method is unavailable with service token.");
        assertThat(vk.responseOf("g", "execute", "code", "return [];")).isEmpty();
    }

    @Test
    void execute_does_not_run_inside_itself() {
        JsonObject answer = vk.call("u", "execute", "code", "return [API.execute.execute({})];");
        assertThat(answer.getJsonArray("execute_errors").getJsonObject(0).getInteger("error_code"))
                .isEqualTo(3);
        assertThat(vk.errorOf("u", "execute", "code", "return [API.execute({})];"))
                .isEqualTo(12);
    }
}
