package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is sent as a body, the answer is a success or a problem with a known code, and soon. */
class AnyBodyTest {
    private static final Set<String> KNOWN = Set.of("body.malformed", "body.invalid", "body.missing");
    private static Lab lab;

    @BeforeContainer
    static void open() {
        lab = new Lab();
    }

    @AfterContainer
    static void close() {
        lab.close();
    }

    @Property(tries = 400)
    void any_bytes_get_an_answer(@ForAll("bodies") byte[] body) {
        long began = System.nanoTime();
        var answer = lab.post("/lab/echo", body);
        assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
        if (answer.statusCode() != 200) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(new JsonObject(answer.body()).getString("code")).isIn(KNOWN);
        }
    }

    @Property(tries = 200)
    void any_path_and_query_get_an_answer(@ForAll("addresses") String address) {
        try (RawClient client = lab.raw()) {
            String answer = client.say("GET " + address + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .all();
            assertThat(answer).matches("(?s)HTTP/1\\.1 (200|400|401|404|405) .*");
        }
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte[]> nearly = Combinators.combine(
                        Arbitraries.of("text", "code", "at", "whole", "big", "real", "flag", "list", "free", "tree"),
                        Arbitraries.of(
                                "1",
                                "-1e400",
                                "\"a\"",
                                "null",
                                "[1,2]",
                                "{}",
                                "{\"a\":{\"b\":[]}}",
                                "tru",
                                "[[",
                                "\"\\u0000\""),
                        Arbitraries.strings().ofMaxLength(10))
                .as((name, value, junk) ->
                        ("{\"" + name + "\":" + value + junk + "}").getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(noise, nearly);
    }

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMaxLength(60)
                .map(text -> "/lab/things/" + text.replace("#", "?"));
    }
}
