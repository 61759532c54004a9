package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of VK itself, request by request; once with the token in the header and once among the parameters. */
@ParameterizedClass(name = "token in the {0}")
@EnumSource(VkContractIT.Auth.class)
class VkContractIT {
    enum Auth {
        HEADER,
        PARAMETER
    }

    @Parameter
    Auth auth;

    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.userToken("user", 1001);
        vk.token("group", "group");
        vk.token("service", "service");
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private JsonObject call(String token, String method, String... params) {
        String form = StandInPeer.form(params) + (params.length == 0 ? "" : "&") + "v=5.199";
        return raw(token, method, form);
    }

    private JsonObject raw(String token, String method, String form) {
        HttpRequest.Builder request =
                vk.request("/method/" + method).header("Content-Type", "application/x-www-form-urlencoded");
        String body = form;
        if (auth == Auth.HEADER) {
            request.header("Authorization", "Bearer " + token);
        } else {
            body += "&access_token=" + token;
        }
        var answer =
                vk.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private JsonObject error(String token, String method, String... params) {
        JsonObject answer = call(token, method, params);
        assertThat(answer.containsKey("error")).as(answer.encode()).isTrue();
        return answer.getJsonObject("error");
    }

    private int codeOf(String token, String method, String... params) {
        JsonObject answer = call(token, method, params);
        return answer.containsKey("error") ? answer.getJsonObject("error").getInteger("error_code") : 0;
    }

    private void force(String json) {
        vk.admin("POST", "errors", new JsonObject(json));
    }

    @Test
    void users_get_gives_each_user_once_and_leaves_unknown_ones_out() {
        vk.admin("PUT", "users/1", new JsonObject("""
                {"first_name":"Pavel","last_name":"Demo","screen_name":"durov","photo_100":"https://vk.ru/1.png"}"""));

        JsonArray users = call("user", "users.get", "user_ids", "durov,1,nonexist", "fields", "photo_100")
                .getJsonArray("response");

        assertThat(users).hasSize(1);
        assertThat(users.getJsonObject(0).getLong("id")).isEqualTo(1);
        assertThat(users.getJsonObject(0).getString("photo_100")).isEqualTo("https://vk.ru/1.png");
    }

    @Test
    void a_call_without_version_is_error_8() {
        JsonObject error = raw("user", "users.get", "user_ids=1").getJsonObject("error");
        assertThat(error.getInteger("error_code")).isEqualTo(8);
        assertThat(error.getString("error_msg")).isEqualTo("Invalid request: v (version) is required");
    }

    @Test
    void a_call_without_token_is_error_5() {
        JsonObject error = error("", "users.get");
        assertThat(error.getInteger("error_code")).isEqualTo(5);
        assertThat(error.getString("error_msg")).isEqualTo("User authorization failed: no access_token passed.");
    }

    @Test
    void the_fourth_call_of_a_user_token_within_a_second_is_error_6_and_after_eleven_tenths_it_passes() {
        for (int call = 0; call < 3; call++) {
            assertThat(codeOf("user", "users.get")).isZero();
        }
        JsonObject error = error("user", "users.get");
        assertThat(error.getInteger("error_code")).isEqualTo(6);
        assertThat(error.getString("error_msg")).isEqualTo("Too many requests per second");
        vk.pass(Duration.ofMillis(1_100));
        assertThat(codeOf("user", "users.get")).isZero();
    }

    @Test
    void the_second_can_be_as_long_as_clients_suspect_it_to_be() {
        vk.admin("PUT", "settings", new JsonObject().put("second_ms", 1_133));
        for (int call = 0; call < 3; call++) {
            assertThat(codeOf("user", "users.get")).isZero();
        }
        vk.pass(Duration.ofMillis(1_132));
        assertThat(codeOf("user", "users.get")).isEqualTo(6);
        vk.pass(Duration.ofMillis(1));
        assertThat(codeOf("user", "users.get")).isZero();
    }

    @Test
    void the_twenty_first_call_of_a_group_token_within_a_second_is_error_6() {
        for (int call = 0; call < 20; call++) {
            assertThat(codeOf("group", "users.get")).isZero();
        }
        assertThat(codeOf("group", "users.get")).isEqualTo(6);
    }

    @Test
    void an_unknown_method_is_error_3() {
        JsonObject error = error("user", "users.getX");
        assertThat(error.getInteger("error_code")).isEqualTo(3);
        assertThat(error.getString("error_msg")).isEqualTo("Unknown method passed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wall.get",
                "wall.getById",
                "wall.getComments",
                "wall.getReposts",
                "likes.getList",
                "friends.get",
                "users.getFollowers",
                "wall.post",
                "likes.add"
            })
    void a_method_that_is_not_for_groups_is_error_27_with_a_group_token(String method) {
        JsonObject error = error("group", method, "owner_id", "-7001");
        assertThat(error.getInteger("error_code")).isEqualTo(27);
        assertThat(error.getString("error_msg"))
                .isEqualTo("Group authorization failed: method is unavailable with group auth.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "messages.send", "wall.post", "likes.add"})
    void a_method_that_is_not_for_services_is_error_28_with_a_service_token(String method) {
        JsonObject error = error("service", method, "code", "return [];");
        assertThat(error.getInteger("error_code")).isEqualTo(28);
        assertThat(error.getString("error_msg"))
                .isEqualTo("Application authorization failed: method is unavailable with service token.");
    }

    @Test
    void a_free_screen_name_resolves_to_an_empty_array() {
        assertThat(call("user", "utils.resolveScreenName", "screen_name", "free_name")
                        .getJsonArray("response"))
                .isEmpty();
        assertThat(call("user", "utils.resolveScreenName", "screen_name", "pult_club"))
                .isEqualTo(new JsonObject("{\"response\":{\"object_id\":7001,\"type\":\"group\"}}"));
    }

    @Test
    void members_that_a_group_hides_are_error_15() {
        vk.userToken("stranger", 1002);
        JsonObject error = error("stranger", "groups.getMembers", "group_id", "pult_page");
        assertThat(error.getInteger("error_code")).isEqualTo(15);
        assertThat(error.getString("error_msg")).isEqualTo("Access denied: group hide members");
    }

    @Test
    void members_of_a_group_that_is_not_there_are_error_125() {
        JsonObject error = error("user", "groups.getMembers", "group_id", "nope");
        assertThat(error.getInteger("error_code")).isEqualTo(125);
        assertThat(error.getString("error_msg")).isEqualTo("Invalid group id");
    }

    @Test
    void pages_of_members_shrink_to_nothing_while_the_count_stays() {
        List<Integer> sizes = List.of(1_000, 1_000, 1_000, 203, 0);
        for (int page = 0; page < sizes.size(); page++) {
            JsonObject members = call("group", "groups.getMembers", "group_id", "7001", "offset", page + "000")
                    .getJsonObject("response");
            assertThat(members.getInteger("count")).isEqualTo(3_203);
            assertThat(members.getJsonArray("items")).hasSize(sizes.get(page));
        }
    }

    @Test
    void a_call_that_fails_inside_execute_is_false_in_its_place_and_the_others_are_answered() {
        JsonObject answer = call("user", "execute", "code", """
                return [API.users.get({"user_ids":"1001"}),API.groups.getMembers({"group_id":"nope"}),\
                API.utils.resolveScreenName({"screen_name":"pult_demo"})];""");
        JsonArray response = answer.getJsonArray("response");
        assertThat(response.getJsonArray(0)).hasSize(1);
        assertThat(response.getValue(1)).isEqualTo(false);
        assertThat(response.getJsonObject(2).getLong("object_id")).isEqualTo(1001);
        assertThat(answer.getJsonArray("execute_errors"))
                .containsExactly(new JsonObject()
                        .put("method", "groups.getMembers")
                        .put("error_code", 125)
                        .put("error_msg", "Invalid group id"));
    }

    @Test
    void twenty_six_calls_in_one_execute_are_error_13() {
        String code = "return [" + "API.users.get({}),".repeat(25) + "API.users.get({})];";
        assertThat(codeOf("user", "execute", "code", code)).isEqualTo(13);
    }

    @Test
    void an_execute_that_gathers_too_much_is_error_13_and_half_of_it_passes() {
        String each = "API.groups.getMembers({\"group_id\":7001,\"fields\":\"photo_100,city\"})";
        vk.admin("PUT", "settings", new JsonObject().put("execute_max_bytes", 500_000));
        assertThat(codeOf("group", "execute", "code", "return [" + each + "," + each + "," + each + "," + each + "];"))
                .isEqualTo(13);
        assertThat(codeOf("group", "execute", "code", "return [" + each + "," + each + "];"))
                .isZero();
    }

    @Test
    void code_that_does_not_compile_is_error_12() {
        JsonObject error = error("user", "execute", "code", "return API.users.get(");
        assertThat(error.getInteger("error_code")).isEqualTo(12);
        assertThat(error.getString("error_msg")).startsWith("Unable to compile code: ");
    }

    @Test
    void a_method_over_its_quota_is_error_29_while_another_still_works_on_that_token() {
        vk.admin("PATCH", "tokens/user", new JsonObject("{\"rps\":100,\"quota\":{\"wall.get\":2}}"));
        assertThat(codeOf("user", "wall.get", "owner_id", "-7001")).isZero();
        assertThat(codeOf("user", "wall.get", "owner_id", "-7001")).isZero();
        assertThat(codeOf("user", "wall.get", "owner_id", "-7001")).isEqualTo(29);
        assertThat(codeOf("user", "users.get")).isZero();
    }

    @Test
    void calls_inside_execute_count_towards_the_quota_and_not_towards_the_second() {
        vk.admin("PATCH", "tokens/user", new JsonObject("{\"quota\":{\"wall.get\":3}}"));
        String each = "API.wall.get({\"owner_id\":-7001})";
        JsonObject answer =
                call("user", "execute", "code", "return [" + String.join(",", each, each, each, each, each) + "];");
        assertThat(answer.getJsonArray("execute_errors")).hasSize(2);
        assertThat(codeOf("user", "wall.get", "owner_id", "-7001")).isEqualTo(29);
        assertThat(codeOf("user", "users.get")).isZero();
        assertThat(codeOf("user", "users.get")).isEqualTo(6);
    }

    @Test
    void a_token_bound_to_another_address_is_error_5_with_its_subcode() {
        vk.admin("PATCH", "tokens/user", new JsonObject("{\"ip\":\"192.0.2.1\"}"));
        JsonObject error = error("user", "users.get");
        assertThat(error.getInteger("error_code")).isEqualTo(5);
        assertThat(error.getInteger("error_subcode")).isEqualTo(1130);
        assertThat(error.getString("error_msg")).contains("access_token was given to another ip address");
    }

    @Test
    void a_captcha_of_the_old_form_has_sid_and_picture_and_passes_with_its_key() {
        force("{\"captcha\":\"old\"}");
        JsonObject error = error("user", "users.get");
        assertThat(error.getInteger("error_code")).isEqualTo(14);
        assertThat(error.containsKey("redirect_uri")).isFalse();
        String sid = error.getString("captcha_sid");
        assertThat(error.getString("captcha_img")).contains(sid);
        assertThat(codeOf("user", "users.get", "captcha_sid", sid, "captcha_key", "key" + sid))
                .isZero();
    }

    @Test
    void a_captcha_of_the_new_form_has_a_page_alone_and_passes_with_its_success_token() {
        force("{\"captcha\":\"new\"}");
        JsonObject error = error("user", "users.get");
        assertThat(error.getInteger("error_code")).isEqualTo(14);
        assertThat(error.containsKey("captcha_sid")).isFalse();
        assertThat(error.containsKey("captcha_img")).isFalse();
        String session = error.getString("redirect_uri").replaceAll(".*session_token=([0-9]+).*", "$1");
        assertThat(codeOf("user", "users.get", "success_token", "passed" + session))
                .isZero();
    }

    @Test
    void extended_likes_have_a_type_and_names() {
        JsonObject likes = call(
                        "user", "likes.getList", "type", "post", "owner_id", "1001", "item_id", "1", "extended", "1")
                .getJsonObject("response");
        assertThat(likes.getInteger("count")).isEqualTo(4);
        JsonArray items = likes.getJsonArray("items");
        assertThat(items).hasSize(4);
        assertThat(items.getJsonObject(3))
                .isEqualTo(new JsonObject()
                        .put("type", "profile")
                        .put("id", 1002)
                        .put("first_name", "Анна")
                        .put("last_name", "Образцова"));
    }
}
