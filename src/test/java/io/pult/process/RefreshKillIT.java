package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In {@code make check}: chaos. */
@Tag("check")
class RefreshKillIT {
    private static final int ROUNDS = 3;
    private static final int REFRESHES_BEFORE = 20;
    private static final Map<String, String> NO_LIMIT = Map.of("PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE", "1000000");

    @TempDir
    Path folder;

    private Surroundings ground;
    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        ground = new Surroundings(folder);
        home = ground.home(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        home.close();
        ground.close();
    }

    @Test
    void whoever_refreshes_while_the_node_is_killed_is_still_signed_in_at_the_next() throws Exception {
        PultProcess node = home.start(NO_LIMIT, "run");
        Caller caller = Caller.anonymous(node.ready().url());
        var known = new AtomicReference<>(registered(caller));
        for (int round = 0; round < ROUNDS; round++) {
            var done = new AtomicInteger();
            var storm = storm(caller, known, done);
            while (done.get() < REFRESHES_BEFORE) {
                assertThat(storm).isNotDone();
                Thread.onSpinWait();
            }
            node.kill();
            storm.join();

            node = home.start(NO_LIMIT, "run");
            caller = Caller.anonymous(node.ready().url());
            var answer = refresh(caller, known.get());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            known.set(answer.json().getString("refresh_token"));
        }
    }

    /** One refresh after the other, each with the token of the last answer that arrived, until none arrives. */
    private static CompletableFuture<Void> storm(Caller caller, AtomicReference<String> known, AtomicInteger done) {
        return CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    var answer = refresh(caller, known.get());
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    known.set(answer.json().getString("refresh_token"));
                    done.incrementAndGet();
                }
            } catch (IOException killed) {
                assertThat(done.get()).isGreaterThanOrEqualTo(REFRESHES_BEFORE);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String registered(Caller caller) throws Exception {
        var answer = caller.post(
                "/api/auth/v1/register",
                new JsonObject().put("login", "anna").put("password", "four words are better"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().getString("refresh_token");
    }

    private static Caller.Answer refresh(Caller caller, String token) throws Exception {
        return caller.post("/api/auth/v1/refresh", new JsonObject().put("refresh_token", token));
    }
}
