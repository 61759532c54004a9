package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.identity.Role;
import io.pult.identity.TestPeople;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told to be unchanged, and what never: a version is that of a row, and some answers show more. */
class EntityTagHttpIT {
    private static final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static WholeNode node;
    private static TestPeople people;
    private static Pg pg;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of("PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE", "1000000"));
        people = new TestPeople(node.ground, node.settings.identity());
        pg = Pg.open(node.vertx, node.settings.postgres());
        token = people.somebody(Role.USER, Role.ADMIN).accessToken();
    }

    @AfterAll
    static void close() {
        people.close();
        node.close();
    }

    @Test
    void an_account_whose_session_is_lost_is_shown_so_and_changed_by_the_etag_from_before() throws Exception {
        String path = "/accounts/" + made("/accounts/", new JsonObject().put("name", "Editor"));
        String etag = etag(get(path, null));
        String id = path.substring("/accounts/".length());
        Wait.on(pg.query("UPDATE telegram_session SET state = 'lost' WHERE account_id = $1", UUID.fromString(id)));

        var now = live(path, etag);

        assertThat(now.getString("state")).isEqualTo("lost");
        var renamed = send(
                request("PATCH", path, new JsonObject().put("name", "Night")).header("If-Match", etag));
        assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
        assertThat(send(request("PATCH", path, new JsonObject().put("name", "Day"))
                                .header("If-Match", etag))
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void a_proxy_shows_how_many_accounts_have_it_now() throws Exception {
        String proxy = made(
                "/proxies/",
                new JsonObject().put("kind", "socks5").put("host", "127.0.0.1").put("port", 9));
        String path = "/proxies/" + proxy;
        String etag = etag(get(path, null));
        String account = made("/accounts/", new JsonObject().put("name", "Editor"));
        Wait.on(pg.query(
                "UPDATE accounts SET way = 'proxy', proxy_id = $1 WHERE id = $2",
                UUID.fromString(proxy),
                UUID.fromString(account)));

        assertThat(live(path, etag).getInteger("accounts")).isEqualTo(1);
    }

    @Test
    void an_account_of_vk_shows_its_attempts_until_now() throws Exception {
        String account = made(
                "/system-accounts/",
                new JsonObject()
                        .put("vk_user_id", 7)
                        .put("kind", "community")
                        .put("token", "vk1.a.a-token-of-a-test-0123456789"));
        String path = "/system-accounts/" + account;
        String etag = etag(get(path, null));
        Wait.on(pg.query("""
                INSERT INTO token_logs (id, account_id, is_env_token, method, status, "timestamp", attempt, duration_ms, node)
                VALUES (gen_random_uuid(), $1, false, 'users.get', 'success', now(), 1, 5, 'node')
                """, UUID.fromString(account)));

        assertThat(live(path, etag).getJsonObject("stats").getInteger("success"))
                .isEqualTo(1);
    }

    @Test
    void a_person_shows_when_they_signed_in_last_and_a_workspace_what_the_asker_is_in_it() throws Exception {
        var person = people.somebody(Role.USER);
        String path = "/api/admin/v1/users/" + person.id();
        String etag = etag(get(path, null));
        Wait.on(pg.query("UPDATE app_user SET last_sign_in_at = now() WHERE id = $1", person.id()));
        assertThat(live(path, etag).containsKey("last_sign_in_at")).isTrue();

        String workspace =
                "/api/app/v1/workspaces/" + made("/api/app/v1/workspaces", new JsonObject().put("name", "Newsroom"));
        assertThat(live(workspace, etag(get(workspace, null))).getString("role"))
                .isEqualTo("owner");
    }

    @Test
    void what_changes_with_its_version_alone_is_told_to_be_unchanged() throws Exception {
        String settings = "/api/admin/v1/settings";
        var first = get(settings, null);
        assertThat(first.headers().firstValue("cache-control")).hasValue("private, no-cache");
        assertThat(get(settings, etag(first)).statusCode()).isEqualTo(304);

        String job = "/jobs/" + made("/jobs/rekey", null);
        Wait.until(
                "the job is done", () -> body(get(job, null)).getString("state").equals("succeeded"));
        assertThat(get(job, etag(get(job, null))).statusCode()).isEqualTo(304);
    }

    /** Nobody may keep it, and who has its ETag is shown it all the same, under the same one. */
    private static JsonObject live(String path, String etag) throws Exception {
        var answer = get(path, etag);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(etag(answer)).isEqualTo(etag);
        return body(answer);
    }

    private static String made(String path, @Nullable JsonObject body) throws Exception {
        var answer = send(request("POST", path, body));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return body(answer).getString("id");
    }

    private static HttpResponse<String> get(String path, @Nullable String etag) throws Exception {
        var request = request("GET", path, null);
        return send(etag == null ? request : request.header("If-None-Match", etag));
    }

    private static HttpRequest.Builder request(String method, String path, @Nullable JsonObject body) {
        return HttpRequest.newBuilder(URI.create(node.url(path)))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("etag").orElseThrow();
    }

    private static JsonObject body(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }
}
