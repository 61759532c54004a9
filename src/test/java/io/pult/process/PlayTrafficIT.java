package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.Playground;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees happen who has typed {@code make play}, and given tokens. */
class PlayTrafficIT {
    /** A minute is what a person has patience for. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    /** In `make check`: it watches for up to a minute. */
    @Test
    @Tag("check")
    void within_a_minute_of_the_first_token_the_log_shows_success_error_6_and_error_29() throws Exception {
        try (Home home = new Home(folder.resolve("home"))) {
            Training.seed(home);
            PultProcess play = home.start("play", "--demo-traffic").awaitLine("Ctrl-C stops everything");
            var file = new JsonObject(Files.readString(home.data().resolve("playground.json")));
            var caller = new Caller(file.getString("url"), file.getString("api_key"));
            assertThat(caller.get("/token-logs/").items()).isEmpty();

            assertThat(caller.giveToken(1001, Playground.token(1001)).status()).isEqualTo(201);

            Wait.until("error 6 in the log", MINUTE, () -> logged(caller, "Too many requests per second"));
            Wait.until("error 29 in the log", MINUTE, () -> logged(caller, "Rate limit reached"));
            assertThat(caller.get("/token-logs/?status=success").items()).isNotEmpty();
            assertThat(play.pressCtrlC().exitCode()).isEqualTo(130);
        }
    }

    /** In `make check`: two hundred accounts connect, twice. */
    @Test
    @Tag("check")
    void two_hundred_accounts_of_telegram_come_by_themselves_in_every_state_and_are_there_again_at_the_next_start()
            throws Exception {
        var wanted = new JsonObject()
                .put("ready", 193)
                .put("flood", 3)
                .put("code_sent", 1)
                .put("stopped", 1)
                .put("frozen", 1)
                .put("banned", 1)
                .put("lost", 1);
        try (Home home = new Home(folder.resolve("home"))) {
            Training.seed(home);
            for (int start = 0; start < 2; start++) {
                PultProcess play = home.start("play", "--demo-traffic").awaitLine("Ctrl-C stops everything");
                var file = new JsonObject(Files.readString(home.data().resolve("playground.json")));
                var caller = new Caller(file.getString("url"), file.getString("api_key"));

                Wait.until(
                        "every state is there",
                        MINUTE,
                        () -> summary(caller).getJsonObject("states").equals(wanted));
                Wait.until("all connect that may", MINUTE, () -> summary(caller).getInteger("connected") == 197);

                String standIn =
                        file.getJsonObject("standins").getJsonObject("telegram").getString("url");
                assertThat(Caller.anonymous(standIn)
                                .get("/stand-in/duplicates")
                                .json()
                                .getJsonArray("duplicates"))
                        .isEmpty();
                assertThat(play.pressCtrlC().exitCode()).isEqualTo(130);
            }
        }
    }

    private static JsonObject summary(Caller caller) throws Exception {
        Thread.sleep(200);
        return caller.get("/telegram/summary").json();
    }

    private static boolean logged(Caller caller, String error) throws Exception {
        // Between two looks: what is waited for takes seconds.
        Thread.sleep(200);
        return caller.get("/token-logs/?status=error").body().contains(error);
    }
}
