package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Nothing;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.InboxOps;
import io.pult.identity.ApiKeys;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done over HTTP in any concern stands in the one audit, which is read over HTTP. */
class AuditEveryConcernIT {
    private static final String TOKEN = "vk1.a.a-token-of-the-test";

    @TempDir
    static Path folder;

    private static final HttpClient client = HttpClient.newHttpClient();
    private static WholeNode node;
    private static Pg pg;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of());
        pg = Pg.open(node.vertx, node.ground.postgres());
        key = key("*:admin");
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void every_act_on_an_account_of_vk_is_in_the_audit_with_who_and_from_where_and_without_the_token()
            throws Exception {
        String id = ok(send("POST", "/system-accounts/", "{\"kind\":\"user\",\"vk_user_id\":77,\"label\":\"Reader\"}"))
                .getString("id");
        String path = "/system-accounts/" + id;
        ok(send("PATCH", path, "{\"label\":\"Writer\"}"));
        ok(send("PATCH", path, "{\"label\":\"Reader\",\"token\":\"" + TOKEN + "\"}"));
        ok(send("POST", path + "/disable", null));
        ok(send("POST", path + "/enable", null));
        ok(send("PATCH", path, "{\"token\":null}"));
        assertThat(send("DELETE", path, null).statusCode()).isEqualTo(204);

        String about = "object=system_account:" + id;
        Wait.until("all have arrived", () -> audit(about).size() == 7);
        assertThat(actions(about))
                .containsExactly(
                        "system_account.deleted",
                        "system_account.token_removed",
                        "system_account.enabled",
                        "system_account.disabled",
                        "system_account.token_replaced",
                        "system_account.changed",
                        "system_account.added");
        JsonObject replaced =
                audit(about + "&action=system_account.token_replaced").getJsonObject(0);
        assertThat(replaced.getString("subject")).startsWith("key:");
        assertThat(replaced.getString("address")).isEqualTo("127.0.0.1");
        assertThat(replaced.getString("result")).isEqualTo("done");
        assertThat(replaced.getJsonObject("details").getString("fields")).isEqualTo("label, token");
        assertThat(audit(about).encode()).doesNotContain(TOKEN).doesNotContain("Writer");
    }

    @Test
    void every_act_on_an_account_of_telegram_and_on_a_proxy_is_in_the_audit_without_phone_and_password()
            throws Exception {
        String proxy = ok(send(
                        "POST",
                        "/proxies/",
                        "{\"kind\":\"socks5\",\"host\":\"proxy.example.org\",\"port\":1080,\"username\":\"u\",\"password\":\""
                                + TOKEN + "\"}"))
                .getString("id");
        ok(send("PATCH", "/proxies/" + proxy, "{\"username\":null,\"label\":\"bought\"}"));
        ok(send("POST", "/proxies/paste", "{\"text\":\"192.0.2.9:1080\\nwrong\"}"));
        String id = ok(send("POST", "/accounts/", "{\"phone\":\"+7 999 123-45-67\",\"proxy_id\":\"" + proxy + "\"}"))
                .getString("id");
        ok(send("PATCH", "/accounts/" + id, "{\"status\":\"paused\",\"labels\":[\"news\"],\"proxy_id\":null}"));
        assertThat(ok(send("GET", "/accounts/?label=news&state=new", null)).getJsonArray("items"))
                .hasSize(1);
        assertThat(send("DELETE", "/accounts/" + id + "?log_out=true", null).statusCode())
                .isEqualTo(204);
        assertThat(send("DELETE", "/proxies/" + proxy, null).statusCode()).isEqualTo(204);

        String about = "object=telegram_account:" + id;
        Wait.until("all have arrived", () -> audit(about).size() == 3);
        Wait.until("those too", () -> audit("object=proxy:" + proxy).size() == 3);
        assertThat(actions(about))
                .containsExactly("telegram_account.removed", "telegram_account.changed", "telegram_account.added");
        assertThat(actions("object=proxy:" + proxy)).containsExactly("proxy.removed", "proxy.changed", "proxy.added");
        assertThat(audit("action=proxy.pasted")).hasSize(1);
        assertThat(audit(about).encode() + audit("object=proxy:" + proxy).encode())
                .doesNotContain("9991234567")
                .doesNotContain(TOKEN);
    }

    @Test
    void accounts_added_by_links_are_one_entry_and_a_dry_run_is_none() throws Exception {
        String body = "{\"urls\":[\"https://vk.com/id501\",\"https://vk.com/id502\"],\"dry_run\":%s}";
        ok(send("POST", "/system-accounts/by-urls", body.formatted("true")));
        ok(send("POST", "/system-accounts/by-urls", body.formatted("false")));

        String what = "action=system_account.added_by_links";
        Wait.until("it has arrived", () -> audit(what).size() == 1);
        assertThat(audit(what).getJsonObject(0).getJsonObject("details").getString("added"))
                .isEqualTo("2");
    }

    @Test
    void an_act_that_is_refused_is_not_in_the_audit_as_done() throws Exception {
        String id = ok(send("POST", "/system-accounts/", "{\"kind\":\"user\",\"vk_user_id\":78}"))
                .getString("id");
        var stale = send("PATCH", "/system-accounts/" + id, "{\"label\":\"x\"}", "If-Match", "\"99\"");
        assertThat(stale.statusCode()).isEqualTo(412);
        ok(send("PATCH", "/system-accounts/" + id, "{\"label\":\"y\"}"));

        Wait.until(
                "two have arrived", () -> audit("object=system_account:" + id).size() == 2);
        assertThat(actions("object=system_account:" + id))
                .containsExactly("system_account.changed", "system_account.added");
    }

    @Test
    void what_a_person_does_with_jobs_is_in_the_audit() throws Exception {
        String started = ok(send("POST", "/jobs/rekey", null)).getString("id");
        String waiting = waitingJob();
        ok(send("POST", "/jobs/" + waiting + "/cancel", null));
        assertThat(send("POST", "/jobs/" + waiting + "/cancel", null).statusCode())
                .isEqualTo(409);
        ok(send("POST", "/jobs/" + waiting + "/retry", null));

        Wait.until("the first has arrived", () -> audit("object=job:" + started).size() == 1);
        Wait.until(
                "both others have arrived", () -> audit("object=job:" + waiting).size() == 2);
        assertThat(actions("object=job:" + started)).containsExactly("job.started");
        assertThat(actions("object=job:" + waiting)).containsExactly("job.retried", "job.cancelled");
        assertThat(audit("object=job:" + started)
                        .getJsonObject(0)
                        .getJsonObject("details")
                        .getString("kind"))
                .isEqualTo("rekey");
    }

    /** Nobody takes it within the hour. */
    private static String waitingJob() {
        UUID id = UUID.randomUUID();
        Wait.on(pg.query("""
                        INSERT INTO job (id, kind, state, legs, single, time_limit_ms, args, created_by, deadline, due_at)
                        VALUES ($1, 'rekey', 'queued', '{vk}', false, 600000, '{}', 'user:test', now() + interval '2 hours',
                                now() + interval '1 hour')
                        """, id));
        return id.toString();
    }

    @Test
    void an_answer_to_an_inbox_item_is_in_the_audit_without_what_was_answered() throws Exception {
        Wait.on(node.ground
                .bus()
                .serve(InboxAnswer.of("test"), (answer, call) -> Future.succeededFuture(Nothing.NOTHING)));
        Wait.on(node.ground
                .bus()
                .ask(
                        InboxOps.OPEN,
                        new InboxOps.Open("test", "question", "thing-1", "What is it?", List.of("word"), Map.of()),
                        Call.system("test", Duration.ofSeconds(10))));
        String id = ok(send("GET", "/inbox/?concern=test", null))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        ok(send("POST", "/inbox/" + id + "/answer", "{\"fields\":{\"word\":\"xyzzy\"}}"));

        Wait.until("it has arrived", () -> audit("object=inbox_item:" + id).size() == 1);
        JsonObject entry = audit("object=inbox_item:" + id).getJsonObject(0);
        assertThat(entry.getString("action")).isEqualTo("inbox_item.answered");
        assertThat(entry.getJsonObject("details").getMap())
                .isEqualTo(Map.of("concern", "test", "kind", "question", "about", "thing-1"));
        assertThat(entry.encode()).doesNotContain("xyzzy");
    }

    @Test
    void the_audit_is_exported_as_lines_and_as_csv() throws Exception {
        for (int i = 0; i < 205; i++) {
            var entry = new AuditEntry(
                    Instant.now(), "export.tested", null, "user:x", null, "r", "done", Map.of("n", "n" + i));
            Wait.on(pg.tx(tx -> node.ground.outbox().put(tx, AuditEntry.RECORD, entry)));
        }
        Wait.until(
                "all have arrived",
                () -> send("GET", "/api/admin/v1/audit/export?action=export.", null)
                                .body()
                                .lines()
                                .count()
                        == 205);

        var csv = send("GET", "/api/admin/v1/audit/export?action=export.tested", null, "Accept", "text/csv")
                .body()
                .lines()
                .toList();
        assertThat(csv).hasSize(206);
        assertThat(csv.get(0)).isEqualTo("at,id,action,object,subject,address,request_id,result,details");
        assertThat(csv.get(1)).contains(",export.tested,,user:x,,r,done,\"{\"\"n\"\":\"\"n");
    }

    @Test
    void nobody_reads_the_audit_without_the_right_to() throws Exception {
        String weak = key("vk:admin");

        for (String path : List.of("/api/admin/v1/audit", "/api/admin/v1/audit/export")) {
            assertThat(send("GET", path, null, "Authorization", "Bearer " + weak)
                            .statusCode())
                    .isEqualTo(403);
        }
        var me = send("GET", "/api/auth/v1/me", null);
        assertThat(me.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(me.body()).getString("code")).isEqualTo("person.needed");
    }

    private static String key(String scope) {
        return Wait.on(ApiKeys.issue(node.vertx, node.ground.postgres(), "test", List.of(scope)));
    }

    private static JsonArray audit(String query) throws Exception {
        return ok(send("GET", "/api/admin/v1/audit?" + query, null)).getJsonArray("items");
    }

    private static List<String> actions(String query) throws Exception {
        return audit(query).stream()
                .map(JsonObject.class::cast)
                .map(entry -> entry.getString("action"))
                .toList();
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new JsonObject(answer.body());
    }

    private static HttpResponse<String> send(String verb, String path, @Nullable String body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url(path)))
                .timeout(Duration.ofSeconds(20))
                .method(
                        verb,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Authorization", "Bearer " + key)
                .setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
