package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.identity.ApiKeys;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.json.JsonArray;
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

/** The token log as a client sees it: 450 attempts of an afternoon, every ninth an error. */
class TokenLogHttpIT {
    private static final String ONE = "00000000-0000-0000-0000-000000000001";

    @TempDir
    static Path folder;

    private static final HttpClient client = HttpClient.newHttpClient();
    private static WholeNode node;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of("PULT_VK_KEEP_LOGS", "700d"));
        key = Wait.on(ApiKeys.issue(node.vertx, node.settings.postgres(), "test", List.of("vk:read")));
        Wait.on(Pg.open(node.vertx, node.settings.postgres()).query("""
                        INSERT INTO token_logs (id, account_id, is_env_token, method, status, error_details, "timestamp",
                                                attempt, duration_ms, node)
                        SELECT gen_random_uuid(),
                               CASE WHEN i % 5 > 0 THEN '00000000-0000-0000-0000-000000000001'::uuid END,
                               i % 5 = 0, CASE WHEN i % 3 = 0 THEN 'users.get' ELSE 'wall.get' END,
                               CASE WHEN i % 9 = 0 THEN 'error' ELSE 'success' END,
                               CASE WHEN i % 9 = 0 THEN '=HYPERLINK("x"), too many requests' END,
                               '2026-11-21 12:00Z'::timestamptz + i * interval '10 s', 1, 5, 'node'
                        FROM generate_series(0, 449) AS i
                        """));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void a_key_without_the_scope_sees_nothing() throws Exception {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(node.url("/token-logs/export")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void an_export_has_every_attempt_that_the_list_would_give_as_one_line_each() throws Exception {
        var ndjson = get("/token-logs/export", "application/x-ndjson");
        assertThat(ndjson.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        List<JsonObject> lines = ndjson.body().lines().map(JsonObject::new).toList();
        assertThat(lines).hasSize(450);
        assertThat(lines).extracting(line -> line.getString("id")).doesNotHaveDuplicates();
        assertThat(lines.get(0).getString("timestamp")).isEqualTo("2026-11-21T13:14:50Z");

        String some = get("/token-logs/export?status=error&account_id=" + ONE + "&method=users.get", "*/*")
                .body();
        assertThat(some.lines()).hasSize(40).allMatch(line -> line.contains(ONE));
    }

    @Test
    void an_export_as_csv_has_a_head_and_no_formula_that_a_spreadsheet_would_run() throws Exception {
        var csv = get("/token-logs/export?q=HYPERLINK", "text/csv");
        assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines).hasSize(51);
        assertThat(lines.get(0))
                .isEqualTo("timestamp,id,account_id,is_env_token,method,status,error_details,attempt,duration_ms,node");
        assertThat(lines.get(1)).contains(",error,\"'=HYPERLINK(\"\"x\"\"), too many requests\",1,5,node");
    }

    @Test
    void a_list_is_pages_that_follow_each_other_newest_first() throws Exception {
        int seen = 0;
        String cursor = "";
        do {
            JsonObject page = json("/token-logs/?limit=100&is_env_token=false" + cursor);
            seen += page.getJsonArray("items").size();
            cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : "";
        } while (!cursor.isEmpty());
        assertThat(seen).isEqualTo(360);
        assertThat(json("/token-logs/?from=2026-11-21T13:00:00Z&to=2026-11-21T13:01:00Z")
                        .getJsonArray("items"))
                .hasSize(6);
    }

    @Test
    void stats_have_the_form_of_the_seed() throws Exception {
        assertThat(json("/token-logs/stats?account_id=" + ONE).encode())
                .isEqualTo("{\"total\":360,\"success\":320,\"error\":40,\"methods\":["
                        + "{\"method\":\"wall.get\",\"total\":240,\"success\":240,\"error\":0},"
                        + "{\"method\":\"users.get\",\"total\":120,\"success\":80,\"error\":40}]}");
        assertThat(json("/token-logs/stats?is_env_token=true&from=2026-11-21T12:00:01Z&to=2026-11-21T12:00:51Z")
                        .getInteger("total"))
                .isEqualTo(1);
    }

    @Test
    void a_chart_has_the_form_of_the_seed_and_its_zone() throws Exception {
        String path = "/token-logs/chart?granularity=hour&from=2026-11-21T11:00:00Z&to=2026-11-21T14:00:00Z";
        var points = new JsonArray(
                get(path + "&tz=Europe/Berlin", "application/json").body());
        assertThat(points).hasSize(3);
        assertThat(points.getJsonObject(0).encode())
                .isEqualTo("{\"date\":\"12:00\",\"at\":\"2026-11-21T11:00:00Z\",\"success\":0,\"error\":0,"
                        + "\"methods\":{},\"errors\":{}}");
        assertThat(points.getJsonObject(1).getString("date")).isEqualTo("13:00");
        assertThat(points.getJsonObject(1).getJsonObject("methods").getMap())
                .isEqualTo(Map.of("wall.get", 240, "users.get", 120));
        assertThat(points.getJsonObject(1).getInteger("success")).isEqualTo(320);
        assertThat(points.getJsonObject(1).getInteger("error")).isEqualTo(40);
        assertThat(points.getJsonObject(1).getJsonObject("errors").getMap()).isEqualTo(Map.of("users.get", 40));
        assertThat(points.getJsonObject(2).getJsonObject("methods").getMap())
                .isEqualTo(Map.of("wall.get", 60, "users.get", 30));
    }

    @Test
    void a_zone_that_is_none_and_a_time_that_is_too_long_are_refused_with_their_codes() throws Exception {
        assertRefused("granularity=day&tz=Mars/Olympus", 400, "tz.unknown");
        assertRefused("granularity=hour&from=2026-01-01T00:00:00Z", 422, "range.too_long");
        assertRefused("granularity=day&from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", 400, "range.invalid");
    }

    private static void assertRefused(String query, int status, String code) throws Exception {
        var answer = get("/token-logs/chart?" + query, "application/json");
        assertThat(answer.statusCode()).as(query).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private static JsonObject json(String path) throws Exception {
        return new JsonObject(get(path, "application/json").body());
    }

    private static HttpResponse<String> get(String path, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(node.url(path)))
                        .timeout(Duration.ofSeconds(20))
                        .header("authorization", "Bearer " + key)
                        .header("accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
