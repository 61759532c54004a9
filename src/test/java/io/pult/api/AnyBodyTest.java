package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is sent as a body, the answer is a success or a problem with a known code, and soon. */
class AnyBodyTest {
    private static final Set<String> KNOWN = Set.of("body.malformed", "body.invalid", "body.missing");
    private static Lab lab;

    private final Chance chance = new Chance();

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void any_bytes_get_an_answer() {
        chance.check(400, () -> {
            long began = System.nanoTime();
            var answer = lab.post("/lab/echo", body());
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
            if (answer.statusCode() != 200) {
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(new JsonObject(answer.body()).getString("code")).isIn(KNOWN);
            }
        });
    }

    @Test
    void any_path_and_query_get_an_answer() {
        chance.check(200, () -> {
            String address = "/lab/things/" + chance.printable(60).replace("#", "?");
            try (RawClient client = lab.raw()) {
                String answer = client.say("GET " + address + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .all();
                assertThat(answer).matches("(?s)HTTP/1\\.1 (200|400|401|404|405) .*");
            }
        });
    }

    private byte[] body() {
        if (chance.coin()) {
            return chance.bytes(200);
        }
        String name = chance.of("text", "code", "at", "whole", "big", "real", "flag", "list", "free", "tree");
        String value = chance.of(
                "1", "-1e400", "\"a\"", "null", "[1,2]", "{}", "{\"a\":{\"b\":[]}}", "tru", "[[", "\"\\u0000\"");
        return ("{\"" + name + "\":" + value + chance.text(10) + "}").getBytes(StandardCharsets.UTF_8);
    }
}
