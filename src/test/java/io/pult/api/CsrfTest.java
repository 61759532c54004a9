package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Altered;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which pages may act with a cookie that the browser adds by itself. */
class CsrfTest {
    private static final Lab lab = new Lab(
            http -> Altered.record(
                    http, Map.of("publicUrl", "https://pult.example/", "corsOrigins", List.of("https://app.example"))),
            new LimitSettings("redis://127.0.0.1:1/0", 1_000_000));

    @AfterAll
    static void close() {
        lab.close();
    }

    private static HttpResponse<String> enter(String... headers) {
        var request = lab.request("/lab/enter")
                .header("Cookie", "lab_session=mine")
                .POST(HttpRequest.BodyPublishers.noBody());
        return lab.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("csrf.refused");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    private static void taken(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("was")).isEqualTo("mine");
    }

    @Test
    void a_page_of_another_site_is_refused_before_the_concern_is_asked() {
        refused(enter("Sec-Fetch-Site", "cross-site"));
        refused(enter("Origin", "https://evil.example"));
    }

    @Test
    void a_sister_of_our_host_is_not_us() {
        refused(enter("Sec-Fetch-Site", "same-site"));
        refused(enter("Origin", "https://blog.pult.example"));
        refused(enter("Origin", "https://pult.example.evil.example"));
        refused(enter("Origin", "http://pult.example"));
    }

    @Test
    void what_the_browser_says_of_the_site_counts_more_than_an_origin_that_we_know() {
        refused(enter("Sec-Fetch-Site", "cross-site", "Origin", "https://pult.example"));
    }

    @Test
    void a_page_without_an_origin_of_its_own_is_refused() {
        refused(enter("Origin", "null"));
    }

    @Test
    void an_unknown_word_for_the_site_is_refused() {
        refused(enter("Sec-Fetch-Site", "nearly-same-origin"));
        refused(enter("Sec-Fetch-Site", ""));
    }

    @Test
    void a_page_of_ours_is_taken() {
        taken(enter("Sec-Fetch-Site", "same-origin", "Origin", "https://pult.example"));
        taken(enter("Sec-Fetch-Site", "none"));
    }

    @Test
    void without_word_of_the_site_the_origin_may_be_ours_the_public_one_or_one_that_is_configured() {
        taken(enter("Origin", "http://127.0.0.1:" + lab.port()));
        taken(enter("Origin", "https://pult.example"));
        taken(enter("Origin", "https://app.example"));
    }

    @Test
    void a_program_that_is_no_browser_says_nothing_of_itself_and_is_taken() {
        taken(enter());
    }

    @Test
    void a_request_that_brings_none_of_our_cookies_has_none_to_be_abused() {
        var answer = lab.send(lab.request("/lab/enter")
                .headers("Sec-Fetch-Site", "cross-site", "Cookie", "another=1")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void an_operation_that_reads_no_cookie_asks_nobody_where_they_come_from() {
        var answer = lab.send(lab.request("/lab/echo")
                .headers("Sec-Fetch-Site", "cross-site", "Cookie", "lab_session=mine")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_get_changes_nothing_and_is_answered_to_any_page() {
        var answer = lab.send(
                lab.request("/lab/whoami").headers("Sec-Fetch-Site", "cross-site", "Cookie", "lab_session=mine"));

        taken(answer);
    }

    @Test
    void behind_https_the_cookie_is_secure_and_stays_on_our_site_and_away_from_scripts() {
        assertThat(enter().headers().firstValue("set-cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie)
                        .startsWith("lab_session=s3cret;")
                        .contains("Path=/lab", "Max-Age=3600", "HTTPOnly", "Secure", "SameSite=Strict"));
    }

    @Test
    void an_empty_text_takes_the_cookie_back() {
        var answer = lab.send(lab.request("/lab/leave").POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("set-cookie"))
                .hasValueSatisfying(
                        cookie -> assertThat(cookie).startsWith("lab_session=;").contains("Path=/lab", "Max-Age=0"));
    }
}
