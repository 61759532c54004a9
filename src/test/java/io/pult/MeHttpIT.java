package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.identity.Role;
import io.pult.identity.TestPeople;
import io.pult.identity.TestPeople.Person;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's own account as a client sees it, from the first look to the last. */
class MeHttpIT {
    private static final String ME = "/api/auth/v1/me";

    @TempDir
    static Path folder;

    private static final HttpClient client = HttpClient.newHttpClient();
    private static WholeNode node;
    private static TestPeople people;
    private static Pg pg;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of());
        people = new TestPeople(node.ground, node.settings.identity());
        pg = Pg.open(node.vertx, node.ground.postgres());
    }

    @AfterAll
    static void close() {
        people.close();
        node.close();
    }

    @Test
    void after_forget_me_the_token_is_nobodys_within_a_second_and_the_person_is_gone() throws Exception {
        Person ada = people.somebody(Role.USER);

        var asked = send("DELETE", ME, null, ada);
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(new JsonObject(asked.body()).getString("user"))
                .isEqualTo(ada.id().toString());

        Wait.until(
                "the token is nobody's",
                Duration.ofSeconds(2),
                () -> send("GET", ME, null, ada).statusCode() == 401);
        Wait.until("the person is gone", () -> rows("SELECT 1 FROM app_user WHERE id = $1", ada) == 0);
        Wait.until(
                "the audit has both",
                () -> rows("SELECT 1 FROM audit WHERE object = 'user:' || $1::uuid AND action LIKE 'user.eras%'", ada)
                        == 2);
    }

    @Test
    void an_administrator_erases_a_user_and_asking_again_is_the_same() throws Exception {
        Person admin = people.somebody(Role.USER, Role.ADMIN);
        Person bob = people.somebody(Role.USER);
        String path = "/api/admin/v1/users/" + bob.id();

        var first = send("DELETE", path, null, admin);
        assertThat(first.statusCode()).isEqualTo(202);
        Wait.until("bob is gone", () -> rows("SELECT 1 FROM app_user WHERE id = $1", bob) == 0);

        assertThat(send("DELETE", path, null, admin).statusCode()).isEqualTo(202);
        assertThat(send("DELETE", "/api/admin/v1/users/" + admin.id(), null, admin)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_profile_is_read_changed_and_not_changed_from_an_old_version() throws Exception {
        Person ada = people.somebody(Role.USER);
        JsonObject me = new JsonObject(send("GET", ME, null, ada).body());
        assertThat(me.getString("id")).isEqualTo(ada.id().toString());
        assertThat(me.getJsonArray("roles")).isEqualTo(new JsonArray().add("USER"));
        assertThat(me.getJsonObject("session").getString("id"))
                .isEqualTo(ada.session().toString());

        String change = "{\"name\":\"Ada\",\"lang_code\":\"ru\",\"time_zone\":\"Europe/Moscow\"}";
        String seen = "\"" + me.getLong("version") + "\"";
        var changed = send("PATCH", ME, change, ada, "If-Match", seen);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(new JsonObject(changed.body()).getString("time_zone")).isEqualTo("Europe/Moscow");

        assertThat(send("PATCH", ME, change, ada, "If-Match", seen).statusCode())
                .isEqualTo(412);
        assertThat(send("PATCH", ME, "{}", ada).statusCode()).isEqualTo(400);
        assertThat(send("PATCH", ME, "{\"login\":\"root\"}", ada).statusCode()).isEqualTo(400);
        assertThat(send("PATCH", ME, "{\"lang_code\":\"de\"}", ada).statusCode())
                .isEqualTo(400);
        assertThat(send("PATCH", ME, "{\"name\":\"" + "x".repeat(101) + "\"}", ada)
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("PATCH", ME, "{\"time_zone\":\"Mars/Olympus\"}", ada).statusCode())
                .isEqualTo(422);
    }

    @Test
    void an_export_is_one_document_with_all_parts_and_the_audit_of_the_person_is_one_of_them() throws Exception {
        Person ada = people.somebody(Role.USER);
        assertThat(send("PATCH", ME, "{\"name\":\"Ada\"}", ada).statusCode()).isEqualTo(200);
        Wait.until(
                "the audit has it",
                () -> !new JsonObject(send("GET", ME + "/audit", null, ada).body())
                        .getJsonArray("items")
                        .isEmpty());

        var exported = new JsonObject(send("GET", ME + "/export", null, ada).body());

        assertThat(exported.getJsonObject("data").fieldNames())
                .containsAll(List.of("account", "profile", "roles", "sessions", "memberships", "api_keys", "audit"));
        JsonObject entry = exported.getJsonObject("data").getJsonArray("audit").getJsonObject(0);
        assertThat(entry.getString("action")).isEqualTo("profile.changed");
        assertThat(entry.getString("address")).isEqualTo("127.0.0.1");
    }

    private static int rows(String sql, Person person) {
        return Wait.on(pg.query(sql, person.id())).size();
    }

    private static HttpResponse<String> send(
            String verb, String path, @Nullable String body, Person person, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url(path)))
                .timeout(Duration.ofSeconds(20))
                .method(
                        verb,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + person.accessToken())
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
