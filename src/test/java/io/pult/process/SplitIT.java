package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The concerns in one process and HTTP in another. */
class SplitIT {
    @TempDir
    Path folder;

    /** In `make check`: three processes come and go. */
    @Test
    @Tag("check")
    void a_front_serves_whenever_there_is_a_back_and_says_when_to_retry_while_there_is_none() throws Exception {
        try (var ground = new Surroundings(folder);
                Home home = ground.home(folder.resolve("home"))) {
            PultProcess back = back(home);
            PultProcess front = front(home);
            Caller caller = new Caller(front.ready().url(), ground.apiKey("*:admin"));
            serves(caller);

            assertThat(back.signal("TERM").exitCode()).isEqualTo(143);

            refuses(caller);
            assertThat(caller.status("/api/app/v1/health"))
                    .as("the front itself")
                    .isEqualTo(200);

            back(home);
            serves(caller);
            assertThat(front.alive()).isTrue();
        }
    }

    /** In `make check`: membership needs up to ten seconds to give up a member that is silent but connected. */
    @Test
    @Tag("check")
    void a_back_that_was_killed_is_refused_for_as_soon_as_membership_notices() throws Exception {
        try (var ground = new Surroundings(folder);
                Home home = ground.home(folder.resolve("home"))) {
            PultProcess back = back(home);
            Caller caller = new Caller(front(home).ready().url(), ground.apiKey("*:admin"));
            serves(caller);

            back.kill();

            Wait.until("a dead back is noticed", Duration.ofSeconds(30), () -> caller.status("/jobs/") == 503);
            refuses(caller);
            back(home);
            serves(caller);
        }
    }

    private static PultProcess back(Home home) throws Exception {
        return home.start("run", "--concerns", "identity,jobs,vk", "--set", "node.name=back")
                .awaitLine(": ready ");
    }

    private static PultProcess front(Home home) throws Exception {
        return home.start("run", "--concerns", "api", "--set", "node.name=front");
    }

    private static void refuses(Caller caller) throws Exception {
        Caller.Answer refused = caller.get("/jobs/");
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(refused.saysWhenToRetry()).isTrue();
    }

    private static void serves(Caller caller) throws Exception {
        Wait.until("requests pass", Duration.ofSeconds(30), () -> caller.status("/jobs/") == 200);
        assertThat(caller.get("/system-accounts/").status()).isEqualTo(200);
    }
}
