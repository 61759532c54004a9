package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The concerns in one process and HTTP in another. */
class SplitIT {
    private static final String[] BACK = {"run", "--concerns", "identity,jobs,vk", "--set", "node.name=back"};

    @TempDir
    Path folder;

    @Test
    void a_front_serves_whenever_there_is_a_back_and_says_when_to_retry_while_there_is_none() throws Exception {
        try (var ground = new Surroundings(folder);
                Home home = ground.home(folder.resolve("home"))) {
            String key = ground.apiKey("*:admin");
            PultProcess back = home.start(BACK);
            back.awaitLine(": ready ");
            PultProcess front = home.start("run", "--concerns", "api", "--set", "node.name=front");
            Caller caller = new Caller(front.ready().url(), key);
            serves(caller);

            assertThat(back.signal("TERM").exitCode()).isEqualTo(143);

            Caller.Answer refused = caller.get("/jobs/");
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(refused.saysWhenToRetry()).isTrue();
            assertThat(caller.status("/api/app/v1/health"))
                    .as("the front itself")
                    .isEqualTo(200);

            PultProcess again = home.start(BACK);
            again.awaitLine(": ready ");
            serves(caller);

            again.kill();
            Wait.until("a dead back is noticed", Duration.ofSeconds(20), () -> caller.status("/jobs/") == 503);
            home.start(BACK).awaitLine(": ready ");
            serves(caller);
            assertThat(front.alive()).isTrue();
        }
    }

    private static void serves(Caller caller) throws Exception {
        Wait.until("requests pass", Duration.ofSeconds(30), () -> caller.status("/jobs/") == 200);
        assertThat(caller.get("/system-accounts/").status()).isEqualTo(200);
    }
}
