package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Create;
import io.pult.contract.vk.SystemAccountOps.Disable;
import io.pult.contract.vk.SystemAccountOps.Enable;
import io.pult.contract.vk.SystemAccountOps.ListAccounts;
import io.pult.contract.vk.SystemAccountOps.Update;
import io.pult.contract.vk.SystemAccountOps.Verify;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLogOps;
import io.pult.contract.vk.TokenLogOps.ListLogs;
import io.pult.contract.vk.VkCallOps;
import io.pult.infra.Cursor;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Accounts and their tokens, from given to forgotten. */
class SystemAccountIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = new VkRig();
    private final Node node = rig.node();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void the_token_is_in_no_answer_no_log_line_and_no_column() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(lines);
        var said = new ArrayList<String>();
        try {
            rig.tell(
                    HttpMethod.PUT,
                    "settings",
                    new JsonObject().put("echo_params", true).put("echo_token", true));
            var one = rig.user(node, ONE, 1001);
            rig.tell(
                    HttpMethod.POST,
                    "errors",
                    new JsonObject()
                            .put("code", 15)
                            .put("message", "Access denied: access_token=" + ONE)
                            .put("method", "users.get"));
            Failure failure = node.callFailure("users.get");
            said.add(failure.getMessage() + failure.details());
            said.add(Json.text(node.call("users.get")));
            rig.tell(
                    HttpMethod.POST,
                    "errors",
                    new JsonObject()
                            .put("code", 5)
                            .put("message", "bad token " + ONE)
                            .put("method", "users.get"));
            said.add(node.callFailure("users.get").getMessage());
            VkRig.eventually("status error", () -> node.account(one.id()).status() == Status.ERROR);
            said.add(Json.text(node.account(one.id())));
            said.add(Json.text(new ArrayList<>(node.log())));
            said.add(new Create.Body(1001, Kind.USER, ONE, null).toString());
            said.add(rig.pg.list(row -> row.getString(0), """
                            SELECT t::text FROM system_accounts t UNION ALL SELECT t::text FROM token_logs t
                            UNION ALL SELECT t::text FROM outbox t
                            """).await().toString());
        } finally {
            root.detachAppender(lines);
        }
        lines.list.forEach(line -> said.add(line.getFormattedMessage() + line.getKeyValuePairs()));

        assertThat(said)
                .hasSizeGreaterThan(6)
                .allSatisfy(text -> assertThat(text).doesNotContain("token-one"));
        assertThat(node.log()).hasSize(3);
    }

    @Test
    void the_same_token_cannot_serve_two_accounts() {
        rig.user(node, ONE, 1001);
        assertThat(node.failure(SystemAccountOps.CREATE, creation(1002, ONE)).code())
                .isEqualTo("account.token_exists");
        var two = VkRig.create(node, 1002, Kind.USER, null);
        var refused = node.failure(SystemAccountOps.UPDATE, update(two.id(), null, Change.absent(), Change.to(ONE)));
        assertThat(refused.kind()).isEqualTo(Failure.Kind.CONFLICT);
    }

    @Test
    void the_same_act_under_one_key_is_done_once() {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        var keyed = new Call(
                Principal.node("test"),
                "r",
                System.nanoTime() + Duration.ofSeconds(30).toNanos(),
                null,
                Locale.ENGLISH,
                "key-1");

        var first = VkRig.await(node.bus().ask(SystemAccountOps.CREATE, creation(1001, ONE), keyed));
        var again = VkRig.await(node.bus().ask(SystemAccountOps.CREATE, creation(1001, ONE), keyed));
        assertThat(again.id()).isEqualTo(first.id());

        var call = VkRig.call("users.get", Map.of("user_ids", "1001"));
        VkRig.await(node.bus().ask(VkCallOps.CALL, call, keyed));
        var replayed = VkRig.await(node.bus().ask(VkCallOps.CALL, call, keyed));
        assertThat(replayed.response().text()).contains("Pult");
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(1);
    }

    @Test
    void the_same_token_is_known_again_under_another_key() {
        rig.user(node, ONE, 1001);
        rig.newKey();
        var newer = rig.node();
        assertThat(newer.failure(SystemAccountOps.CREATE, creation(1002, ONE)).code())
                .isEqualTo("account.token_exists");
    }

    @Test
    void a_verified_token_is_active_and_anothers_is_refused_and_leaves_the_pool() {
        var one = rig.user(node, ONE, 1001);
        assertThat(node.ask(SystemAccountOps.VERIFY, new Verify(one.id())).status())
                .isEqualTo(Status.ACTIVE);

        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1002));
        var impostor = VkRig.create(node, 1005, Kind.USER, TWO);
        var refused = node.failure(SystemAccountOps.VERIFY, new Verify(impostor.id()));

        assertThat(refused.code()).isEqualTo("vk.foreign_token");
        assertThat(refused.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        assertThat(node.account(impostor.id()).status()).isEqualTo(Status.ERROR);
        assertThat(node.account(impostor.id()).statusReason()).contains("1002");
        for (int i = 0; i < 3; i++) {
            assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
        }
    }

    @Test
    void a_users_token_is_not_taken_for_a_communitys() {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        var account = VkRig.create(node, 7001, Kind.COMMUNITY, ONE);
        var refused = node.failure(SystemAccountOps.VERIFY, new Verify(account.id()));
        assertThat(refused.code()).isEqualTo("vk.foreign_token");
        assertThat(refused).hasMessageContaining("user 1001");
    }

    @Test
    void a_dead_token_is_refused_by_verification_and_one_that_came_back_serves_again() {
        var one = rig.user(node, ONE, 1001);
        rig.kill(ONE);
        assertThat(node.failure(SystemAccountOps.VERIFY, new Verify(one.id())).code())
                .isEqualTo("vk.token_refused");
        assertThat(node.account(one.id()).status()).isEqualTo(Status.ERROR);
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");

        rig.tell(HttpMethod.PATCH, "tokens/" + ONE, new JsonObject().put("dead", false));
        assertThat(node.ask(SystemAccountOps.VERIFY, new Verify(one.id())).status())
                .isEqualTo(Status.ACTIVE);
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
    }

    @Test
    void an_account_without_a_token_waits_and_cannot_be_verified() {
        var one = VkRig.create(node, 1001, Kind.USER, null);
        assertThat(one.tokenHint()).isNull();
        assertThat(node.failure(SystemAccountOps.VERIFY, new Verify(one.id())).code())
                .isEqualTo("account.no_token");
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
    }

    @Test
    void a_change_from_a_stale_version_is_refused_and_absent_fields_stay() {
        var one = rig.user(node, ONE, 1001);
        var changed =
                node.ask(SystemAccountOps.UPDATE, update(one.id(), one.version(), Change.to("mine"), Change.absent()));
        assertThat(changed.label()).isEqualTo("mine");
        assertThat(changed.tokenHint()).isEqualTo("6789");
        assertThat(changed.version()).isGreaterThan(one.version());
        var stale = node.failure(
                SystemAccountOps.UPDATE, update(one.id(), one.version(), Change.to("late"), Change.absent()));
        assertThat(stale.kind()).isEqualTo(Failure.Kind.STALE);
        assertThat(node.account(one.id()).label()).isEqualTo("mine");
    }

    @Test
    void an_account_that_nobody_has_named_is_called_by_its_kind_and_id() {
        var nameless = node.ask(
                SystemAccountOps.CREATE,
                new SystemAccountOps.Create(new SystemAccountOps.Create.Body(1001, Kind.USER, ONE, null)));
        assertThat(nameless.label()).isEqualTo("user 1001");
        var named = node.ask(
                SystemAccountOps.UPDATE, update(nameless.id(), nameless.version(), Change.to("mine"), Change.absent()));
        assertThat(named.label()).isEqualTo("mine");
    }

    @Test
    void what_calls_show_of_a_token_does_not_refuse_who_decides_about_the_account_meanwhile() {
        var one = rig.user(node, ONE, 1001);
        var seen = enable(disable(one));
        assertThat(seen.status()).isEqualTo(Status.UNKNOWN);
        node.call("users.get");
        VkRig.eventually("status active", () -> node.account(one.id()).status() == Status.ACTIVE);
        node.ask(SystemAccountOps.DELETE, new SystemAccountOps.Delete(one.id(), seen.version()));
        assertThat(node.failure(SystemAccountOps.GET, new SystemAccountOps.Get(one.id()))
                        .kind())
                .isEqualTo(Failure.Kind.NOT_FOUND);
    }

    @Test
    void a_disabled_account_rests_until_it_is_enabled_however_often_either_is_said() {
        var one = rig.user(node, ONE, 1001);
        assertThat(disable(one).status()).isEqualTo(Status.DISABLED);
        assertThat(disable(one).version()).isEqualTo(node.account(one.id()).version());
        assertThat(node.account(one.id()).statusReason()).isEqualTo("taken out by a person");
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
        assertThat(enable(one).status()).isEqualTo(Status.UNKNOWN);
        assertThat(enable(one).version()).isEqualTo(node.account(one.id()).version());
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
        assertThat(node.failure(SystemAccountOps.ENABLE, new Enable(UUID.randomUUID()))
                        .kind())
                .isEqualTo(Failure.Kind.NOT_FOUND);
    }

    @Test
    void deleting_forgets_the_token_and_keeps_the_history_its_subject() {
        var one = rig.user(node, ONE, 1001);
        node.call("users.get");
        node.ask(SystemAccountOps.DELETE, new SystemAccountOps.Delete(one.id(), null));

        assertThat(node.failure(SystemAccountOps.GET, new SystemAccountOps.Get(one.id()))
                        .kind())
                .isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
        assertThat(node.log())
                .singleElement()
                .satisfies(row -> assertThat(row.accountId()).isEqualTo(one.id()));
        assertThat(rig.pg
                        .query(
                                "SELECT 1 FROM system_accounts WHERE id = $1 AND token IS NULL AND label <> ''",
                                one.id())
                        .await()
                        .size())
                .isEqualTo(1);
        assertThat(VkRig.create(node, 1001, Kind.USER, ONE).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void an_account_is_shown_with_how_its_attempts_have_ended_until_now() {
        var one = rig.user(node, ONE, 1001);
        var unused = VkRig.create(node, 1002, Kind.USER, null);
        rig.forceError(ONE, "users.get", 100, 1);
        node.callFailure("users.get");
        node.call("users.get");
        node.call("users.get");

        VkRig.eventually("all are counted", () -> node.account(one.id()).stats().success() == 2);
        var last =
                logs(one.id(), null, TokenLog.Status.SUCCESS, null, null).get(0).timestamp();
        var expected = new SystemAccount.Stats(2, 1, last);
        var none = new SystemAccount.Stats(0, 0, null);
        assertThat(list(new ListAccounts(null, null, null, "created_at", null, null)))
                .extracting(SystemAccount::stats)
                .containsExactly(expected, none);
        assertThat(node.account(unused.id()).stats()).isEqualTo(none);
    }

    @Test
    void the_summary_counts_every_status_and_the_tokens_that_end_within_a_day() {
        rig.user(node, ONE, 1001);
        var waiting = VkRig.create(node, 1002, Kind.USER, null);
        node.ask(SystemAccountOps.DISABLE, new Disable(waiting.id()));
        createEnding(1003, TWO, Duration.ofHours(23));
        createEnding(1004, TWO.replace("two", "four"), Duration.ofHours(25));

        var summary = node.ask(SystemAccountOps.SUMMARY, new SystemAccountOps.GetSummary(null));

        assertThat(summary.statuses())
                .hasSize(Status.values().length)
                .containsEntry("unknown", 3L)
                .containsEntry("disabled", 1L)
                .containsEntry("error", 0L);
        assertThat(summary.ending()).isEqualTo(1);
        assertThat(node.ask(SystemAccountOps.SUMMARY, new SystemAccountOps.GetSummary("1002"))
                        .statuses())
                .containsEntry("unknown", 0L)
                .containsEntry("disabled", 1L);
    }

    private void createEnding(long vkUserId, String token, Duration in) {
        var body = new Create.Body(vkUserId, Kind.USER, token, null, null, in.toSeconds(), null);
        node.ask(SystemAccountOps.CREATE, new Create(body));
    }

    @Test
    void the_log_and_its_counts_name_an_account_that_is_deleted() {
        var one = rig.user(node, ONE, 1001);
        node.call("users.get");
        node.ask(SystemAccountOps.DELETE, new SystemAccountOps.Delete(one.id(), null));

        VkRig.eventually(
                "it is in the log", () -> logs(one.id(), null, null, null, null).size() == 1);
        var stats = node.ask(TokenLogOps.STATS, new TokenLogOps.StatsOf(one.id(), null, null, null));
        assertThat(stats.total()).isEqualTo(1);
        assertThat(stats.methods()).extracting(TokenLogOps.MethodStats::method).containsExactly("users.get");
    }

    @Test
    void rekey_walks_every_token_while_it_is_in_use() {
        rig.user(node, ONE, 1001);
        for (int i = 0; i < 120; i++) {
            VkRig.create(node, 2_000 + i, Kind.COMMUNITY, "vk1.a.filler-token-" + (1_000 + i));
        }
        String before = keysInUse();
        rig.newKey();
        var newer = rig.node();
        var step = JobStep.of("vk", "rekey");

        var first = newer.ask(step, new JobStep(UUID.randomUUID(), 0, null, Map.of()));
        assertThat(first.done()).isEqualTo(100);
        assertThat(first.total()).isEqualTo(121);
        newer.ask(step, new JobStep(UUID.randomUUID(), 0, null, Map.of()));
        var last = newer.ask(step, new JobStep(UUID.randomUUID(), 1, first.cursor(), Map.of()));

        assertThat(last.cursor()).isNull();
        assertThat(keysInUse()).isNotEqualTo(before).doesNotContain(",");
        assertThat(newer.failure(SystemAccountOps.CREATE, creation(1002, ONE)).code())
                .isEqualTo("account.token_exists");
        var third = rig.node();
        assertThat(third.failure(SystemAccountOps.VERIFY, new Verify(UUID.randomUUID()))
                        .kind())
                .isEqualTo(Failure.Kind.NOT_FOUND);
    }

    @Test
    void lists_are_paged_filtered_and_sorted_without_a_row_twice() {
        for (int i = 0; i < 7; i++) {
            VkRig.create(node, 100 + i, i % 2 == 0 ? Kind.USER : Kind.SERVICE, null);
        }
        for (String sort : new String[] {
            "created_at",
            "-created_at",
            "updated_at",
            "-updated_at",
            "expires_at",
            "-expires_at",
            "label",
            "-label",
            "status",
            "-status"
        }) {
            var seen = new ArrayList<SystemAccount>();
            String cursor = null;
            do {
                Page<SystemAccount> page =
                        node.ask(SystemAccountOps.LIST, new ListAccounts(null, null, null, sort, 2, cursor));
                seen.addAll(page.items());
                cursor = page.next();
            } while (cursor != null);
            assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        }
        assertThat(list(new ListAccounts(null, Kind.SERVICE, null, null, null, null)))
                .hasSize(3);
        assertThat(list(new ListAccounts(Status.ERROR, null, null, null, null, null)))
                .isEmpty();
        assertThat(list(new ListAccounts(null, null, "103", null, null, null))).hasSize(1);
        assertThat(list(new ListAccounts(null, null, "%", null, null, null))).isEmpty();
        assertThat(list(new ListAccounts(null, null, "' OR 1=1 --", null, null, null)))
                .isEmpty();
    }

    @Test
    void accounts_are_sorted_by_when_they_end_with_those_that_do_not_at_the_end() {
        var never = VkRig.create(node, 101, Kind.USER, null);
        var late = ending(102, 7_200);
        var soon = ending(103, 4_000);

        assertThat(ids(new ListAccounts(null, null, null, "expires_at", null, null)))
                .containsExactly(soon, late, never.id());
        var first = node.ask(SystemAccountOps.LIST, new ListAccounts(null, null, null, "-expires_at", 1, null));
        assertThat(first.items()).extracting(SystemAccount::id).containsExactly(never.id());
        assertThat(ids(new ListAccounts(null, null, null, "-expires_at", null, first.next())))
                .containsExactly(late, soon);
        node.ask(SystemAccountOps.DISABLE, new Disable(late));
        assertThat(ids(new ListAccounts(null, null, null, "status", null, null)))
                .first()
                .isEqualTo(late);
        assertThat(ids(new ListAccounts(null, null, null, "-updated_at", null, null)))
                .first()
                .isEqualTo(late);
        assertThat(ids(new ListAccounts(Status.DISABLED, null, null, null, null, null)))
                .containsExactly(late);
    }

    private UUID ending(long id, long seconds) {
        var body = new Create.Body(id, Kind.USER, "vk1.a.ending-0123456789-" + id, null, null, seconds, null);
        return node.ask(SystemAccountOps.CREATE, new Create(body)).id();
    }

    private List<UUID> ids(ListAccounts asked) {
        return list(asked).stream().map(SystemAccount::id).toList();
    }

    @Test
    void a_bad_cursor_an_unknown_sort_and_a_bad_limit_are_refused() {
        assertThat(refusal(new ListAccounts(null, null, null, null, null, "nonsense")))
                .isEqualTo("cursor.invalid");
        assertThat(refusal(new ListAccounts(null, null, null, "token", null, null)))
                .isEqualTo("sort.unknown");
        assertThat(refusal(new ListAccounts(null, null, null, null, 0, null))).isEqualTo("limit.invalid");
        String forged = new Cursor("-created_at", List.of("now", "1")).encode();
        assertThat(refusal(new ListAccounts(null, null, null, null, null, forged)))
                .isEqualTo("cursor.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with space in the middle", "line\nbreak-0123456789", "токен-0123456789abc", ""})
    void what_is_no_token_is_refused_without_being_repeated(String token) {
        var failure = catchThrowableOfType(Failure.class, () -> new Create.Body(1, Kind.USER, token, null));
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        if (!token.isEmpty()) {
            assertThat(failure.getMessage()).doesNotContain(token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"users", "Users.get", "users.get/../x", "users.get?v=1", "", "a.b.c", "users.get\n", "execute."})
    void what_is_no_method_never_reaches_vk(String method) {
        assertThat(catchThrowableOfType(Failure.class, () -> VkRig.call(method, Map.of()))
                        .code())
                .isEqualTo("vk.method_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "v", "client_secret"})
    void the_token_and_the_version_are_not_the_callers_to_set(String name) {
        assertThat(catchThrowableOfType(Failure.class, () -> VkRig.call("users.get", Map.of(name, "x")))
                        .code())
                .isEqualTo("vk.param_reserved");
    }

    @Test
    void an_answer_to_an_inbox_item_must_be_a_token() {
        var one = VkRig.create(node, 1001, Kind.USER, null);
        var empty = node.failure(
                InboxAnswer.of("vk"),
                new InboxAnswer(UUID.randomUUID(), "vk_token", one.id().toString(), Map.of()));
        assertThat(empty.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
    }

    @Test
    void the_log_is_filtered_by_each_of_its_fields() {
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 100, 1);
        node.callFailure("users.get");
        node.call("users.get");
        node.ask(VkCallOps.CALL, VkRig.call("utils.resolveScreenName", Map.of("screen_name", "free_name")));

        assertThat(logs(null, null, null, null, null)).hasSize(3);
        assertThat(logs(one.id(), null, null, null, null)).hasSize(3);
        assertThat(logs(UUID.randomUUID(), null, null, null, null)).isEmpty();
        assertThat(logs(null, "users.get", null, null, null)).hasSize(2);
        assertThat(logs(null, null, TokenLog.Status.ERROR, null, null)).hasSize(1);
        assertThat(logs(null, null, null, "PARAMETERS specified", null)).hasSize(1);
        assertThat(logs(null, null, null, "100_One", null)).isEmpty();
        assertThat(logs(null, null, null, null, Instant.now().plusSeconds(60))).isEmpty();
        var page = node.ask(TokenLogOps.LIST, new ListLogs(null, null, null, null, null, null, null, 2, null));
        assertThat(page.items()).hasSize(2);
        assertThat(node.ask(TokenLogOps.LIST, new ListLogs(null, null, null, null, null, null, null, 2, page.next()))
                        .items())
                .hasSize(1)
                .doesNotContainAnyElementsOf(page.items());
        assertThat(Json.text(page.items().get(0))).contains("\"is_env_token\":false", "\"duration_ms\":");
    }

    private List<TokenLog> logs(
            @Nullable UUID account,
            @Nullable String method,
            TokenLog.@Nullable Status status,
            @Nullable String q,
            @Nullable Instant from) {
        return node.ask(TokenLogOps.LIST, new ListLogs(account, false, method, status, q, from, null, null, null))
                .items();
    }

    private SystemAccount enable(SystemAccount account) {
        return node.ask(SystemAccountOps.ENABLE, new Enable(account.id()));
    }

    private SystemAccount disable(SystemAccount account) {
        return node.ask(SystemAccountOps.DISABLE, new Disable(account.id()));
    }

    private List<SystemAccount> list(ListAccounts asked) {
        return node.ask(SystemAccountOps.LIST, asked).items();
    }

    private String refusal(ListAccounts asked) {
        return node.failure(SystemAccountOps.LIST, asked).code();
    }

    private String keysInUse() {
        return rig.pg
                .query(
                        "SELECT string_agg(DISTINCT split_part(token, '.', 2) || split_part(token_hash, '.', 1), ',') AS keys FROM system_accounts")
                .await()
                .iterator()
                .next()
                .getString("keys");
    }

    private static Create creation(long id, String token) {
        return new Create(new Create.Body(id, Kind.USER, token, null));
    }

    private static Update update(UUID id, @Nullable Long version, Change<String> label, Change<String> token) {
        return new Update(id, version, new Update.Body(label, token));
    }
}
