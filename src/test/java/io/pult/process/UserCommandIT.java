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
    void the_first_superuser_and_whom_the_command_made_sign_in_and_do_what_they_may() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        String url = home.start(
                        Map.of(
                                "PULT_IDENTITY_FIRST_LOGIN",
                                "root",
                                "PULT_IDENTITY_FIRST_PASSWORD_FILE",
                                password.toString()),
                        "run")
                .ready()
                .url();

        PultProcess made = home.run("user", "create", "--login", "anna", "--password-file", password.toString());
        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(made.output()).contains("anna is a SUPERUSER now");
        PultProcess again = home.run("user", "create", "--login", "ROOT", "--password-file", password.toString());
        assertThat(again.exitCode()).as(again.output()).isEqualTo(1);
        assertThat(again.output()).contains("pult: This login is taken").doesNotContain("Exception");
        PultProcess user = home.run("user", "create", "--login", "bert", "--role", "USER");
        assertThat(user.exitCode()).as(user.output()).isZero();
        String generated = user.output().lines().reduce((first, last) -> last).orElseThrow();

        assertThat(signedIn(url, "root", PASSWORD).get("/api/admin/v1/settings").status())
                .isEqualTo(200);
        whoMayCloseRegistrationDoes(url, signedIn(url, "anna", PASSWORD), signedIn(url, "bert", generated));
        changesThePassword(url, signedIn(url, "bert", generated), generated);
        assertThat(home.everythingSaid())
                .contains("the first SUPERUSER was made")
                .doesNotContain(PASSWORD);
    }

    private static void whoMayCloseRegistrationDoes(String url, Caller superuser, Caller user) throws Exception {
        assertThat(user.get("/api/admin/v1/settings").status()).isEqualTo(403);
        assertThat(register(url, "carl").status()).isEqualTo(201);
        assertThat(superuser.get("/api/admin/v1/settings").headers().firstValue("etag"))
                .hasValue("\"1\"");
        assertThat(close(superuser, "\"7\"").status()).isEqualTo(412);
        assertThat(close(superuser, "\"1\"").json().getBoolean("registration_enabled"))
                .isFalse();
        assertThat(Caller.anonymous(url).get("/api/app/v1/settings").json().getBoolean("registration_enabled"))
                .isFalse();
        assertThat(register(url, "dora").code()).isEqualTo("registration.closed");
    }

    private static void changesThePassword(String url, Caller bert, String old) throws Exception {
        assertThat(bert.post("/api/auth/v1/confirm", new JsonObject().put("password", old))
                        .status())
                .isEqualTo(204);
        var change = new JsonObject().put("current_password", old).put("new_password", PASSWORD);
        assertThat(bert.post("/api/auth/v1/password", change).status()).isEqualTo(204);
        assertThat(logIn(url, "bert", old).code()).isEqualTo("login.refused");
        assertThat(logIn(url, "bert", PASSWORD).status()).isEqualTo(200);
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

    private static Caller.Answer close(Caller caller, String version) throws Exception {
        return caller.send(caller.request("/api/admin/v1/settings")
                .header("if-match", version)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"registration_enabled\":false}")));
    }
}
