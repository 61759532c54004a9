package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminChannelTest {
    private static StandInPeer vk;

    @BeforeAll
    static void start() {
        vk = new StandInPeer();
    }

    @AfterAll
    static void close() {
        vk.close();
    }

    @BeforeEach
    void reset() {
        vk.admin("POST", "reset", new JsonObject());
        vk.userToken("t", 1001);
    }

    @ParameterizedTest(name = "{0} {1} {2} names {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT   | tokens/x      | nonsense                                          | body",
                "PUT   | tokens/x      | []                                                | body",
                "PUT   | tokens/x      | null                                              | body",
                "PUT   | tokens/x      | {}                                                | kind",
                "PUT   | tokens/x      | {\"kind\":\"admin\"}                              | kind",
                "PUT   | tokens/x      | {\"kind\":7}                                      | kind",
                "PUT   | tokens/x      | {\"kind\":\"user\"}                               | user_id",
                "PUT   | tokens/x      | {\"kind\":\"user\",\"user_id\":\"1001\"}          | user_id",
                "PUT   | tokens/x      | {\"kind\":\"user\",\"user_id\":4}                 | user_id",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"user_id\":1001}             | user_id",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"scopes\":\"wall\"}          | scopes",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"scopes\":[1]}               | scopes",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"ip\":1}                     | ip",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"dead\":\"no\"}              | dead",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"rps\":0}                    | rps",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"rps\":1.5}                  | rps",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"rps\":null}                 | rps",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"quota\":3}                  | quota",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"quota\":{\"users.get\":-1}} | quota.users.get",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"quota\":{\"users.git\":1}}  | quota.users.git",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"rsp\":3}                    | rsp",
                "PATCH | tokens/t      | {\"kind\":\"group\"}                              | user_id",
                "PATCH | tokens/nobody | {}                                                | token",
                "POST  | tokens/nobody/kill | {}                                           | token",
                "DELETE| tokens/nobody | {}                                                | token",
                "PUT   | users/x       | {}                                                | id",
                "PUT   | users/0       | {}                                                | id",
                "PUT   | users/5       | {\"first_name\":\"A\"}                            | last_name",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"\"}         | last_name",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"B\",\"screen_name\":\"Pult.Demo\"} | ok",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"B\",\"screen_name\":\"Pult_Demo\"} | screen_name",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"B\",\"deactivated\":\"gone\"} | deactivated",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"B\",\"city\":\"Omsk\"} | city",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"B\",\"sex\":-1} | sex",
                "PUT   | users/5       | {\"first_name\":\"A\",\"last_name\":\"B\",\"pets\":1} | pets",
                "POST  | errors        | {}                                                | code",
                "POST  | errors        | {\"code\":0}                                      | code",
                "POST  | errors        | {\"code\":6,\"captcha\":\"old\"}                  | captcha",
                "POST  | errors        | {\"captcha\":\"green\"}                           | captcha",
                "POST  | errors        | {\"code\":6,\"times\":0}                          | times",
                "POST  | errors        | {\"code\":6,\"token\":\"nobody\"}                 | token",
                "POST  | errors        | {\"code\":6,\"method\":\"users.git\"}             | method",
                "POST  | faults        | {}                                                | kind",
                "POST  | faults        | {\"kind\":\"fire\"}                               | kind",
                "POST  | faults        | {\"kind\":\"latency\"}                            | millis",
                "POST  | faults        | {\"kind\":\"latency\",\"millis\":600001}          | millis",
                "POST  | faults        | {\"kind\":\"cut\",\"millis\":5}                   | millis",
                "PUT   | tokens/x      | {\"kind\":\"user\",\"user_id\":1001,\"group_id\":5} | group_id",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"expires_in\":-1}            | expires_in",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"expired_code\":6}           | expired_code",
                "PUT   | tokens/x      | {\"kind\":\"group\",\"refresh_token\":\"r\"}      | refresh_token",
                "GET   | tokens/nobody | {}                                                | token",
                "DELETE| grants/nobody | {}                                                | grant",
                "POST  | id-errors     | {}                                                | error",
                "PUT   | groups/0      | {}                                                | id",
                "PUT   | groups/5      | {}                                                | name",
                "PUT   | groups/5      | {\"name\":\"g\",\"screen_name\":\"pult_demo\"}    | screen_name",
                "PUT   | groups/5      | {\"name\":\"g\",\"members\":[\"1\"]}            | members",
                "PUT   | groups/5      | {\"name\":\"g\",\"crowd\":1000001}              | crowd",
                "PUT   | groups/5      | {\"name\":\"g\",\"managers\":{\"1\":\"boss\"}}   | managers.1",
                "PUT   | groups/5      | {\"name\":\"g\",\"color\":1}                    | color",
                "PUT   | walls/-99     | {\"posts\":1}                                     | owner",
                "PUT   | walls/x       | {\"posts\":1}                                     | owner",
                "PUT   | walls/-7001   | {}                                                | posts",
                "PUT   | walls/-7001   | {\"posts\":200000,\"crowd\":1000}                 | crowd",
                "PUT   | posts/x       | {}                                                | post",
                "PUT   | posts/-99_1   | {}                                                | post",
                "PUT   | posts/1001_1  | {\"comments\":[1]}                                | comments",
                "PUT   | posts/1001_1  | {\"comments\":[{\"text\":\"a\"}]}                 | from_id",
                "DELETE| posts/1001_77 | {}                                                | post",
                "PUT   | likes/cat/1_1 | {}                                                | type",
                "PUT   | likes/photo/1 | {}                                                | item",
                "PUT   | settings      | {\"second_ms\":0}                                 | second_ms",
                "PUT   | settings      | {\"echo_token\":1}                                | echo_token",
                "PUT   | settings      | {\"echo\":true}                                   | echo",
            })
    void bad_input_gets_a_400_that_names_the_field(String method, String path, String body, String field) {
        HttpResponse<String> answer = vk.adminRaw(method, path, body);
        if (field.equals("ok")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } else {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            JsonObject problem = new JsonObject(answer.body());
            assertThat(problem.getString("field")).isEqualTo(field);
            assertThat(problem.getString("error")).startsWith(field + " ");
        }
    }

    @Test
    void a_patch_changes_what_it_names_and_keeps_the_counters() {
        vk.call("t", "users.get");
        vk.admin("PATCH", "tokens/t", new JsonObject("""
                {"rps":50,"scopes":["wall"],"quota":{"users.get":9}}"""));
        JsonObject token = vk.listed("t");
        assertThat(token.getString("kind")).isEqualTo("user");
        assertThat(token.getLong("user_id")).isEqualTo(1001);
        assertThat(token.getInteger("rps")).isEqualTo(50);
        assertThat(token.getJsonArray("scopes")).containsExactly("wall");
        assertThat(token.getJsonObject("calls").getInteger("users.get")).isEqualTo(1);
    }

    @Test
    void a_refused_patch_changes_nothing() {
        JsonObject before = vk.listed("t");
        assertThat(vk.adminRaw("PATCH", "tokens/t", "{\"rps\":50,\"dead\":7}").statusCode())
                .isEqualTo(400);
        assertThat(vk.listed("t")).isEqualTo(before);
    }

    @Test
    void a_put_of_a_known_token_begins_anew() {
        vk.call("t", "users.get");
        vk.userToken("t", 1002);
        assertThat(vk.listed("t").getJsonObject("calls")).isEmpty();
    }

    @Test
    void a_token_with_every_sign_in_it_is_found_again() {
        vk.userToken("vk1.a.%2F%3F%20-_~", 1001);
        assertThat(vk.listed("vk1.a./? -_~").getLong("user_id")).isEqualTo(1001);
        assertThat(vk.errorOf("vk1.a.%2F%3F%20-_~", "users.get")).isZero();
    }

    @Test
    void a_renamed_user_gives_the_old_name_free() {
        vk.admin("PUT", "users/1001", new JsonObject("""
                {"first_name":"A","last_name":"B","screen_name":"renamed"}"""));
        assertThat(vk.responseOf("t", "utils.resolveScreenName", "screen_name", "pult_demo"))
                .isEmpty();
        assertThat(vk.responseOf("t", "users.get", "user_ids", "renamed")).hasSize(1);
    }

    @Test
    void the_totals_of_all_tokens_are_read_at_once() {
        vk.userToken("second", 1002);
        for (int call = 0; call < 4; call++) {
            vk.call("t", "users.get");
        }
        vk.call("second", "execute", "code", "return [API.users.get({})];");
        vk.call("nobody", "users.get");
        assertThat(vk.admin("GET", "stats", new JsonObject())).isEqualTo(new JsonObject("""
                {"tokens":2,"calls":{"execute":1,"users.get":4},"inner_calls":{"users.get":1},"errors":{"6":1},\
                "calls_without_known_token":1}"""));
        assertThat(vk.admin("GET", "tokens/t", new JsonObject())).isEqualTo(vk.listed("t"));
    }

    @Test
    void a_token_is_echoed_in_the_text_of_an_error_when_told_to() {
        vk.admin("PUT", "settings", new JsonObject().put("echo_text", true));
        assertThat(vk.call("t", "users.getX").getJsonObject("error").getString("error_msg"))
                .isEqualTo("Unknown method passed (access_token=t)");
    }

    @Test
    void a_reset_leaves_the_demo_users_and_nothing_else() {
        vk.admin("PUT", "users/5", new JsonObject("""
                {"first_name":"A","last_name":"B"}"""));
        vk.admin("POST", "errors", new JsonObject("""
                {"code":9,"times":1000}"""));
        vk.admin("POST", "faults", new JsonObject("""
                {"kind":"hang","times":1000}"""));
        vk.admin("POST", "reset", new JsonObject());
        assertThat(vk.errorOf("t", "users.get")).isEqualTo(5);
        vk.userToken("t", 1001);
        assertThat(vk.responseOf("t", "users.get", "user_ids", "1001,1002,1003,1004,1005,5"))
                .hasSize(5);
    }

    @Test
    void orders_that_nobody_fetches_do_not_pile_up_without_end() {
        for (int i = 0; i < NextCalls.MAX_ORDERS; i++) {
            vk.admin("POST", "errors", new JsonObject().put("code", 9));
        }
        HttpResponse<String> answer = vk.adminRaw("POST", "errors", "{\"code\":9}");
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
