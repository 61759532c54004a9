package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Op;
import io.pult.contract.jobs.InboxItem;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.InboxState;
import io.pult.identity.ApiKeys;
import io.pult.support.Wait;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The picture of a captcha over HTTP, in front of a VK that does whatever one may do instead of giving it. */
class InboxPictureHttpIT {
    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final int AT_ONCE = 4;
    private static final int WAITING = 32;
    private static final int TOO_MANY = 4;
    private static final int LARGEST = 1 << 18;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};

    @TempDir
    static Path folder;

    private static final HttpClient client = HttpClient.newHttpClient();
    private static final List<String> asked = new CopyOnWriteArrayList<>();
    private static final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private static volatile Handler<HttpServerRequest> vk = InboxPictureHttpIT::png;
    private static final Vertx outside = Vertx.vertx();
    private static HttpServer server;
    private static WholeNode node;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        server = Wait.on(outside.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.uri());
                    vk.handle(request);
                })
                .listen(0, "127.0.0.1"));
        node = WholeNode.open(
                folder,
                Map.of(
                        "PULT_VK_CALL_TIMEOUT",
                        DEADLINE.toMillis() + "ms",
                        "PULT_VK_PICTURE_HOSTS",
                        "127.0.0.1:" + server.actualPort() + ",localhost:" + server.actualPort()));
        key = Wait.on(ApiKeys.issue(node.vertx, node.settings.postgres(), "test", List.of("jobs:read")));
    }

    @AfterAll
    static void close() {
        node.close();
        Wait.on(outside.close());
    }

    @BeforeEach
    void givesAPicture() {
        asked.clear();
        vk = InboxPictureHttpIT::png;
    }

    @Test
    void a_vk_that_never_answers_is_a_timeout_after_our_deadline() throws Exception {
        vk = request -> held.add(request);
        long began = System.nanoTime();

        problem(picture(captcha()), 504, "vk.picture_timeout");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(DEADLINE, DEADLINE.plusSeconds(2));
    }

    @Test
    void a_vk_that_begins_and_never_ends_is_a_timeout_too() throws Exception {
        vk = request -> request.response()
                .putHeader("Content-Type", "image/png")
                .setChunked(true)
                .write("begun");

        problem(picture(captcha()), 504, "vk.picture_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/svg+xml", "text/html", "application/json", "image/pngx", ""})
    void what_is_no_picture_that_a_browser_only_shows_is_refused(String type) throws Exception {
        vk = request -> request.response().putHeader("Content-Type", type).end("<svg onload='alert(1)'/>");

        problem(picture(captcha()), 502, "vk.picture_unfit");
    }

    @Test
    void a_picture_without_a_type_is_refused() throws Exception {
        vk = request -> request.response().end("GIF89a");

        problem(picture(captcha()), 502, "vk.picture_unfit");
    }

    @Test
    void a_picture_of_the_largest_size_is_given_and_one_byte_more_is_refused() throws Exception {
        vk = request -> gif(request, Buffer.buffer(new byte[LARGEST]));
        assertThat(picture(captcha()).body()).hasSize(LARGEST);

        vk = request -> gif(request, Buffer.buffer(new byte[LARGEST + 1]));
        problem(picture(captcha()), 502, "vk.picture_unfit");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 404, 410, 500})
    void a_redirect_is_followed_nowhere_and_a_refusal_passed_on(int status) throws Exception {
        vk = request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", "/elsewhere")
                .putHeader("Content-Type", "image/png")
                .end("no");

        assertThat(problem(picture(captcha()), 502, "vk.picture_unfit").getString("detail"))
                .contains("HTTP " + status);
        assertThat(asked).containsExactly("/captcha.php?sid=7");
    }

    @Test
    void an_answer_that_is_cut_off_is_refused() throws Exception {
        vk = request -> {
            request.response()
                    .putHeader("Content-Type", "image/png")
                    .putHeader("Content-Length", "100")
                    .write("begun");
            request.connection().close();
        };

        problem(picture(captcha()), 502, "vk.picture_unfit");
    }

    @Test
    void nobody_but_the_hosts_of_the_setting_is_asked() throws Exception {
        int port = server.actualPort();
        for (String address : List.of(
                "http://127.0.0.2:" + port + "/captcha.php",
                "http://127.0.0.1:" + (port - 1) + "/captcha.php",
                "http://somebody@127.0.0.1:" + port + "/captcha.php",
                "http://169.254.169.254/latest/meta-data")) {
            problem(picture(captcha(address)), 502, "vk.picture_elsewhere");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void a_name_of_the_setting_that_stands_for_a_private_address_is_not_asked() throws Exception {
        var answer = picture(captcha("http://localhost:" + server.actualPort() + "/captcha.php"));

        assertThat(problem(answer, 502, "vk.picture_elsewhere").getString("detail"))
                .contains("localhost");
        assertThat(asked).isEmpty();
    }

    @Test
    void an_item_that_is_closed_unknown_or_without_a_picture_asks_vk_for_nothing() throws Exception {
        InboxItem closed = captcha();
        ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "vk_captcha", closed.subject()));
        problem(picture(closed), 410, "inbox.closed");
        problem(picture(UUID.randomUUID()), 404, "inbox.not_found");
        problem(picture(open("vk_captcha", Map.of("redirect_uri", address()))), 404, "inbox.no_picture");
        problem(picture(open("vk_token", Map.of("a_img", address()))), 404, "inbox.no_picture");
        assertThat(asked).isEmpty();
    }

    @Test
    void four_pictures_at_once_are_fetched_others_wait_and_too_many_are_told_to_come_back() throws Exception {
        held.clear();
        vk = request -> held.add(request);
        InboxItem item = captcha();
        var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (int i = 0; i < AT_ONCE + WAITING + TOO_MANY; i++) {
            answers.add(client.sendAsync(request(item.id()), BodyHandlers.ofByteArray()));
        }

        Wait.until("some are refused", () -> done(answers).count() == TOO_MANY);
        done(answers).forEach(refused -> {
            problem(refused, 429, "vk.pictures_busy");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        });
        assertThat(held).hasSize(AT_ONCE);
        vk = InboxPictureHttpIT::png;
        held.forEach(InboxPictureHttpIT::png);
        Wait.until("the others are answered", () -> done(answers).count() == answers.size());
        assertThat(done(answers).filter(answer -> answer.statusCode() == 200)).hasSize(AT_ONCE + WAITING);
    }

    private static Stream<HttpResponse<byte[]>> done(List<CompletableFuture<HttpResponse<byte[]>>> answers) {
        return answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join);
    }

    @Test
    void a_picture_arrives_as_its_bytes_and_nobody_may_keep_it_or_take_it_for_something_else() throws Exception {
        InboxItem item = captcha();

        var answer = picture(item);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PNG);
        assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("private, no-store");
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(picture(item).body()).isEqualTo(PNG);
        assertThat(asked).as("fetched anew").hasSize(2);
    }

    private static void png(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "image/PNG; q=1").end(Buffer.buffer(PNG));
    }

    private static void gif(HttpServerRequest request, Buffer body) {
        request.response().putHeader("Content-Type", "image/gif").end(body);
    }

    private static String address() {
        return "http://127.0.0.1:" + server.actualPort() + "/captcha.php?sid=7";
    }

    private static InboxItem captcha() {
        return captcha(address());
    }

    private static InboxItem captcha(String address) {
        return open("vk_captcha", Map.of("captcha_sid", "7", "captcha_img", address));
    }

    private static InboxItem open(String kind, Map<String, Object> details) {
        String subject = UUID.randomUUID().toString();
        ask(InboxOps.OPEN, new InboxOps.Open("vk", kind, subject, "Read this", List.of("captcha_key"), details));
        return ask(InboxOps.LIST, new InboxOps.ListInbox(InboxState.OPEN, null, null, null, 200, null)).items().stream()
                .filter(item -> item.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static <Q, R> R ask(Op<Q, R> op, Q request) {
        return Wait.on(node.ground.bus().ask(op, request, Call.system("test", Duration.ofSeconds(10))));
    }

    private static HttpResponse<byte[]> picture(InboxItem item) throws IOException, InterruptedException {
        return picture(item.id());
    }

    private static HttpResponse<byte[]> picture(UUID item) throws IOException, InterruptedException {
        return client.send(request(item), BodyHandlers.ofByteArray());
    }

    private static HttpRequest request(UUID item) {
        return HttpRequest.newBuilder(URI.create(node.url("/inbox/" + item + "/picture")))
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(15))
                .build();
    }

    private static JsonObject problem(HttpResponse<byte[]> answer, int status, String code) {
        var body = new JsonObject(Buffer.buffer(answer.body()));
        assertThat(body.getString("code")).as(body.encode()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
        return body;
    }
}
