package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line says which node wrote it and, inside a request, for which request; no line says a secret. */
class LogsIT {
    private static final String TOKEN = "vk1.a.a-token-that-no-log-may-ever-show";
    private static final String REQUEST = "request-of-the-test-1";

    @TempDir
    Path folder;

    private Surroundings ground;
    private Home home;
    private String key;

    @BeforeEach
    void makeHome() throws Exception {
        ground = new Surroundings(folder);
        key = ground.apiKey("*:admin");
        home = ground.home(folder.resolve("home")).with("PULT_LOG_LEVEL", "debug");
    }

    @AfterEach
    void close() {
        home.close();
        ground.close();
    }

    @Test
    void as_json_each_line_is_an_object_with_its_node_and_a_requests_with_its_id() throws Exception {
        PultProcess node = home.with("PULT_LOG_FORMAT", "json").start("run", "--set", "node.name=teller");
        logSomethingInARequest(node);
        assertThat(node.signal("TERM").exitCode()).isEqualTo(143);

        List<JsonObject> lines = node.output().lines().map(LogsIT::parsed).toList();

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.getString("node")).isEqualTo("teller"))
                .allSatisfy(line -> assertThat(line.getString("@timestamp")).endsWith("Z"));
        assertThat(lines)
                .filteredOn(line -> "a token is out".equals(line.getString("message")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getString("request_id")).isEqualTo(REQUEST))
                .allSatisfy(line -> assertThat(line.getString("level")).isEqualTo("WARN"));
        saysNoSecret();
    }

    private static JsonObject parsed(String line) {
        try {
            return new JsonObject(line);
        } catch (DecodeException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    @Test
    void as_text_too() throws Exception {
        PultProcess node = home.start("run", "--set", "node.name=teller");
        logSomethingInARequest(node);
        assertThat(node.signal("TERM").exitCode()).isEqualTo(143);

        assertThat(node.output().lines().filter(line -> line.matches("^\\d{4}-.*")))
                .isNotEmpty()
                .allMatch(line -> line.matches("^\\S+Z (TRACE|DEBUG|INFO|WARN|ERROR) +teller .*"));
        assertThat(node.output().lines().filter(line -> line.contains("a token is out")))
                .isNotEmpty()
                .allMatch(line -> line.contains("request_id=" + REQUEST));
        saysNoSecret();
    }

    /** VK refuses the only token: a line of the pool, two callbacks of two stores away from the request. */
    private void logSomethingInARequest(PultProcess node) throws Exception {
        Caller caller = new Caller(node.ready().url(), key);
        var standIn = new StandIn(ground.vkUrl());
        standIn.know(1001, TOKEN);
        standIn.kill(TOKEN);
        assertThat(caller.giveToken(1001, TOKEN).status()).isEqualTo(201);
        // Keys and tokens also come where nobody should put them.
        caller.get("/jobs/?access_token=" + TOKEN);
        caller.post("/vk/call", new JsonObject().put("token", TOKEN));
        new Caller(caller.url(), key + "x").get("/jobs/");

        var call = new JsonObject().put("method", "users.get").encode();
        Caller.Answer answer = caller.send(caller.request("/vk/call")
                .header("x-request-id", REQUEST)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(call)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("x-request-id")).contains(REQUEST);
        Wait.until("it is logged", () -> node.output().contains("a token is out"));
    }

    private void saysNoSecret() {
        assertThat(home.everythingSaid())
                .doesNotContain(TOKEN)
                .doesNotContain(key)
                .doesNotContain(ground.postgres().getUserInfo())
                .doesNotContain(ground.redis().getUserInfo().substring(1));
    }
}
