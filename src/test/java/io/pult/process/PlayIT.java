package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.Playground;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person finds who has typed {@code make play}. The tests share one playground and leave it as usable as it was. */
class PlayIT {
    private static final Pattern CURL = Pattern.compile("^ {2}(curl (?:.*\\\\\n)*.*)$", Pattern.MULTILINE);

    @TempDir
    static Path folder;

    private static Home home;
    private static PultProcess play;
    private static JsonObject file;
    private static Caller caller;

    @BeforeAll
    static void start() throws Exception {
        home = new Home(folder.resolve("one"));
        Training.seed(home);
        play = home.start("play");
        play.awaitLine("Ctrl-C stops everything");
        file = playgroundFile(home);
        caller = callerOf(file);
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    private static JsonObject playgroundFile(Home home) throws Exception {
        return new JsonObject(Files.readString(home.data().resolve("playground.json")));
    }

    private static Caller callerOf(JsonObject file) {
        return new Caller(file.getString("url"), file.getString("api_key"));
    }

    @Test
    void it_prints_the_address_and_the_administrators_key() {
        assertThat(play.output())
                .contains("Pult is ready at " + file.getString("url"))
                .contains("administrator's API key: " + file.getString("api_key"));
    }

    @Test
    void all_curls_work_exactly_as_printed() throws Exception {
        var curls = new ArrayList<String>();
        CURL.matcher(play.output()).results().forEach(match -> curls.add(match.group(1)));
        assertThat(curls).hasSize(5);

        assertThat(shell(curls.get(0)).getString("status")).isIn("unknown", "active");
        assertThat(shell(curls.get(1)).getJsonArray("response").getJsonObject(0).getString("screen_name"))
                .isEqualTo("pult_demo");
        String token = shell(curls.get(2)).getString("access_token");
        assertThat(new Caller(caller.url(), token).get("/api/admin/v1/settings").status())
                .isEqualTo(200);
        assertThat(shell(curls.get(3)).getJsonArray("items"))
                .as("nobody brought them")
                .isEmpty();
        assertThat(shell(curls.get(4)).fieldNames()).contains("id", "home", "code");
    }

    private static JsonObject shell(String line) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(shell.getInputStream().readAllBytes());
        assertThat(shell.waitFor()).as(answer).isZero();
        return new JsonObject(answer);
    }

    @Test
    void playground_json_tells_a_script_everything_and_nobody_else_anything() throws Exception {
        Path path = home.data().resolve("playground.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(file.getString("url")).startsWith("http://127.0.0.1:");
        assertThat(Caller.anonymous(file.getString("management")).status("/health/ready"))
                .isEqualTo(200);
        assertThat(file.getString("api_key")).startsWith("pult_");
        assertThat(file.getJsonObject("administrator").getString("login")).isEqualTo("admin");
        assertThat(file.getJsonObject("administrator").getString("password")).hasSize(20);
        assertThat(Path.of(file.getString("key_file"))).isRegularFile();
        JsonObject stores = file.getJsonObject("stores");
        assertThat(stores.getString("postgres")).startsWith("postgresql://pult:");
        assertThat(stores.getString("redis")).startsWith("redis://:");
        String vk = file.getJsonObject("standins").getJsonObject("vk").getString("url");
        assertThat(Caller.anonymous(vk).status("/stand-in/tokens")).isEqualTo(200);
        JsonObject telegram = file.getJsonObject("standins").getJsonObject("telegram");
        JsonObject about = Caller.anonymous(telegram.getString("url"))
                .get("/stand-in/about")
                .json();
        assertThat(about.getJsonArray("data_centres")).hasSameSizeAs(telegram.getJsonArray("data_centres"));
        assertThat(Path.of(telegram.getString("key_file")))
                .content()
                .isEqualTo(about.getJsonObject("key").getString("pem"));
        assertThat(file.getJsonObject("cluster").fieldNames()).contains("name", "host", "port");
    }

    @Test
    void a_token_killed_outside_is_left_within_one_call_and_the_caller_notices_nothing() throws Exception {
        var standIn =
                new StandIn(file.getJsonObject("standins").getJsonObject("vk").getString("url"));
        String doomed = Playground.token(1003);
        String id = created(1003, doomed);
        created(1002, Playground.token(1002));
        var users = new HashSet<String>();
        for (int call = 0; call < 6; call++) {
            users.add(accountOf(caller.callVk()));
        }
        assertThat(users).as("tokens that six calls used").hasSizeGreaterThanOrEqualTo(2);

        standIn.kill(doomed);

        for (int call = 0; call < 6; call++) {
            assertThat(accountOf(caller.callVk())).isNotEqualTo(id);
        }
        // Attempts are logged beside the calls, not before their answers.
        Wait.until("the one attempt that failed is logged", () -> !errorsOf(id).isEmpty());
        assertThat(errorsOf(id)).hasSize(1);
        standIn.know(1003, doomed);
    }

    private static String created(long person, String token) throws Exception {
        var answer = caller.giveToken(person, token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().getString("id");
    }

    private static String accountOf(Caller.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getJsonObject("account").getString("id");
    }

    private static List<?> errorsOf(String account) throws Exception {
        return caller.get("/token-logs/?status=error&account_id=" + account)
                .items()
                .getList();
    }

    @Test
    void two_playgrounds_side_by_side_never_meet() throws Exception {
        try (Home other = new Home(folder.resolve("two"))) {
            Training.seed(other);
            other.start("play").awaitLine("Ctrl-C stops everything");
            JsonObject otherFile = playgroundFile(other);
            Caller otherCaller = callerOf(otherFile);
            assertThat(caller.giveToken(1004, Playground.token(1004)).status()).isEqualTo(201);

            assertThat(nodes(caller)).isEqualTo(1);
            assertThat(nodes(otherCaller)).isEqualTo(1);
            assertThat(otherCaller.get("/system-accounts/").items()).isEmpty();
            assertThat(new Caller(otherCaller.url(), caller.key())
                            .get("/system-accounts/")
                            .status())
                    .isEqualTo(401);
            for (String both : List.of("url", "management", "key_file", "stores", "standins", "data")) {
                assertThat(otherFile.getValue(both)).as(both).isNotEqualTo(file.getValue(both));
            }
            assertThat(otherFile.getJsonObject("cluster").getString("name"))
                    .isNotEqualTo(file.getJsonObject("cluster").getString("name"));
        }
    }

    private static int nodes(Caller asked) throws Exception {
        return asked.get("/api/app/v1/status").json().getJsonArray("nodes").size();
    }
}
