package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A request that is as it should be, and what HTTP says about the rest. Bad bodies and bad people have their own tests. */
class GatewayTest {
    private static final Lab lab = new Lab();

    @AfterAll
    static void close() {
        lab.close();
    }

    private static JsonObject problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        var problem = new JsonObject(answer.body());
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getString("type")).isEqualTo("urn:pult:problem:" + code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).hasValue(problem.getString("instance"));
        return problem;
    }

    private static JsonArray errors(HttpResponse<String> answer, String code) {
        return problem(answer, 400, code).getJsonArray("errors");
    }

    @Test
    void a_handler_that_throws_is_500_with_an_id_and_nothing_from_inside() {
        var answer = lab.get("/lab/fault?kind=thrown");
        problem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("hunter2").doesNotContain("IllegalState");
    }

    @Test
    void a_failure_of_the_concern_keeps_its_code_and_gets_its_status() {
        problem(lab.get("/lab/fault?kind=conflict"), 409, "lab.taken");
        problem(lab.get("/lab/fault?kind=other"), 404, "lab.not_found");
    }

    @Test
    void a_temporary_failure_says_when_to_come_back() {
        var answer = lab.get("/lab/fault?kind=busy");
        assertThat(problem(answer, 503, "lab.busy").getInteger("retry_after")).isEqualTo(2);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
    }

    @Test
    void an_operation_that_no_node_serves_is_503_with_retry_after() {
        var answer = lab.get("/lab/unserved");
        problem(answer, 503, "bus.nobody_serves");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void an_answer_that_does_not_come_is_504_after_the_operations_own_timeout() {
        problem(lab.get("/lab/fault?kind=silent"), 504, "bus.timeout");
    }

    @Test
    void a_path_that_is_nowhere_in_the_contract_is_404() {
        problem(lab.get("/nowhere"), 404, "route.not_found");
        problem(lab.get("/lab//things"), 404, "route.not_found");
        problem(lab.get("/" + "a/".repeat(100)), 404, "route.not_found");
    }

    @Test
    void a_method_that_the_path_does_not_take_is_405_with_allow() {
        var answer = lab.send(lab.request("/lab/things/5").PUT(HttpRequest.BodyPublishers.ofString("{}")));
        problem(answer, 405, "route.method_not_allowed");
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, PATCH, DELETE, HEAD, OPTIONS");
    }

    @Test
    void options_says_what_a_path_takes() {
        var answer = lab.send(lab.request("/lab/things").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, POST, HEAD, OPTIONS");
    }

    @Test
    void head_has_the_headers_of_get_and_no_body() {
        try (RawClient client = lab.raw()) {
            String answer = client.say("HEAD /lab/things/newest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .all();
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("content-length: 2")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void a_literal_segment_wins_over_a_parameter() {
        assertThat(lab.get("/lab/things/newest").body()).isEqualTo("{}");
    }

    @Test
    void paths_are_answered_with_and_without_the_slash_at_the_end() {
        assertThat(lab.get("/lab/things").statusCode()).isEqualTo(200);
        assertThat(lab.get("/lab/things/").statusCode()).isEqualTo(200);
        assertThat(lab.get("/lab/things/newest/").statusCode()).isEqualTo(200);
    }

    @Test
    void parameters_arrive_typed_and_flat() {
        var answer =
                lab.get("/lab/things/?limit=5&live=true&weight=2.5&ids=1,2&tag=a&tag=b&q=%D1%8F+%22x%22%5C&kind=lamp"
                        + "&owner=01234567-89ab-cdef-0123-456789abcdef&since=2026-01-01T00:00:00%2B03:00");
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject()
                        .put("limit", 5)
                        .put("live", true)
                        .put("weight", 2.5)
                        .put("ids", new JsonArray().add(1).add(2))
                        .put("tag", new JsonArray().add("a").add("b"))
                        .put("q", "я \"x\"\\")
                        .put("kind", "lamp")
                        .put("owner", "01234567-89ab-cdef-0123-456789abcdef")
                        .put("since", "2026-01-01T00:00:00+03:00"));
    }

    @Test
    void an_encoded_slash_stays_inside_its_segment() {
        assertThat(new JsonObject(lab.get("/lab/named/a%2Fb+c").body()).getString("name"))
                .isEqualTo("a/b+c");
    }

    @Test
    void an_unknown_query_parameter_is_refused_and_never_ignored() {
        var errors = errors(lab.get("/lab/things/?limit=5&colour=red"), "parameter.unknown");
        assertThat(errors).isEqualTo(new JsonArray("[{\"pointer\":\"/colour\",\"code\":\"unknown\"}]"));
    }

    @Test
    void a_repeated_query_parameter_is_refused_unless_it_is_a_list() {
        errors(lab.get("/lab/things/?limit=5&limit=6"), "parameter.repeated");
        assertThat(lab.get("/lab/things/?tag=5&tag=6").statusCode()).isEqualTo(200);
    }

    @Test
    void parameters_of_the_wrong_type_are_named_together() {
        var errors = errors(
                lab.get("/lab/things/?limit=201&weight=x&live=yes&owner=1&since=now&ids=1,2,3,4&kind=tv&tag=%00"),
                "parameter.invalid");
        assertThat(errors.stream().map(error -> ((JsonObject) error).getString("code")))
                .containsExactlyInAnyOrder(
                        "too_large", "type", "type", "format", "format", "too_many_items", "not_allowed", "characters");
    }

    @Test
    void numbers_that_only_look_like_numbers_are_refused() {
        for (String number : new String[] {"+5", "5.0", "0x5", "%D9%A5", "", "-", "99999999999999999999"}) {
            errors(lab.get("/lab/things/?limit=" + number), "parameter.invalid");
        }
    }

    @Test
    void cut_escapes_and_bytes_that_are_no_utf8_are_refused() {
        errors(lab.get("/lab/things/?q=%ff"), "parameter.invalid");
        try (RawClient client = lab.raw()) {
            assertThat(client.say("GET /lab/things/?q=%4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .all())
                    .startsWith("HTTP/1.1 400")
                    .contains("parameter.invalid");
        }
    }

    @Test
    void a_missing_parameter_is_named() {
        errors(lab.get("/lab/fault"), "parameter.missing");
    }

    @Test
    void sql_and_script_in_every_string_are_only_text() {
        String nasty = "'; DROP TABLE users; -- <script>alert(1)</script> ${jndi:ldap://x} ../../etc/passwd";
        var answer = lab.post("/lab/echo", new JsonObject().put("text", nasty).encode());
        assertThat(new JsonObject(answer.body()).getJsonObject("body").getString("text"))
                .isEqualTo(nasty);
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        String encoded = java.net.URLEncoder.encode(nasty.substring(0, 45), StandardCharsets.UTF_8);
        assertThat(new JsonObject(lab.get("/lab/things/?q=" + encoded).body()).getString("q"))
                .isEqualTo(nasty.substring(0, 45));
    }

    @Test
    void a_version_becomes_an_etag_and_an_unchanged_one_304() {
        var first = lab.get("/lab/things/5", Lab.READER);
        assertThat(first.headers().firstValue("etag")).hasValue("\"7\"");
        assertThat(first.headers().firstValue("cache-control")).hasValue("private, no-cache");
        var second = lab.send(lab.request("/lab/things/5")
                .header("Authorization", "Bearer " + Lab.READER)
                .header("If-None-Match", "W/\"7\""));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void if_match_becomes_a_number_and_nonsense_is_refused() {
        assertThat(new JsonObject(patch("\"7\"").body()).getLong("if_match")).isEqualTo(7);
        assertThat(new JsonObject(patch("*").body()).containsKey("if_match")).isFalse();
        problem(patch("7"), 400, "parameter.invalid");
        problem(patch("\"seven\""), 400, "parameter.invalid");
    }

    private static HttpResponse<String> patch(String ifMatch) {
        return lab.send(lab.request("/lab/things/5")
                .header("Authorization", "Bearer " + Lab.ACTOR)
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\":null}")));
    }

    @Test
    void null_in_a_patch_arrives_as_null_and_absence_as_absence() {
        assertThat(new JsonObject(patch("*").body()).getJsonObject("body")).isEqualTo(new JsonObject().putNull("name"));
    }

    @Test
    void an_idempotency_key_travels_with_the_call_and_a_replay_is_marked() {
        assertThat(create("once").headers().firstValue("idempotent-replayed")).isEmpty();
        assertThat(lab.lastCall.idempotencyKey()).isEqualTo("once");
        assertThat(create("twice").headers().firstValue("idempotent-replayed")).hasValue("true");
        problem(create("x".repeat(256)), 400, "parameter.invalid");
    }

    private static HttpResponse<String> create(String idempotencyKey) {
        return lab.send(lab.request("/lab/things/")
                .header("Authorization", "Bearer " + Lab.ACTOR)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"a\",\"kind\":\"lamp\"}")));
    }

    @Test
    void the_status_of_a_success_is_the_contracts_first() {
        assertThat(create("status").statusCode()).isEqualTo(201);
        var gone = lab.send(lab.request("/lab/things/5")
                .header("Authorization", "Bearer " + Lab.ADMIN)
                .DELETE());
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(gone.body()).isEmpty();
    }

    @Test
    void a_request_id_from_outside_is_kept_only_when_it_is_harmless() {
        assertThat(withRequestId("0123-abc.DEF_9")).isEqualTo("0123-abc.DEF_9");
        assertThat(withRequestId("short")).isNotEqualTo("short");
        assertThat(withRequestId("a".repeat(65))).hasSizeLessThan(65);
        assertThat(withRequestId("has space inside")).doesNotContain(" ");
    }

    private static String withRequestId(String id) {
        return lab.send(lab.request("/lab/things/newest").header("X-Request-Id", id))
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
    }

    @Test
    void answers_are_not_stored_and_load_nothing() {
        var headers = lab.get("/lab/things/").headers();
        assertThat(headers.firstValue("cache-control")).hasValue("no-store");
        assertThat(headers.firstValue("content-security-policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
    }

    @Test
    void the_body_of_a_get_is_read_and_ignored() {
        try (RawClient client = lab.raw()) {
            String answer = client.say("GET /lab/things/newest HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
                            + "GET /lab/nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .all();
            assertThat(answer).startsWith("HTTP/1.1 200").contains("HTTP/1.1 404");
        }
    }

    @Test
    void russian_is_spoken_to_who_prefers_it() {
        lab.send(lab.request("/lab/things/newest").header("Accept-Language", "ru-RU,ru;q=0.9"));
        assertThat(lab.lastCall.locale().getLanguage()).isEqualTo("ru");
        lab.get("/lab/things/newest");
        assertThat(lab.lastCall.locale().getLanguage()).isEqualTo("en");
    }
}
