package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** core.telegram.org/mtproto/service_messages_about_messages, rule by rule. */
class SessionRulesTest {
    private static Ground ground;

    @BeforeAll
    static void start() {
        ground = new Ground();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void a_call_is_answered() throws Exception {
        try (var client = ground.client()) {
            long id = client.call(TestApi.echo(77));
            var result = client.answer(id).result();
            assertThat(result.int32()).isEqualTo(TestApi.RESULT);
            assertThat(result.int64()).isEqualTo(77);
        }
    }
}
