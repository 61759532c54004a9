package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VkFaultsTest {
    private static final String FORM = "v=5.199&access_token=u";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.userToken("u", 1001);
        vk.userToken("other", 1002);
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private void order(String json) {
        vk.admin("POST", "faults", new JsonObject(json));
    }

    private long calls(String token) {
        return vk.listed(token).getJsonObject("calls").getLong("users.get", 0L);
    }

    @Test
    void a_slow_answer_is_late_and_whole() throws Exception {
        order("""
                {"kind":"latency","millis":300}""");
        long start = System.nanoTime();
        assertThat(vk.errorOf("u", "users.get")).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }

    @Test
    void a_client_that_leaves_before_a_slow_answer_does_no_harm() {
        order("""
                {"kind":"latency","millis":200}""");
        assertThatThrownBy(() -> vk.tryPost("users.get", FORM, Duration.ofMillis(50)))
                .isInstanceOf(HttpTimeoutException.class);
        order("""
                {"kind":"latency","millis":300}""");
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void a_bad_gateway_answers_in_html_and_the_api_does_not_see_the_call() {
        order("""
                {"kind":"html"}""");
        HttpResponse<String> answer = vk.post("users.get", FORM);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(answer.body()).startsWith("<html>");
        for (int i = 0; i < 3; i++) {
            assertThat(vk.errorOf("u", "users.get")).isZero();
        }
    }

    @Test
    void a_connection_cut_before_the_answer_leaves_a_call_that_was_done() {
        order("""
                {"kind":"cut"}""");
        assertThatThrownBy(() -> vk.tryPost("users.get", FORM, PATIENCE))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
        assertThat(vk.errorOf("u", "users.get")).isZero();
        assertThat(vk.errorOf("u", "users.get")).isZero();
        assertThat(vk.errorOf("u", "users.get")).isEqualTo(6);
        assertThat(calls("u")).isEqualTo(4);
    }

    @Test
    void a_connection_cut_in_the_middle_gives_a_status_and_half_a_body() {
        order("""
                {"kind":"cut_body"}""");
        assertThatThrownBy(() -> vk.tryPost("users.get", FORM, PATIENCE))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("fixed content-length");
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void a_call_that_hangs_is_counted_and_never_answered() {
        order("""
                {"kind":"hang"}""");
        assertThatThrownBy(() -> vk.tryPost("users.get", FORM, Duration.ofMillis(300)))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(calls("u")).isEqualTo(1);
        assertThat(vk.errorOf("u", "users.get")).isZero();
    }

    @Test
    void the_end_of_the_stand_in_ends_a_call_that_hangs() throws Exception {
        order("""
                {"kind":"hang"}""");
        CompletableFuture<Object> hanging = CompletableFuture.supplyAsync(() -> {
            try {
                return vk.tryPost("users.get", FORM, PATIENCE);
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (calls("u") == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        vk.stop();
        assertThatThrownBy(() -> hanging.get(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_fault_hits_its_token_and_method_as_often_as_ordered() {
        order("""
                {"kind":"html","token":"u","method":"users.get","times":2}""");
        assertThat(vk.errorOf("other", "users.get")).isZero();
        assertThat(vk.errorOf("u", "utils.resolveScreenName", "screen_name", "x"))
                .isZero();
        assertThat(vk.post("users.get", FORM).statusCode()).isEqualTo(502);
        assertThat(vk.post("users.get", FORM).statusCode()).isEqualTo(502);
        assertThat(vk.post("users.get", FORM).statusCode()).isEqualTo(200);
    }

    @Test
    void a_fault_for_anybody_hits_a_call_without_a_token_as_well() {
        order("""
                {"kind":"html"}""");
        assertThat(vk.post("users.get", "v=5.199").statusCode()).isEqualTo(502);
    }
}
