package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** List syncs as a person has them: over HTTP, in a process that can be killed. */
class ListSyncProcessIT {
    private static final String TOKEN = "vk1.a.token-service-01234567";

    /** Where the stand-in's crowd begins. */
    private static final long FIRST = 10_000_001;

    @TempDir
    Path folder;

    private Surroundings ground;
    private Home home;
    private String key;

    @BeforeEach
    void prepare() throws Exception {
        ground = new Surroundings(folder);
        home = ground.home(folder.resolve("home"));
        key = ground.apiKey("vk:admin", "jobs:admin");
        tell("tokens/" + TOKEN, new JsonObject().put("kind", "service"));
    }

    @AfterEach
    void close() {
        home.close();
        ground.close();
    }

    @Test
    void what_was_read_comes_as_pages_as_ndjson_and_as_csv_with_the_same_columns_for_every_kind() throws Exception {
        tell("groups/8001", new JsonObject().put("name", "Eight").put("crowd", 1_234));
        tell("walls/-8001", new JsonObject().put("posts", 2).put("crowd", 3));
        tell("posts/-8001_3", new JsonObject().put("text", "=1+1, \"quoted\"\nsecond line"));
        Caller caller = node();

        String members = sync(caller, "group_members", new JsonObject().put("group", "club8001"));
        assertThat(caller.get("/vk/list-syncs/" + members + "/items?limit=200").items())
                .hasSize(200)
                .first()
                .isEqualTo(new JsonObject().put("vk_id", FIRST));
        List<String> lines =
                export(caller, members, "application/x-ndjson").lines().toList();
        assertThat(lines).hasSize(1_234).first().isEqualTo("{\"vk_id\":" + FIRST + "}");
        String columns = "vk_id,fields,owner_id,id,date,likes,reposts,comments,views,text";
        assertThat(export(caller, members, "text/csv").lines()).hasSize(1_235).startsWith(columns, FIRST + ",,,,,,,,,");

        String posts = sync(caller, "wall_posts", new JsonObject().put("owner_id", -8001));
        assertThat(export(caller, posts, "text/csv"))
                .startsWith(columns + "\r\n,,-8001,3,")
                .contains("\"'=1+1, \"\"quoted\"\"\nsecond line\"\r\n")
                .contains(",3,0,0,30,post 2\r\n");

        assertThat(caller.get("/vk/list-syncs/?kind=wall_posts").items()).hasSize(1);
        assertThat(caller.send(caller.request("/vk/list-syncs/" + posts).DELETE())
                        .status())
                .isEqualTo(204);
        assertThat(caller.get("/vk/list-syncs/" + posts).code()).isEqualTo("list_sync.not_found");
        assertThat(caller.get("/vk/list-syncs/" + posts + "/items/export").status())
                .isEqualTo(404);
    }

    @Test
    void a_bad_order_is_refused_and_the_same_key_gives_the_same_sync() throws Exception {
        Caller caller = node();
        for (String body : List.of(
                "{}",
                "{\"kind\":\"friends\",\"target\":{}}",
                "{\"kind\":\"group_members\",\"target\":{\"group\":\"1\",\"filter\":\"managers\"}}",
                "{\"kind\":\"group_members\",\"target\":{\"group\":\"1\",\"colour\":\"red\"}}",
                "{\"kind\":\"group_members\",\"target\":{\"group\":\"https://vk.com/id1\"}}",
                "{\"kind\":\"wall_posts\",\"target\":{}}",
                "{\"kind\":\"likes\",\"target\":{\"type\":\"post\",\"owner_id\":1}}",
                "{\"kind\":\"group_members\",\"target\":{\"group\":\"1\"},\"keep_days\":0}")) {
            assertThat(order(caller, body, "k-" + body.hashCode()).status())
                    .as(body)
                    .isIn(400, 422);
        }
        String good = "{\"kind\":\"group_members\",\"target\":{\"group\":\"7001\"}}";
        Caller.Answer first = order(caller, good, "mine");
        Caller.Answer again = order(caller, good, "mine");
        assertThat(first.status()).isEqualTo(202);
        assertThat(again.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(again.json().getString("job")).isEqualTo(first.json().getString("job"));
        assertThat(again.headers().firstValue("idempotent-replayed")).hasValue("true");
    }

    /** In `make check`: seventeen seconds pass until a dead node's lease is believed to be over. */
    @Test
    @Tag("check")
    void a_kill_9_in_the_middle_of_a_sync_loses_nothing_and_doubles_nothing() throws Exception {
        int size = 60_000;
        tell("groups/8001", new JsonObject().put("name", "Eight").put("crowd", size));
        PultProcess first = home.start("run", "--set", "node.name=first");
        Caller caller = new Caller(first.ready().url(), key);
        give(caller);
        String id = created(caller, "group_members", new JsonObject().put("group", "8001"));
        Wait.until("a part is read", Duration.ofSeconds(30), () -> items(caller, id) > 10_000);

        first.kill();
        Caller second = new Caller(
                home.start("run", "--set", "node.name=second").ready().url(), key);
        int left = items(second, id);
        assertThat(left).isBetween(10_000, size - 1_000);
        succeeded(second, id);

        assertThat(export(second, id, "application/x-ndjson").lines())
                .isEqualTo(LongStream.range(FIRST, FIRST + size)
                        .mapToObj(person -> "{\"vk_id\":" + person + "}")
                        .toList());
    }

    private Caller node() throws Exception {
        Caller caller = new Caller(home.start("run").ready().url(), key);
        give(caller);
        return caller;
    }

    private static void give(Caller caller) throws Exception {
        var account =
                new JsonObject().put("vk_user_id", 5).put("kind", "service").put("token", TOKEN);
        assertThat(caller.post("/system-accounts/", account).status()).isEqualTo(201);
    }

    private static String sync(Caller caller, String kind, JsonObject target) throws Exception {
        String id = created(caller, kind, target);
        succeeded(caller, id);
        return id;
    }

    private static String created(Caller caller, String kind, JsonObject target) throws Exception {
        var answer =
                caller.post("/vk/list-syncs", new JsonObject().put("kind", kind).put("target", target));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().getString("id");
    }

    private static void succeeded(Caller caller, String id) throws Exception {
        Wait.until("all is read", Duration.ofSeconds(90), () -> {
            JsonObject sync = caller.get("/vk/list-syncs/" + id).json();
            assertThat(sync.getString("state")).as(sync.encode()).isNotIn("failed", "cancelled");
            return sync.getString("state").equals("succeeded");
        });
    }

    private static int items(Caller caller, String id) throws Exception {
        return caller.get("/vk/list-syncs/" + id).json().getInteger("items");
    }

    private static String export(Caller caller, String id, String form) throws Exception {
        Caller.Answer answer = caller.send(
                caller.request("/vk/list-syncs/" + id + "/items/export").header("accept", form));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Caller.Answer order(Caller caller, String body, String key) throws Exception {
        return caller.send(caller.request("/vk/list-syncs")
                .header("idempotency-key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void tell(String path, JsonObject body) throws Exception {
        var standIn = Caller.anonymous(ground.vkUrl());
        var answer = standIn.send(
                standIn.request("/stand-in/" + path).PUT(HttpRequest.BodyPublishers.ofString(body.encode())));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
