package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Leaving without a request failed. */
class DrainTest {
    @Test
    void a_draining_node_says_503_to_the_balancer_and_still_answers_who_is_connected() {
        try (Lab lab = new Lab();
                RawClient kept = lab.raw()) {
            kept.say("GET /lab/things/newest HTTP/1.1\r\nHost: x\r\n\r\n").until("{}");
            var drained = lab.api.drain(Duration.ofSeconds(2));

            assertThat(lab.get("/api/app/v1/health").statusCode()).isEqualTo(503);
            String last = kept.say("GET /lab/things/newest HTTP/1.1\r\nHost: x\r\n\r\n")
                    .all();
            assertThat(last).contains("connection: close").endsWith("{}");

            Lab.await(drained);
            assertThatThrownBy(lab::raw).hasMessageContaining("refused");
        }
    }

    @Test
    void a_node_that_is_not_draining_is_healthy() {
        try (Lab lab = new Lab()) {
            assertThat(lab.get("/api/app/v1/health").body()).isEqualTo("{\"status\":\"up\"}");
        }
    }
}
