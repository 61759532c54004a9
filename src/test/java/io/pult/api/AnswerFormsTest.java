package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The closed list of what HTTP does beyond JSON. */
class AnswerFormsTest {
    private static final Lab lab = new Lab();

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void a_stream_whose_page_fails_breaks_the_connection_so_that_half_of_it_never_looks_whole() {
        try (RawClient client = lab.raw()) {
            String answer = client.say("GET /lab/export?pages=3&fails_at=2 HTTP/1.1\r\nHost: x\r\n\r\n")
                    .all();
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"id\":199").doesNotContain("\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_stream_whose_first_page_fails_is_a_problem() {
        var answer = lab.get("/lab/export?pages=3&fails_at=1");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("store.unavailable");
    }

    @Test
    void a_client_that_does_not_read_is_not_pulled_for_and_one_that_leaves_ends_the_pulling() throws Exception {
        int before = lab.pagesAsked.get();
        try (RawClient client = lab.raw()) {
            client.say("GET /lab/export?pages=100000 HTTP/1.1\r\nHost: x\r\n\r\n")
                    .until("\"id\":199");
            int stalled = settled();
            assertThat(stalled - before).isLessThan(1_000);
        }
        assertThat(settled() - before).isLessThan(1_000);
    }

    /** The number of pages asked for, once it has stood still for 300 ms. */
    private static int settled() throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        int pages = -1;
        while (pages != lab.pagesAsked.get()) {
            assertThat(System.nanoTime()).isLessThan(until);
            pages = lab.pagesAsked.get();
            Thread.sleep(300);
        }
        return pages;
    }

    @Test
    void a_stream_is_ndjson_unless_csv_is_asked_for() {
        var ndjson = lab.get("/lab/export?pages=3");
        assertThat(ndjson.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(ndjson.body().lines()).hasSize(600);

        var csv = lab.send(lab.request("/lab/export?pages=2").header("Accept", "text/csv"));
        assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8");
        assertThat(csv.body()).startsWith("id,name\r\n0,\"'=cmd,\"\"x\"\"\"\r\n1,nnn");
        assertThat(csv.body().lines()).hasSize(401);
    }

    @Test
    void a_form_that_a_stream_does_not_have_is_406() {
        var answer = lab.send(lab.request("/lab/export?pages=1").header("Accept", "application/pdf"));
        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("accept.unsupported");
    }

    @Test
    void a_cookie_is_taken_out_of_the_answer_and_read_back_as_a_parameter() {
        var first = lab.send(lab.request("/lab/enter").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(first.body()).isEqualTo("{\"was\":\"\"}");
        assertThat(first.headers().firstValue("set-cookie").orElseThrow())
                .contains("lab_session=s3cret", "HTTPOnly", "SameSite=Strict", "Path=/lab", "Max-Age=3600");
        var second = lab.send(lab.request("/lab/enter")
                .header("Cookie", "other=1; lab_session=s3cret")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(second.body()).isEqualTo("{\"was\":\"s3cret\"}");
    }

    @Test
    void a_redirect_goes_to_a_place_and_to_nothing_else() {
        assertThat(away("/account").headers().firstValue("location")).hasValue("/account");
        assertThat(away("/account").statusCode()).isEqualTo(303);
        assertThat(away("https%3A%2F%2Fexample.org%2F").statusCode()).isEqualTo(303);
        assertThat(away("javascript:alert(1)").statusCode()).isEqualTo(500);
        assertThat(away("//evil.example.org").statusCode()).isEqualTo(500);
        assertThat(away("/a%0d%0aSet-Cookie:x=1").headers().firstValue("set-cookie"))
                .isEmpty();
    }

    private static HttpResponse<String> away(String to) {
        return lab.get("/lab/away?to=" + to);
    }

    @Test
    void an_image_arrives_as_bytes() {
        var answer = lab.get("/lab/picture");
        assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
        assertThat(answer.body()).isEqualTo("\u0001\u0002\u0003");
    }

    @Test
    void an_upload_arrives_as_base64_up_to_one_mebibyte_and_in_the_types_named() {
        var answer = upload("image/png", new byte[] {1, 2, 3});
        assertThat(new JsonObject(answer.body()).getJsonObject("body"))
                .isEqualTo(new JsonObject().put("content_type", "image/png").put("data", "AQID"));
        assertThat(upload("image/svg+xml", new byte[] {1}).statusCode()).isEqualTo(415);
        assertThat(upload("image/png", new byte[(1 << 20) + 1]).statusCode()).isEqualTo(413);
    }

    private static HttpResponse<String> upload(String type, byte[] bytes) {
        return lab.send(lab.request("/lab/picture")
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    @Test
    void the_contract_is_served_whole_and_with_an_etag() {
        var answer = lab.get("/openapi.json");
        assertThat(new JsonObject(answer.body()).getJsonObject("paths").containsKey("/lab/things/"))
                .isTrue();
        String etag = answer.headers().firstValue("etag").orElseThrow();
        assertThat(lab.send(lab.request("/openapi.json").header("If-None-Match", etag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void the_explorer_comes_from_the_packaged_library_and_loads_nothing_from_elsewhere() {
        var page = lab.get("/docs");
        assertThat(page.body()).contains("/docs/swagger-ui-bundle.js").doesNotContain("http");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("script-src 'self'")
                .contains("connect-src 'self'");
        assertThat(lab.get("/docs/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
        assertThat(lab.get("/docs/swagger-ui.css").body()).contains(".swagger-ui");
        assertThat(lab.get("/docs/start.js").body()).contains("/openapi.json");
        assertThat(lab.get("/docs/..%2F..%2Flogback.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void status_shows_words_to_everybody_and_details_to_administrators() {
        assertThat(lab.get("/api/app/v1/status").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(lab.get("/api/app/v1/status", Lab.READER).body()).isEqualTo("{\"status\":\"up\"}");
        var component = new JsonObject(lab.get("/api/app/v1/status", Lab.ADMIN).body())
                .getJsonArray("nodes")
                .getJsonObject(0)
                .getJsonArray("components")
                .getJsonObject(0);
        assertThat(component.getString("state")).isEqualTo("up");
        assertThat(component.getString("last_success")).isEqualTo("1970-01-01T00:00:00Z");
    }
}
