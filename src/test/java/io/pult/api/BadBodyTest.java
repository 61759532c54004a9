package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are not what the contract asks for: a problem with a stable code, and nothing reaches the concern. */
class BadBodyTest {
    private static final int LIMIT = 4_096;
    private static final Lab lab = new Lab(BadBodyTest::tight, new LimitSettings("redis://127.0.0.1:1/0", 1_000_000));

    private static HttpSettings tight(HttpSettings http) {
        return new HttpSettings(
                http.host(),
                http.port(),
                null,
                http.trustedProxies(),
                LIMIT,
                Duration.ofMillis(1_500),
                http.idleTimeout(),
                http.corsOrigins(),
                10,
                2);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @BeforeEach
    void forget() {
        lab.stored.clear();
    }

    private static String refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
        assertThat(lab.stored).isEmpty();
        return answer.body();
    }

    private static void malformed(String body) {
        refused(lab.post("/lab/echo", body), 400, "body.malformed");
    }

    private static void malformed(byte[] body) {
        refused(lab.post("/lab/echo", body), 400, "body.malformed");
    }

    private static void invalid(String body, String pointer, String code) {
        var errors = new JsonObject(refused(lab.post("/lab/echo", body), 400, "body.invalid")).getJsonArray("errors");
        assertThat(errors)
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("pointer", pointer).put("code", code)));
    }

    private static String raw(String request) {
        try (RawClient client = lab.raw()) {
            return client.say(request).all();
        }
    }

    private static String chunked(String chunk) {
        return Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n";
    }

    @Test
    void an_endless_body_is_answered_with_413_and_cut_off() {
        try (RawClient client = lab.raw()) {
            client.say("POST /lab/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                client.say(chunked("x".repeat(1_000)));
            }
            assertThat(client.all())
                    .startsWith("HTTP/1.1 413")
                    .contains("body.too_large")
                    .contains("connection: close");
        }
        assertThat(lab.stored).isEmpty();
    }

    @Test
    void a_body_that_announces_too_much_is_refused_before_it_is_sent() {
        assertThat(raw("POST /lab/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 99999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("body.too_large");
    }

    @Test
    void a_sender_that_drips_is_answered_with_408() {
        assertThat(raw("POST /lab/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 100\r\n\r\n{\"te"))
                .startsWith("HTTP/1.1 408")
                .contains("body.too_slow");
        assertThat(lab.stored).isEmpty();
    }

    @Test
    void a_sender_whose_headers_drip_is_cut_off() {
        try (RawClient client = lab.raw()) {
            client.say("GET /lab/things/newest HTTP/1.1\r\nHo");
            assertThat(client.all()).isEmpty();
        }
    }

    @Test
    void an_endless_body_on_a_get_is_cut_off_as_well() {
        try (RawClient client = lab.raw()) {
            client.say("GET /lab/things/newest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                client.say(chunked("x".repeat(1_000)));
            }
            assertThat(client.all()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_refusal_before_the_body_was_read_ends_the_connection() {
        assertThat(raw("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"))
                .startsWith("HTTP/1.1 404")
                .contains("connection: close");
    }

    @Test
    void headers_beyond_all_measure_are_431_and_a_long_address_414() {
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("request.headers_too_large");
        assertThat(raw("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.0 414")
                .contains("request.line_too_long");
    }

    @Test
    void bytes_that_are_no_http_are_a_problem_too() {
        assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.0 400").contains("request.malformed");
    }

    @Test
    void json_that_is_cut_or_followed_by_more_is_malformed() {
        malformed("{");
        malformed("{\"text\":");
        malformed("{} {}");
        malformed("{}x");
        malformed("{\"text\":\"a\",}");
        malformed("  ");
        malformed("{'text':'a'}");
        malformed("/* hello */ {}");
    }

    @Test
    void not_a_number_and_infinity_are_malformed() {
        malformed("{\"real\":NaN}");
        malformed("{\"real\":Infinity}");
        malformed("{\"whole\":01}");
        malformed("{\"real\":.5}");
    }

    @Test
    void a_number_too_large_to_be_one_is_out_of_range() {
        invalid("{\"real\":1e999}", "/real", "range");
        invalid("{\"big\":9223372036854775808}", "/big", "range");
        malformed("{\"big\":" + "9".repeat(1_000) + "}");
    }

    @Test
    void bytes_that_are_no_utf8_are_malformed() {
        malformed(new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xff, '"', '}'});
        malformed(new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'});
    }

    @Test
    void other_encodings_of_unicode_are_malformed() {
        malformed("{}".getBytes(StandardCharsets.UTF_16));
        malformed("{}".getBytes(StandardCharsets.UTF_16LE));
        malformed("\uFEFF{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nul_and_lone_surrogates_in_strings_are_refused_because_no_store_can_keep_them() {
        invalid("{\"text\":\"a\\u0000b\"}", "/text", "characters");
        invalid("{\"text\":\"\\ud800\"}", "/text", "characters");
        invalid("{\"free\":{\"a\":[\"\\udc00\"]}}", "/free/a/0", "characters");
        invalid("{\"labels\":{\"\\u0000\":\"x\"}}", "/labels/?", "characters");
        malformed("{\"text\":\"a\nb\"}");
    }

    @Test
    void a_name_that_stands_twice_is_refused_because_two_readers_could_take_different_ones() {
        invalid("{\"flag\":true,\"flag\":false}", "/flag", "duplicate_field");
        invalid("{\"fl\\u0061g\":true,\"flag\":false}", "/flag", "duplicate_field");
        invalid("{\"free\":{\"a\":1,\"a\":2}}", "/free/a", "duplicate_field");
    }

    @Test
    void an_unknown_field_is_refused_and_named() {
        invalid("{\"texte\":\"a\"}", "/texte", "unknown_field");
        invalid("{\"a/b~c\":1}", "/a~1b~0c", "unknown_field");
        invalid("{\"\\ud800\":1}", "/?", "unknown_field");
        invalid("{\"tree\":{\"children\":[{\"nam\":\"x\"}]}}", "/tree/children/0/nam", "unknown_field");
    }

    @Test
    void values_of_the_wrong_type_are_refused_and_not_converted() {
        invalid("{\"text\":5}", "/text", "type");
        invalid("{\"whole\":\"5\"}", "/whole", "type");
        invalid("{\"whole\":5.0}", "/whole", "type");
        invalid("{\"flag\":\"true\"}", "/flag", "type");
        invalid("{\"flag\":null}", "/flag", "type");
        invalid("{\"list\":{}}", "/list", "type");
        invalid("{\"tree\":[[[[]]]]}", "/tree", "type");
        invalid("[]", "", "type");
        invalid("null", "", "type");
        invalid("\"text\"", "", "type");
    }

    @Test
    void bounds_are_kept() {
        invalid("{\"whole\":6}", "/whole", "too_large");
        invalid("{\"whole\":-6}", "/whole", "too_small");
        invalid("{\"text\":\"" + "x".repeat(2_001) + "\"}", "/text", "too_long");
        invalid("{\"code\":\"abc\"}", "/code", "pattern");
        invalid("{\"code\":\"ABCABCABC\"}", "/code", "too_long");
        invalid("{\"at\":\"yesterday\"}", "/at", "format");
        invalid("{\"list\":[]}", "/list", "too_few_items");
        invalid("{\"list\":[1,2,3,4]}", "/list", "too_many_items");
        invalid("{\"free\":{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1}}", "/free/f", "too_many_members");
    }

    @Test
    void depth_has_a_bound() {
        invalid("{\"free\":{\"a\":" + "[".repeat(9) + "]".repeat(9) + "}}", "/free/a/0/0/0/0/0/0/0", "too_deep");
        malformed("{\"free\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}");
        malformed("[".repeat(2_000));
        malformed("{\"tree\":" + "{\"children\":[".repeat(40));
    }

    @Test
    void only_so_many_mistakes_are_listed() {
        var body = new StringBuilder("{\"a0\":1");
        for (int i = 1; i < 100; i++) {
            body.append(",\"a").append(i).append("\":1");
        }
        String answer = refused(lab.post("/lab/echo", body + "}"), 400, "body.invalid");
        assertThat(new JsonObject(answer).getJsonArray("errors")).hasSize(10);
    }

    @Test
    void missing_fields_are_named() {
        var answer = lab.send(lab.request("/lab/things/")
                .header("Authorization", "Bearer " + Lab.ACTOR)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(refused(answer, 400, "body.invalid")).contains("\"/name\"", "\"/kind\"", "\"missing\"");
    }

    @Test
    void an_absent_body_is_missed_and_no_value_is_echoed() {
        refused(lab.send(lab.request("/lab/echo").POST(HttpRequest.BodyPublishers.noBody())), 400, "body.missing");
        assertThat(lab.post("/lab/echo", "{\"code\":\"hunter2\"}").body()).doesNotContain("hunter2");
    }

    @Test
    void a_form_or_any_other_type_is_415() {
        for (String type :
                new String[] {"application/x-www-form-urlencoded", "text/plain", "application/xml", "json"}) {
            var answer = lab.send(lab.request("/lab/echo")
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            refused(answer, 415, "body.unsupported_type");
        }
        refused(
                lab.send(lab.request("/lab/echo").POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "body.unsupported_type");
    }

    @Test
    void json_with_a_charset_and_in_another_case_is_taken() {
        var answer = lab.send(lab.request("/lab/echo")
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("{\"flag\":true}")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void what_passes_arrives_byte_for_byte() {
        String body =
                " {\"text\" : \"\\u044f я \uD83D\uDE00\", \"real\":1.50e0, \"nothing\":null, \"free\":{\"a\":[{}]} } ";
        assertThat(lab.post("/lab/echo", body).statusCode()).isEqualTo(200);
        assertThat(lab.stored.get(0).get("body").get("text").asText()).isEqualTo("я я \uD83D\uDE00");
        assertThat(lab.stored.get(0).get("body").get("nothing").isNull()).isTrue();
    }
}
