package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first people of an instance, and what they do over HTTP. */
class UserCommandIT {
    private static final String PASSWORD = "four words are better";

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
    void whom_the_command_made_signs_in_closes_registration_and_changes_the_password() throws Exception {
        assertThat(home.run("migrate").exitCode()).isZero();
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");

        PultProcess made = home.run("user", "create", "--login", "anna", "--password-file", password.toString());
        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(made.output()).contains("anna is a SUPERUSER now").doesNotContain(PASSWORD);
        PultProcess again = home.run("user", "create", "--login", "ANNA", "--password-file", password.toString());
        assertThat(again.exitCode()).as(again.output()).isEqualTo(1);
        assertThat(again.output()).contains("pult: This login is taken").doesNotContain("Exception");
        PultProcess user = home.run("user", "create", "--login", "bert", "--role", "USER");
        assertThat(user.exitCode()).as(user.output()).isZero();
        String generated = user.output().lines().reduce((first, last) -> last).orElseThrow();

        Path first = Files.writeString(folder.resolve("first"), PASSWORD);
        String url = home.start(
                        Map.of(
                                "PULT_IDENTITY_FIRST_LOGIN",
                                "never-made",
                                "PULT_IDENTITY_FIRST_PASSWORD_FILE",
                                first.toString()),
                        "run")
                .ready()
                .url();
        Caller anna = signedIn(url, "anna", PASSWORD);
        Caller bert = signedIn(url, "bert", generated);
        Caller stranger = Caller.anonymous(url);

        assertThat(logIn(url, "never-made", PASSWORD).status()).isEqualTo(401);
        assertThat(bert.get("/api/admin/v1/settings").status()).isEqualTo(403);
        assertThat(register(url, "carl").status()).isEqualTo(201);
        var before = anna.get("/api/admin/v1/settings");
        assertThat(before.headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(patch(anna, "\"7\"").status()).isEqualTo(412);
        assertThat(patch(anna, "\"1\"").json().getBoolean("registration_enabled"))
                .isFalse();
        assertThat(stranger.get("/api/app/v1/settings").json().getBoolean("registration_enabled"))
                .isFalse();
        assertThat(register(url, "dora").code()).isEqualTo("registration.closed");
        assertThat(bert.post("/api/auth/v1/confirm", new JsonObject().put("password", generated))
                        .status())
                .isEqualTo(204);
        var change = new JsonObject().put("current_password", generated).put("new_password", PASSWORD);
        assertThat(bert.post("/api/auth/v1/password", change).status()).isEqualTo(204);
        assertThat(logIn(url, "bert", generated).code()).isEqualTo("login.refused");
        assertThat(logIn(url, "bert", PASSWORD).status()).isEqualTo(200);
        assertThat(home.everythingSaid()).doesNotContain(PASSWORD);
    }

    @Test
    void a_node_makes_the_first_superuser_that_its_environment_names() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), PASSWORD);
        Map<String, String> environment =
                Map.of("PULT_IDENTITY_FIRST_LOGIN", "root", "PULT_IDENTITY_FIRST_PASSWORD_FILE", first.toString());

        String url = home.start(environment, "run").ready().url();

        assertThat(signedIn(url, "root", PASSWORD).get("/api/admin/v1/settings").status())
                .isEqualTo(200);
        assertThat(home.everythingSaid())
                .contains("the first SUPERUSER was made")
                .doesNotContain(PASSWORD);
    }

    @Test
    void a_first_password_that_everybody_tries_stops_the_start_in_one_line() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), "password");
        Map<String, String> environment =
                Map.of("PULT_IDENTITY_FIRST_LOGIN", "root", "PULT_IDENTITY_FIRST_PASSWORD_FILE", first.toString());

        PultProcess node = home.start(environment, "run");

        assertThat(node.exitCode()).as(node.output()).isEqualTo(2);
        assertThat(node.output())
                .contains("pult: identity.first_login and first_password make no user")
                .doesNotContain("at io.pult");
    }

    @Test
    void a_password_is_never_an_argument_and_a_file_without_one_is_named() throws Exception {
        PultProcess argument = home.run("user", "create", "--login", "anna", "--password", PASSWORD);
        assertThat(argument.exitCode()).isEqualTo(2);
        PultProcess nowhere = home.run("user", "create", "--login", "anna", "--password-file", "nowhere");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.output()).hasLineCount(1).contains("nowhere");
    }

    private static Caller signedIn(String url, String login, String password) throws Exception {
        var answer = logIn(url, login, password);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new Caller(url, answer.json().getString("access_token"));
    }

    private static Caller.Answer logIn(String url, String login, String password) throws Exception {
        return Caller.anonymous(url)
                .post("/api/auth/v1/login", new JsonObject().put("login", login).put("password", password));
    }

    private static Caller.Answer register(String url, String login) throws Exception {
        return Caller.anonymous(url)
                .post(
                        "/api/auth/v1/register",
                        new JsonObject().put("login", login).put("password", PASSWORD));
    }

    private static Caller.Answer patch(Caller caller, String version) throws Exception {
        return caller.send(caller.request("/api/admin/v1/settings")
                .header("if-match", version)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"registration_enabled\":false}")));
    }
}
