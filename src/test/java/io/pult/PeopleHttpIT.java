package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.identity.Role;
import io.pult.identity.ApiKeys;
import io.pult.identity.TestPeople;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administration of people as a client sees it. */
class PeopleHttpIT {
    private static final String USERS = "/api/admin/v1/users";

    @TempDir
    static Path folder;

    private static final HttpClient http = HttpClient.newHttpClient();
    private static WholeNode node;
    private static TestPeople people;
    private static String superuser;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of());
        people = new TestPeople(node.ground, node.settings.identity());
        superuser = people.somebody(Role.SUPERUSER).accessToken();
    }

    @AfterAll
    static void close() {
        people.close();
        node.close();
    }

    @Test
    void somebody_who_is_blocked_is_refused_by_the_gateway_that_remembered_them() throws Exception {
        var user = people.somebody(Role.USER, Role.ADMIN);
        assertThat(ask("GET", USERS, null, user.accessToken()).statusCode()).isEqualTo(200);

        var blocked = ask("POST", USERS + "/" + user.id() + "/block", "{\"reason\": \"left\"}", superuser);
        assertThat(blocked.statusCode()).isEqualTo(200);
        assertThat(json(blocked).getString("status")).isEqualTo("blocked");

        Wait.until(
                "the token opens nothing",
                () -> ask("GET", USERS, null, user.accessToken()).statusCode() == 401);
    }

    @Test
    void an_ADMIN_who_is_made_a_USER_may_no_longer_administer_with_the_same_token() throws Exception {
        var user = people.somebody(Role.USER, Role.ADMIN);
        assertThat(ask("GET", USERS, null, user.accessToken()).statusCode()).isEqualTo(200);

        var demoted = ask("PUT", USERS + "/" + user.id() + "/roles", "{\"roles\": []}", superuser);
        assertThat(json(demoted).getJsonArray("roles").getList()).isEqualTo(List.of("USER"));

        Wait.until(
                "the role is gone",
                () -> ask("GET", USERS, null, user.accessToken()).statusCode() == 403);
    }

    @Test
    void a_person_is_made_and_then_changed_only_from_what_they_are_now() throws Exception {
        var made = ask(
                "POST",
                USERS,
                "{\"login\": \"anna\", \"password\": \"four words are better\", \"name\": \"Anna\", \"lang_code\": \"ru\"}",
                superuser);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(made.body()).doesNotContain("password");
        String path = USERS + "/" + json(made).getString("id");

        assertThat(patch(path, "\"1\"", "{\"time_zone\": \"Europe/Moscow\"}").statusCode())
                .isEqualTo(200);
        assertThat(patch(path, "\"1\"", "{\"name\": null}").statusCode()).isEqualTo(412);

        var now = ask("GET", path, null, superuser);
        assertThat(now.headers().firstValue("etag")).hasValue("\"2\"");
        assertThat(json(now).getString("name")).isEqualTo("Anna");
        assertThat(json(now).getString("time_zone")).isEqualTo("Europe/Moscow");
        assertThat(codeOf(ask("POST", USERS, "{\"login\": \"weak1\", \"password\": \"password\"}", superuser)))
                .isEqualTo("password.too_common");
    }

    @Test
    void every_filter_of_the_list_has_its_name_in_the_contract() throws Exception {
        var page = ask(
                "GET",
                USERS + "?q=nobody&role=USER&status=active&verified=false&created_after=2026-01-01T00:00:00Z"
                        + "&created_before=2027-01-01T00:00:00Z&last_sign_in_before=2027-01-01T00:00:00Z"
                        + "&sort=-last_sign_in_at&limit=5",
                null,
                superuser);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(json(page).getJsonArray("items")).isEmpty();
        for (String query : List.of(
                "q=%20",
                "role=OWNER", "created_after=%2B900000000-01-01T00:00:00Z", "sort=password_hash", "blocked=true")) {
            assertThat(ask("GET", USERS + "?" + query, null, superuser).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void an_API_key_verifies_many_in_two_steps_and_grants_nothing() throws Exception {
        String key = Wait.on(ApiKeys.issue(node.vertx, node.settings.postgres(), "test", List.of("identity:admin")));
        var user = people.somebody(Role.USER);
        String filter = "{\"filter\": {\"role\": \"USER\", \"verified\": false}, \"action\": ";

        var preview = ask("POST", USERS + "/bulk/preview", filter + "\"verify\"}", key);
        assertThat(preview.statusCode()).isEqualTo(200);
        String token = "{\"token\": \"" + json(preview).getString("token") + "\"}";
        assertThat(ask("POST", USERS + "/bulk/apply", token, superuser).statusCode())
                .isEqualTo(404);
        var applied = ask("POST", USERS + "/bulk/apply", token, key);

        assertThat(json(applied).getInteger("changed")).isPositive();
        assertThat(json(ask("GET", USERS + "/" + user.id(), null, key)).getString("verified_at"))
                .isNotNull();
        assertThat(ask("POST", USERS + "/bulk/apply", token, key).statusCode()).isEqualTo(409);
        assertThat(codeOf(ask("POST", USERS + "/bulk/preview", filter + "\"grant\", \"role\": \"ADMIN\"}", key)))
                .isEqualTo("rank.role_above");
    }

    @Test
    void a_bulk_change_whose_filter_got_lost_does_not_mean_everybody() throws Exception {
        for (String body : List.of(
                "{\"filter\": {}, \"action\": \"verify\"}",
                "{\"action\": \"verify\"}",
                "{\"filter\": {\"status\": null}, \"action\": \"verify\"}",
                "{\"filter\": {\"rol\": \"USER\"}, \"action\": \"verify\"}")) {
            assertThat(ask("POST", USERS + "/bulk/preview", body, superuser).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> patch(String path, String ifMatch, String body) throws Exception {
        return send(request("PATCH", path, body, superuser).header("if-match", ifMatch));
    }

    private static HttpResponse<String> ask(String method, String path, String body, String token) throws Exception {
        return send(request(method, path, body, token));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String method, String path, String body, String token) {
        var request = HttpRequest.newBuilder(URI.create(node.url(path)))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + token);
        return body == null
                ? request.method(method, HttpRequest.BodyPublishers.noBody())
                : request.header("content-type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private static String codeOf(HttpResponse<String> answer) {
        return json(answer).getString("code");
    }
}
