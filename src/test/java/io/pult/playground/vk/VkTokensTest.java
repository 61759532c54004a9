package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VkTokensTest {
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
    void an_unknown_token_a_killed_one_and_a_deleted_one_are_refused_alike() {
        vk.userToken("killed", 1002);
        vk.userToken("deleted", 1002);
        assertThat(vk.errorOf("killed", "users.get")).isZero();
        vk.admin("POST", "tokens/killed/kill", new JsonObject());
        vk.admin("DELETE", "tokens/deleted", new JsonObject());
        for (String token : new String[] {"nobody", "killed", "deleted"}) {
            JsonObject error = error(vk.call(token, "users.get"));
            assertThat(error.getInteger("error_code")).isEqualTo(5);
            assertThat(error.getString("error_msg")).contains("invalid access_token");
            assertThat(error.containsKey("error_subcode")).isFalse();
        }
    }

    @Test
    void a_killed_token_can_be_revived() {
        vk.admin("POST", "tokens/u/kill", new JsonObject());
        vk.admin("PATCH", "tokens/u", json("dead", false));
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void a_token_bound_to_another_address_is_refused_with_its_subcode() {
        vk.admin("PATCH", "tokens/u", json("ip", "127.0.0.2"));
        JsonObject error = error(vk.call("u", "users.get"));
        assertThat(error.getInteger("error_code")).isEqualTo(5);
        assertThat(error.getInteger("error_subcode")).isEqualTo(1130);
        assertThat(error.getString("error_msg")).contains("access_token was given to another ip address");
        vk.admin("PATCH", "tokens/u", json("ip", "127.0.0.1"));
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void the_fourth_call_of_a_user_token_within_a_second_is_refused() {
        for (int i = 0; i < 3; i++) {
            assertThat(vk.errorOf("u", "users.get")).isZero();
        }
        assertThat(error(vk.call("u", "users.get")).getString("error_msg")).isEqualTo("Too many requests per second");
        vk.pass(Duration.ofMillis(999));
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(6);
        vk.pass(Duration.ofMillis(101));
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void the_second_slides() {
        assertThat(vk.errorOf("u", "users.get")).isZero();
        vk.pass(Duration.ofMillis(900));
        assertThat(vk.errorOf("u", "users.get")).isZero();
        assertThat(vk.errorOf("u", "users.get")).isZero();
        vk.pass(Duration.ofMillis(200));
        assertThat(vk.errorOf("u", "users.get")).isZero();
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(6);
    }

    @Test
    void a_group_token_has_20_calls_a_second_a_service_token_5_and_any_token_what_it_is_given() {
        vk.admin("PUT", "tokens/slow", json("kind", "user").put("user_id", 1001).put("rps", 1));
        assertThat(admittedOf("g")).isEqualTo(20);
        assertThat(admittedOf("s")).isEqualTo(5);
        assertThat(admittedOf("slow")).isEqualTo(1);
    }

    private int admittedOf(String token) {
        int admitted = 0;
        while (vk.errorOf(token, "users.get") != 6) {
            admitted++;
        }
        return admitted;
    }

    @Test
    void one_token_does_not_spend_the_budget_of_another() {
        vk.userToken("other", 1001);
        assertThat(admittedOf("u")).isEqualTo(3);
        assertThat(vk.errorOf("other", "users.get")).isZero();
    }

    @Test
    void a_spent_quota_closes_one_method_of_one_token_until_the_next_day() {
        JsonObject spec = json("kind", "user").put("user_id", 1001).put("rps", 100);
        vk.admin("PUT", "tokens/other", spec);
        vk.admin("PUT", "tokens/u", spec.copy().put("quota", json("utils.resolveScreenName", 2)));
        String[] name = {"screen_name", "pult_demo"};
        assertThat(vk.errorOf("u", "utils.resolveScreenName", name)).isZero();
        vk.pass(Duration.ofHours(23));
        assertThat(vk.errorOf("u", "utils.resolveScreenName", name)).isZero();
        assertThat(vk.errorOf("u", "utils.resolveScreenName", name)).isEqualTo(29);
        assertThat(vk.errorOf("u", "users.get")).isZero();
        assertThat(vk.errorOf("other", "utils.resolveScreenName", name)).isZero();
        vk.pass(Duration.ofHours(1));
        assertThat(vk.errorOf("u", "utils.resolveScreenName", name)).isZero();
    }

    @Test
    void the_counters_tell_which_tokens_were_used_for_what() {
        vk.call("u", "users.get");
        vk.call("u", "users.get");
        vk.call("u", "execute", "code", "return [API.users.get({}),API.users.getX()];");
        vk.call("u", "users.get");
        JsonObject used = vk.listed("u");
        assertThat(used.getJsonObject("calls")).isEqualTo(json("users.get", 3).put("execute", 1));
        assertThat(used.getJsonObject("inner_calls")).isEqualTo(json("users.get", 1));
        assertThat(used.getJsonObject("errors")).isEqualTo(json("6", 1));
        assertThat(vk.listed("g").getJsonObject("calls")).isEmpty();
    }
}
