package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built web app behind the gateway, as it lies on the class path. */
class WebAppIT {
    private static final Path APP = Path.of("src", "main", "web", "src");
    /** Those that other pages lead to, and those that only the router knows. */
    private static final List<Path> PATHS = List.of(APP.resolve("paths.ts"), APP.resolve("routes.tsx"));

    private static final Pattern PATH = Pattern.compile("\\b\\w+: '(/[^']*)'");
    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");
    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";

    private static Lab lab;
    private static HttpClient client;
    private static Routes contract;

    @BeforeAll
    static void open() throws IOException {
        contract = Routes.of(Contract.load(concerns()).operations());
        lab = new Lab();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    /** All that have a part in the contract. */
    private static List<String> concerns() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "openapi"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("common.yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }

    static List<String> paths() throws IOException {
        var found = new ArrayList<String>();
        for (Path file : PATHS) {
            PATH.matcher(Files.readString(file)).results().forEach(path -> found.add(path.group(1)));
        }
        return found;
    }

    private static HttpRequest.Builder page(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + path))
                .header("Accept", HTML);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void notFound(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(404);
        assertThat(header(answer, "content-type")).startsWith("application/problem+json");
        assertThat(new JsonObject(text(answer)).getString("code")).isEqualTo("route.not_found");
    }

    private static String script() throws Exception {
        var script = SCRIPT.matcher(text(send(page("/login"))));
        assertThat(script.find()).as("a script in the page").isTrue();
        return script.group(1);
    }

    @Test
    void the_contract_is_the_whole_one() {
        assertThat(contract.find("/jobs/")).isNotNull();
        assertThat(contract.find("/accounts/imports/x/lines")).isNotNull();
        assertThat(contract.find("/api/auth/v1/login")).isNotNull();
    }

    @Test
    void the_pages_are_read_from_where_they_are_written() throws Exception {
        assertThat(paths()).hasSizeGreaterThan(15).contains("/", "/login", "/account", "/admin/jobs");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void no_page_hides_a_path_of_the_contract_nor_is_hidden_by_one(String path) {
        assertThat(contract.find(path)).as(path).isNull();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void every_page_is_given_to_a_browser(String path) throws Exception {
        var answer = send(page(path));

        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(text(answer)).contains("<div id=\"app\">");
    }

    @Test
    void a_page_that_nobody_knows_of_is_the_apps_to_explain() throws Exception {
        assertThat(send(page("/no/such/page")).statusCode()).isEqualTo(200);
    }

    @Test
    void head_tells_what_get_would() throws Exception {
        var answer = send(page("/login").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void nobody_writes_to_a_page(String method) throws Exception {
        notFound(send(page("/login").method(method, HttpRequest.BodyPublishers.noBody())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "image/png"})
    void whoever_does_not_want_a_page_hears_that_there_is_nothing(String accepted) throws Exception {
        notFound(send(page("/login").setHeader("Accept", accepted)));
    }

    @Test
    void whoever_does_not_say_what_they_want_hears_that_there_is_nothing() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + "/login"));

        notFound(send(request));
    }

    @Test
    void a_path_of_the_contract_is_never_a_page() throws Exception {
        var answer = send(page("/openapi.json"));

        assertThat(header(answer, "content-type")).doesNotContain("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/nothing-12345678.js",
                "/assets/nothing.css",
                "/nothing.svg",
                "/assets/index.html.gz.js",
                "/favicon.png"
            })
    void a_file_that_is_not_there_is_a_problem_and_not_the_page(String path) throws Exception {
        notFound(send(page(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/assets/../index.js", "/..%2findex.js", "/assets/%2e%2e/%2e%2e/logback.xml", "/.hidden.js"})
    void nothing_outside_of_the_app_is_given(String path) throws Exception {
        var answer = send(page(path));

        assertThat(answer.statusCode()).as(text(answer)).isIn(200, 400, 404);
        if (answer.statusCode() == 200) {
            assertThat(text(answer)).as("the page").contains("<div id=\"app\">");
        }
    }

    @Test
    void the_page_is_asked_for_anew_each_time_and_may_run_only_its_own_scripts() throws Exception {
        var answer = send(page("/login"));

        assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
        assertThat(header(answer, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'", "base-uri 'none'")
                .contains("frame-ancestors 'self' https://web.telegram.org")
                .doesNotContain("unsafe-eval");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(text(answer)).doesNotContainPattern("<script(?![^>]*src=)").doesNotContainPattern("\\son\\w+=");
    }

    @Test
    void a_file_whose_name_tells_its_content_is_kept_for_ever() throws Exception {
        var answer = send(page(script()).setHeader("Accept", "*/*"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(answer, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void what_has_not_changed_is_not_given_again() throws Exception {
        String etag = header(send(page("/login")), "etag");

        var again = send(page("/login").header("If-None-Match", etag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send(page("/login").header("If-None-Match", "\"other\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void gzip_is_for_those_who_take_it() throws Exception {
        String script = script();

        var plain = send(page(script));
        var small = send(page(script).header("Accept-Encoding", "br, gzip"));

        assertThat(header(plain, "content-encoding")).isEmpty();
        assertThat(header(small, "content-encoding")).isEqualTo("gzip");
        assertThat(header(plain, "vary")).containsIgnoringCase("accept-encoding");
        assertThat(header(small, "vary")).containsIgnoringCase("accept-encoding");
        assertThat(small.body().length).isLessThan(plain.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip; q=0.0, br", "x-not-gzip"})
    void gzip_is_not_for_those_who_do_not(String accepted) throws Exception {
        var answer = send(page(script()).header("Accept-Encoding", accepted));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-encoding")).isEmpty();
    }
}
