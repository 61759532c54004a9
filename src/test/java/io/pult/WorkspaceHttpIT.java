package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.identity.Role;
import io.pult.identity.TestPeople;
import io.pult.identity.TestPeople.Person;
import io.pult.support.Wait;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces and keys as a client has them, through the gateway that remembers who asks. */
class WorkspaceHttpIT {
    private static final String WORKSPACES = "/api/app/v1/workspaces";
    private static final String KEYS = "/api/auth/v1/api-keys";

    @TempDir
    static Path folder;

    private static final HttpClient http = HttpClient.newHttpClient();
    private static WholeNode node;
    private static TestPeople people;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of());
        people = new TestPeople(node.ground, node.settings.identity());
    }

    @AfterAll
    static void close() {
        people.close();
        node.close();
    }

    @Test
    void a_person_who_is_taken_out_and_their_key_are_out_within_a_second_at_a_gateway_that_remembered_both()
            throws Exception {
        var owner = people.somebody(Role.USER);
        var member = people.somebody(Role.USER);
        String workspace = made(owner);
        invited(owner, member, workspace, "operator");
        var creation = new JsonObject()
                .put("name", "script")
                .put("scopes", new JsonArray().add("identity:read"))
                .put("workspace", workspace);
        String key = body(send("POST", KEYS, member.accessToken(), creation)).getString("token");
        String path = WORKSPACES + "/" + workspace;
        assertThat(send("GET", path, key, null).statusCode()).isEqualTo(200);
        assertThat(send("GET", path, member.accessToken(), null).statusCode()).isEqualTo(200);

        assertThat(send("DELETE", path + "/members/" + member.id(), owner.accessToken(), null)
                        .statusCode())
                .isEqualTo(204);

        assertThat(send("GET", path, member.accessToken(), null).statusCode()).isEqualTo(404);
        Wait.until(
                "the gateway asks again whose the key is",
                Duration.ofSeconds(2),
                () -> send("GET", path, key, null).statusCode() == 401);
    }

    @Test
    void a_key_that_a_user_made_does_not_read_what_administrators_read_by_a_key_with_the_same_scope() throws Exception {
        var owner = people.somebody(Role.USER);
        var creation = new JsonObject()
                .put("name", "curious")
                .put(
                        "scopes",
                        new JsonArray().add("identity:read").add("vk:act").add("jobs:read"))
                .put("workspace", made(owner));
        String key = body(send("POST", KEYS, owner.accessToken(), creation)).getString("token");

        assertThat(send("GET", WORKSPACES, key, null).statusCode()).isEqualTo(200);
        for (String path : new String[] {"/api/admin/v1/api-keys/", "/system-accounts/", "/jobs/", "/inbox/", KEYS}) {
            var answer = send("GET", path, key, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(body(answer).getString("code")).isEqualTo("access.forbidden");
        }
    }

    @Test
    void whoever_makes_or_joins_a_workspace_may_act_in_it_with_the_next_request() throws Exception {
        var owner = people.somebody(Role.USER);
        var heir = people.somebody(Role.USER);
        for (var known : List.of(owner, heir)) {
            assertThat(send("GET", WORKSPACES, known.accessToken(), null).statusCode())
                    .isEqualTo(200);
        }

        String workspace = made(owner);
        var account = new JsonObject().put("workspace_id", workspace).put("name", "Editor");
        assertThat(send("POST", "/accounts/", owner.accessToken(), account).statusCode())
                .isEqualTo(201);
        invited(owner, heir, workspace, "operator");
        assertThat(send("POST", "/accounts/", heir.accessToken(), account).statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_workspace_is_made_renamed_by_its_etag_handed_on_and_removed() throws Exception {
        var owner = people.somebody(Role.USER);
        var heir = people.somebody(Role.USER);
        String workspace = made(owner);
        String path = WORKSPACES + "/" + workspace;
        String etag = etag(send("GET", path, owner.accessToken(), null));
        var name = new JsonObject().put("name", "North");

        var renamed = patch(path, owner, etag, name);
        assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
        assertThat(patch(path, owner, etag, name).statusCode()).isEqualTo(412);
        invited(owner, heir, workspace, "viewer");
        var role = new JsonObject().put("role", "operator");
        assertThat(body(send("PATCH", path + "/members/" + heir.id(), owner.accessToken(), role))
                        .getString("role"))
                .isEqualTo("operator");
        var to = new JsonObject().put("user_id", heir.id().toString());
        var transferred = send("POST", path + "/transfer", owner.accessToken(), to);
        assertThat(transferred.statusCode()).as(transferred.body()).isEqualTo(200);
        assertThat(body(send("GET", path + "/members", owner.accessToken(), null))
                        .getJsonArray("items"))
                .extracting(item -> ((JsonObject) item).getString("role"))
                .containsExactly("operator", "owner");
        assertThat(send("DELETE", path, owner.accessToken(), null).statusCode()).isEqualTo(403);
        assertThat(send("DELETE", path, heir.accessToken(), null).statusCode()).isEqualTo(204);
        assertThat(send("GET", path, heir.accessToken(), null).statusCode()).isEqualTo(404);
    }

    private static String made(Person owner) throws Exception {
        var answer = send("POST", WORKSPACES, owner.accessToken(), new JsonObject().put("name", "Newsroom"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return body(answer).getString("id");
    }

    private static void invited(Person owner, Person guest, String workspace, String role) throws Exception {
        var invitation = send(
                "POST",
                WORKSPACES + "/" + workspace + "/invitations",
                owner.accessToken(),
                new JsonObject().put("role", role).put("expires_in", 3_600));
        assertThat(invitation.statusCode()).as(invitation.body()).isEqualTo(201);
        var token = new JsonObject().put("token", body(invitation).getString("token"));
        var preview = body(send("POST", "/api/app/v1/invitations/preview", guest.accessToken(), token));
        assertThat(preview.getString("workspace")).isNotBlank();
        assertThat(preview.getString("role")).isEqualTo(role);
        assertThat(preview.getJsonObject("invited_by").getString("login")).isNotBlank();
        var accepted = send("POST", "/api/app/v1/invitations/accept", guest.accessToken(), token);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
    }

    private static HttpResponse<String> patch(String path, Person person, String etag, JsonObject body)
            throws Exception {
        return answer(request("PATCH", path, person.accessToken(), body).header("If-Match", etag));
    }

    private static HttpResponse<String> send(String method, String path, String token, @Nullable JsonObject body)
            throws IOException, InterruptedException {
        return answer(request(method, path, token, body));
    }

    private static HttpRequest.Builder request(String method, String path, String token, @Nullable JsonObject body) {
        var publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body.encode());
        return HttpRequest.newBuilder(URI.create(node.url(path)))
                .method(method, publisher)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("etag").orElseThrow();
    }

    private static JsonObject body(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }
}
