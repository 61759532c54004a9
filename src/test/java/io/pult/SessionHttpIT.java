package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.identity.ApiKeys;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session over HTTP, as a browser and as an API client live it. */
class SessionHttpIT {
    private static final String AGENT = "Test/1.0 (a browser, or so it says)";
    private static final String OTHERS = "/api/auth/v1/sessions";
    private static final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static WholeNode node;
    private static Pg pg;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of("PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE", "1000000"));
        pg = Pg.open(node.vertx, node.settings.postgres());
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void a_page_of_another_site_cannot_refresh_with_the_cookie_of_a_browser() throws Exception {
        HttpCookie cookie = cookie(register("browser"));

        var refused = send(refreshBy(cookie).header("Sec-Fetch-Site", "cross-site"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("csrf.refused");
        assertThat(send(refreshBy(cookie).header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_browser_keeps_its_refresh_token_in_a_cookie_that_scripts_never_see() throws Exception {
        var registered = register("browser");
        HttpCookie first = cookie(registered);
        assertThat(registered.headers().firstValue("set-cookie").orElseThrow())
                .contains("Path=/api/auth/v1;", "HTTPOnly", "SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(registered.body()).doesNotContain(first.getValue(), "refresh_token", "refresh_cookie");

        var refreshed = send(refreshBy(first));

        assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
        assertThat(cookie(refreshed).getValue()).isNotEqualTo(first.getValue());
        assertThat(refreshed.body()).doesNotContain("refresh_token", "refresh_cookie");
        assertThat(sessions(access(refreshed)).statusCode()).isEqualTo(200);
        assertThat(refreshed.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void a_browser_that_has_no_cookie_is_told_to_sign_in() throws Exception {
        var answer = send(request("/api/auth/v1/refresh").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("session.over");
    }

    @Test
    void logging_out_takes_the_cookie_back_and_the_gateway_refuses_the_token_within_about_a_second() throws Exception {
        var registered = register("browser");
        String access = access(registered);
        assertThat(sessions(access).statusCode()).isEqualTo(200);

        var out = send(bearer("/api/auth/v1/logout", access).POST(BodyPublishers.noBody()));

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(cookie(out).getValue()).isEmpty();
        assertThat(cookie(out).getMaxAge()).isZero();
        Wait.until("refused", Duration.ofSeconds(3), () -> sessions(access).statusCode() == 401);
        assertThat(code(send(refreshBy(cookie(registered))))).isEqualTo("session.over");
    }

    /** The gateway and Redis have just learned the session as it was before the proof. */
    @Test
    void what_wanted_a_fresh_proof_goes_through_straight_after_it_every_time() throws Exception {
        for (int time = 0; time < 10; time++) {
            String login = "p" + UUID.randomUUID().toString().substring(0, 8);
            String access = access(register(login, "api"));
            Wait.on(pg.query("UPDATE session SET confirmed_at = confirmed_at - interval '1 hour'"));
            assertThat(code(delete(OTHERS, access))).isEqualTo("confirmation.needed");

            var confirmed = send(bearer("/api/auth/v1/confirm", access)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(new JsonObject()
                            .put("password", credentials(login).getString("password"))
                            .encode())));
            assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(204);

            var done = delete(OTHERS, access);
            assertThat(done.statusCode()).as(time + " " + done.body()).isEqualTo(200);
        }
    }

    @Test
    void an_api_client_has_both_tokens_in_the_body_and_no_cookie() throws Exception {
        var registered = register("api");
        String token = json(registered).getString("refresh_token");
        assertThat(registered.headers().firstValue("set-cookie")).isEmpty();

        var refreshed = send(refreshBy(token));

        assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
        assertThat(refreshed.headers().firstValue("set-cookie")).isEmpty();
        assertThat(json(refreshed).fieldNames())
                .containsExactlyInAnyOrder("access_token", "refresh_token", "token_type", "expires_in");
        assertThat(json(send(refreshBy(token))).getString("refresh_token"))
                .isEqualTo(json(refreshed).getString("refresh_token"));
    }

    @Test
    void a_person_sees_the_device_of_each_session_and_ends_another_one() throws Exception {
        String login = "p" + UUID.randomUUID().toString().substring(0, 8);
        String here = access(register(login, "api"));
        String there = access(post("/api/auth/v1/login", credentials(login)));
        var listed = json(sessions(here)).getJsonArray("items");
        assertThat(listed).hasSize(2).allSatisfy(item -> {
            var session = (JsonObject) item;
            assertThat(session.getString("device")).isEqualTo(AGENT);
            assertThat(session.getString("address")).isEqualTo("127.0.0.1");
        });
        String other = listed.stream()
                .map(JsonObject.class::cast)
                .filter(session -> !session.getBoolean("current"))
                .findFirst()
                .orElseThrow()
                .getString("id");

        assertThat(delete("/api/auth/v1/sessions/" + other, here).statusCode()).isEqualTo(204);

        Wait.until("refused", Duration.ofSeconds(3), () -> sessions(there).statusCode() == 401);
        assertThat(code(delete("/api/auth/v1/sessions/" + other, here))).isEqualTo("session.not_found");
        assertThat(json(delete("/api/auth/v1/sessions", here)).getInteger("ended"))
                .isZero();
    }

    @Test
    void an_api_key_has_no_session_to_log_out_of() throws Exception {
        String key = Wait.on(ApiKeys.issue(node.vertx, node.settings.postgres(), "test", List.of("identity:admin")));

        var refused = send(bearer("/api/auth/v1/logout", key).POST(BodyPublishers.noBody()));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("person.needed");
    }

    @Test
    void the_key_set_of_shared_secrets_is_empty_and_open_to_all() throws Exception {
        var answer = send(request("/api/auth/v1/jwks"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"keys\":[]}");
    }

    private static HttpResponse<String> register(String client) throws IOException, InterruptedException {
        return register("p" + UUID.randomUUID().toString().substring(0, 8), client);
    }

    private static HttpResponse<String> register(String login, String client) throws IOException, InterruptedException {
        var answer = post("/api/auth/v1/register", credentials(login).put("client", client));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return answer;
    }

    private static JsonObject credentials(String login) {
        return new JsonObject().put("login", login).put("password", "a long one that only a test has");
    }

    private static HttpResponse<String> post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    private static HttpResponse<String> delete(String path, String access) throws IOException, InterruptedException {
        return send(bearer(path, access).DELETE());
    }

    private static HttpResponse<String> sessions(String access) throws IOException, InterruptedException {
        return send(bearer("/api/auth/v1/sessions", access));
    }

    private static HttpRequest.Builder refreshBy(HttpCookie cookie) {
        return request("/api/auth/v1/refresh")
                .header("Cookie", cookie.getName() + "=" + cookie.getValue())
                .POST(BodyPublishers.noBody());
    }

    private static HttpRequest.Builder refreshBy(String token) {
        return request("/api/auth/v1/refresh")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        new JsonObject().put("refresh_token", token).encode()));
    }

    private static HttpRequest.Builder bearer(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(node.url(path)))
                .header("User-Agent", AGENT)
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpCookie cookie(HttpResponse<String> answer) {
        return HttpCookie.parse(answer.headers().firstValue("set-cookie").orElseThrow())
                .get(0);
    }

    private static String access(HttpResponse<String> answer) {
        return json(answer).getString("access_token");
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).getString("code");
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }
}
