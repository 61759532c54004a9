package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Create;
import io.pult.contract.vk.SystemAccountOps.Disable;
import io.pult.contract.vk.SystemAccountOps.Enable;
import io.pult.contract.vk.SystemAccountOps.Refresh;
import io.pult.contract.vk.SystemAccountOps.Update;
import io.pult.contract.vk.SystemAccountOps.Verify;
import io.pult.vk.VkIdFake.Next;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tokens that end, and what follows them. */
class TokenRefreshIT {
    private static final String ONE = "vk2.a.token-one-0123456789";
    private static final String REFRESH = "vk2.a.refresh-one-0123456789";
    private static final Refresh GRANT = new Refresh(REFRESH, "51000000", "device-1");

    private static final String LOCKED = "utils.resolveScreenName";

    private final VkIdFake id = new VkIdFake();
    private final VkRig rig = new VkRig();

    TokenRefreshIT() {
        rig.idUrl = id.url();
        id.knows(REFRESH, 1001);
        for (int number = 1; number < 5; number++) {
            known(VkIdFake.token(1001, number), 1001);
        }
        known(ONE, 1001);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        id.close();
    }

    @Test
    void a_token_is_refreshed_before_it_ends_and_goes_on_serving() {
        var node = node();
        var one = create(node, 300L, GRANT);
        assertThat(one.refreshable()).isTrue();
        assertThat(one.expiresAt())
                .isBetween(Instant.now().plusSeconds(290), Instant.now().plusSeconds(301));
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());

        var fresh = eventually(node, one, TokenRefreshIT::lives);

        assertThat(fresh.expiresAt()).isAfter(Instant.now().plusSeconds(3_500));
        assertThat(fresh.status()).isIn(Status.ACTIVE, Status.UNKNOWN);
        assertThat(id.asked())
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsEntry("path", "POST /oauth2/auth")
                        .containsEntry("grant_type", "refresh_token")
                        .containsEntry("refresh_token", REFRESH)
                        .containsEntry("client_id", "51000000")
                        .containsEntry("device_id", "device-1")
                        .containsKey("state"));
        node.call("users.get");
        assertThat(rig.calls(VkIdFake.token(1001, 1), "users.get")).isEqualTo(1);
    }

    @Test
    void a_token_that_lives_long_enough_is_left_alone() {
        var node = node();
        create(node, 3_600L, GRANT);
        var soon = rig.user(node, "vk2.a.token-two-0123456789", 1002);
        node.ask(
                SystemAccountOps.UPDATE,
                new Update(soon.id(), null, life(Change.to(30L), Change.to(grant("vk2.a.refresh-two")))));
        VkRig.eventually("the other was asked for", () -> !id.asked().isEmpty());
        assertThat(id.asked()).allMatch(form -> "vk2.a.refresh-two".equals(form.get("refresh_token")));
    }

    @Test
    void two_nodes_never_use_a_refresh_token_twice() {
        var a = node();
        var b = rig.node();
        for (int i = 0; i < 12; i++) {
            id.knows("vk2.a.refresh-many-" + i, 1001);
            a.ask(
                    SystemAccountOps.CREATE,
                    new Create(new Create.Body(
                            1001,
                            Kind.USER,
                            "vk2.a.token-many-0123456789-" + i,
                            null,
                            null,
                            60L,
                            grant("vk2.a.refresh-many-" + i))));
        }
        VkRig.eventually("all refreshed", () -> id.asked().size() >= 12);
        VkRig.eventually("all written", () -> count("expires_at > now() + interval '50 minutes'") == 12);
        assertThat(id.asked()).hasSize(12);
        assertThat(id.asked().stream().map(form -> form.get("refresh_token")).distinct())
                .hasSize(12);
        b.stop();
    }

    @Test
    void a_lost_answer_is_followed_by_one_more_try_with_the_old_refresh_token() {
        id.next(Next.CUT);
        var node = node();
        var one = create(node, 60L, GRANT);
        VkRig.eventually("the first try", () -> id.asked().size() == 1);
        putOff(1);
        hurry(node);

        eventually(node, one, TokenRefreshIT::lives);
        assertThat(id.asked()).hasSize(2).allMatch(form -> REFRESH.equals(form.get("refresh_token")));
        assertThat(notices("vk_token_expiry")).isEmpty();
    }

    @Test
    void a_person_is_asked_when_the_answer_was_lost_and_the_refresh_token_with_it() {
        id.next(Next.TAKE_AND_CUT);
        var node = node();
        var one = create(node, 60L, GRANT);
        VkRig.eventually("the first try", () -> id.asked().size() == 1);
        putOff(1);
        hurry(node);

        var left = eventually(node, one, account -> !account.refreshable());
        assertThat(left.status()).as("it serves to its end").isIn(Status.UNKNOWN, Status.ACTIVE);
        assertThat(notices("vk_token_expiry"))
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .contains("invalid_grant", one.id().toString())
                        .doesNotContain("refresh-one"));
        assertThat(id.asked()).hasSize(2);

        rig.pg
                .query("UPDATE system_accounts SET expires_at = now() - interval '1 second'")
                .await();
        poke(node);
        eventually(node, one, account -> account.status() == Status.EXPIRED);
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
    }

    @Test
    void faults_on_the_way_are_waited_out_and_harm_nothing() {
        id.next(Next.HTML, Next.UNAVAILABLE, Next.SLOW_DOWN, Next.NONSENSE, Next.HANG);
        var node = node();
        var one = create(node, 60L, GRANT);
        for (int tries = 1; tries <= 5; tries++) {
            int expected = tries;
            VkRig.eventually("try " + tries, () -> id.asked().size() == expected);
            putOff(tries);
            hurry(node);
        }
        eventually(node, one, TokenRefreshIT::lives);
        assertThat(node.account(one.id()).status()).isIn(Status.UNKNOWN, Status.ACTIVE);
    }

    @Test
    void a_refusal_ends_the_refreshing_whatever_its_status_is() {
        id.next(Next.REFUSE);
        var node = node();
        var one = create(node, 60L, GRANT);
        assertThat(eventually(node, one, account -> !account.refreshable()).expiresAt())
                .isNotNull();

        id.next(Next.REFUSE_WITH_200);
        node.ask(
                SystemAccountOps.UPDATE,
                new Update(one.id(), null, life(Change.absent(), Change.to(grant("vk2.a.refresh-again")))));
        eventually(node, one, account -> !account.refreshable());
        assertThat(notices("vk_token_expiry")).hasSize(2);
        assertThat(count("refresh IS NOT NULL")).isZero();
    }

    @Test
    void a_token_that_vk_calls_expired_is_refreshed_at_once_and_nobody_is_asked() {
        var node = node();
        var one = create(node, 3_600L, GRANT);
        for (int code : new int[] {1117, 3609}) {
            rig.forceError(current(one), "users.get", code, 1);
            assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
            int asked = code == 1117 ? 1 : 2;
            VkRig.eventually("asked for another", () -> id.asked().size() == asked);
            var back = eventually(node, one, account -> account.status().live());
            assertThat(back.statusReason()).isNull();
            assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
            rig.pg
                    .query("UPDATE system_accounts SET refreshed_at = now() - interval '1 hour'")
                    .await();
        }
        assertThat(notices("vk_token")).isEmpty();
        assertThat(notices("vk_token_expiry")).isEmpty();
    }

    @Test
    void a_token_that_ends_earlier_than_was_said_is_followed_by_its_successor_again_and_again() {
        rig.idUrl = URI.create(rig.standInUrl());
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject()
                        .put("kind", "user")
                        .put("user_id", 1001)
                        .put("expires_in", 1)
                        .put("expired_code", 1117)
                        .put("refresh_token", REFRESH)
                        .put("client_id", GRANT.clientId())
                        .put("device_id", GRANT.deviceId()));
        var node = node();
        var one = create(node, 3_600L, GRANT);
        VkRig.eventually("VK has refused the token", () -> {
            node.calling("users.get", Map.of("user_ids", "1001"));
            return count("refreshed_at IS NOT NULL") == 1;
        });
        VkRig.eventually(
                "it serves again",
                () -> VkRig.await(node.calling("users.get", Map.of("user_ids", "1001"))
                        .map(answer -> true)
                        .otherwise(false)));
        rig.pg
                .query("UPDATE system_accounts SET expires_at = now() + interval '1 minute'")
                .await();
        poke(node);
        eventually(node, one, TokenRefreshIT::lives);
        var grant = rig.tell(HttpMethod.GET, "grants", new JsonObject())
                .getJsonArray("grants")
                .getJsonObject(0);
        assertThat(grant.getInteger("refreshed")).isEqualTo(2);
        assertThat(grant.getInteger("refused")).isZero();
    }

    @Test
    void what_vk_has_limited_is_limited_still_after_a_refresh_on_two_nodes_and_when_redis_lost_its_data() {
        var refreshing = node();
        var other = rig.node();
        var one = create(refreshing, 3_600L, GRANT);
        rig.forceError(ONE, LOCKED, 29, 1);
        assertThat(other.callFailure(LOCKED).code()).isEqualTo("vk.busy");
        refreshNow(refreshing, one);

        for (Node each : List.of(other, refreshing)) {
            assertThat(each.call("users.get").attempts()).isEqualTo(1);
            assertThat(each.callFailure(LOCKED).retryAfter()).isGreaterThan(Duration.ofMinutes(25));
        }
        for (Node each : List.of(other, refreshing)) {
            rig.redis(Request.cmd(Command.FLUSHDB));
            assertThat(each.callFailure(LOCKED).retryAfter()).isGreaterThan(Duration.ofMinutes(25));
        }
        assertThat(rig.calls(VkIdFake.token(1001, 1), "users.get")).isPositive();
        assertThat(rig.calls(VkIdFake.token(1001, 1), LOCKED)).isZero();
    }

    @Test
    void strikes_of_a_day_are_counted_on_over_refreshes() {
        var node = node();
        var one = create(node, 3_600L, GRANT);
        rig.forceError(ONE, LOCKED, 29, 1);
        node.callFailure(LOCKED);
        refreshNow(node, one);
        node.stop();
        rig.pg.query("UPDATE vk_locks SET until = now() - interval '1 minute'").await();
        rig.redis(Request.cmd(Command.FLUSHDB));
        rig.forceError(VkIdFake.token(1001, 1), LOCKED, 29, 1);

        assertThat(rig.node().callFailure(LOCKED).retryAfter())
                .as("the second within a day")
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    }

    @Test
    void a_dead_token_is_refreshed_before_a_person_is_asked_and_the_person_is_asked_when_that_fails() {
        var node = node();
        var one = create(node, 3_600L, GRANT);
        rig.kill(ONE);
        node.callFailure("users.get");
        VkRig.eventually("refreshed", () -> id.asked().size() == 1);
        eventually(node, one, account -> account.status().live());

        rig.pg
                .query("UPDATE system_accounts SET refreshed_at = now() - interval '1 hour'")
                .await();
        id.next(Next.REFUSE);
        rig.kill(VkIdFake.token(1001, 1));
        node.callFailure("users.get");
        eventually(node, one, account -> account.status() == Status.ERROR && !account.refreshable());
        assertThat(notices("vk_token_expiry")).hasSize(1);
    }

    @Test
    void a_pair_of_somebody_else_is_not_taken_into_the_account() {
        id.knows("vk2.a.refresh-foreign", 1002);
        var node = node();
        var one = create(node, 60L, grant("vk2.a.refresh-foreign"));
        eventually(node, one, account -> !account.refreshable());
        assertThat(node.account(one.id()).tokenHint()).isEqualTo("6789");
        assertThat(notices("vk_token_expiry"))
                .singleElement()
                .satisfies(item -> assertThat(item).contains("user 1002"));
    }

    @Test
    void a_verification_that_finds_a_foreign_token_leaves_its_refresh_token_unused() {
        var node = node();
        known("vk2.a.token-foreign-0123456", 1002);
        var impostor = node.ask(
                SystemAccountOps.CREATE,
                new Create(new Create.Body(1005, Kind.USER, "vk2.a.token-foreign-0123456", null, null, 3_600L, GRANT)));
        assertThat(node.failure(SystemAccountOps.VERIFY, new Verify(impostor.id()))
                        .code())
                .isEqualTo("vk.foreign_token");
        assertThat(node.account(impostor.id()).refreshable()).isFalse();
        assertThat(id.asked()).isEmpty();
    }

    @Test
    void a_token_given_while_the_old_one_is_being_refreshed_wins() throws Exception {
        id.next(Next.HANG);
        var node = node();
        var one = create(node, 60L, GRANT);
        VkRig.eventually("asked", () -> id.asked().size() == 1);
        known("vk2.a.token-two-0123456789", 1001);
        var given = node.ask(
                SystemAccountOps.UPDATE,
                new Update(one.id(), null, new Update.Body(Change.absent(), Change.to("vk2.a.token-two-0123456789"))));
        assertThat(given.refreshable()).isFalse();
        assertThat(given.expiresAt()).isNull();
        VkRig.eventually("the try has ended", () -> count("refresh_at IS NULL") == 1);
        assertThat(node.call("users.get").account().id()).isEqualTo(one.id());
        assertThat(rig.calls("vk2.a.token-two-0123456789", "users.get")).isEqualTo(1);
    }

    @Test
    void a_disabled_account_is_not_refreshed_and_is_when_it_is_enabled() {
        var node = node();
        var one = create(node, 3_600L, GRANT);
        node.ask(SystemAccountOps.DISABLE, new Disable(one.id()));
        rig.pg
                .query("UPDATE system_accounts SET expires_at = now() - interval '1 minute'")
                .await();
        id.knows("vk2.a.refresh-two", 1002);
        known("vk2.a.token-two-0123456789", 1002);
        node.ask(
                SystemAccountOps.CREATE,
                new Create(new Create.Body(
                        1002, Kind.USER, "vk2.a.token-two-0123456789", null, null, 60L, grant("vk2.a.refresh-two"))));
        VkRig.eventually("the other was refreshed", () -> id.asked().size() == 1);
        assertThat(node.account(one.id()).status()).isEqualTo(Status.DISABLED);

        node.ask(SystemAccountOps.ENABLE, new Enable(one.id()));
        eventually(node, one, account -> account.status().live() && lives(account));
        assertThat(id.asked()).hasSize(2);
    }

    @Test
    void a_pair_that_the_database_could_not_take_is_kept_until_it_can() throws Exception {
        var gate = rig.gatePostgres();
        var node = node();
        id.next(Next.HOLD);
        create(node, 60L, GRANT);
        VkRig.eventually("asked", () -> id.asked().size() == 1);
        gate.shut();
        id.release();
        VkRig.eventually("VK ID has answered", id::released);
        gate.open();
        VkRig.eventually("the pair is there", () -> {
            poke(node);
            return count("expires_at > now() + interval '50 minutes' AND refresh IS NOT NULL") == 1;
        });
        assertThat(id.asked()).hasSize(1);
    }

    @Test
    void the_owner_of_a_token_that_ends_and_cannot_be_refreshed_is_asked_in_time_and_once() {
        var node = node();
        var soon = create(node, 3_000L, null);
        VkRig.eventually("asked", () -> notices("vk_token_expiry").size() == 1);
        var late = node.ask(
                SystemAccountOps.CREATE,
                new Create(new Create.Body(1002, Kind.USER, "vk2.a.token-two-0123456789", null, null, 200_000L, null)));
        poke(node);
        assertThat(notices("vk_token_expiry"))
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .contains(soon.id().toString(), "expires_at")
                        .doesNotContain(late.id().toString()));

        node.ask(
                InboxAnswer.of("vk"),
                new InboxAnswer(
                        UUID.randomUUID(),
                        "vk_token_expiry",
                        soon.id().toString(),
                        Map.of("token", "vk2.a.token-new-0123456789")));
        assertThat(withdrawn("vk_token_expiry")).hasSize(1);
        assertThat(node.account(soon.id()).expiresAt()).isNull();
    }

    @Test
    void nobody_is_asked_any_more_for_a_token_of_an_account_that_is_deleted_or_taken_out() {
        var node = node();
        var one = create(node, 3_000L, null);
        VkRig.eventually("asked", () -> notices("vk_token_expiry").size() == 1);
        node.ask(SystemAccountOps.DISABLE, new Disable(one.id()));
        assertThat(withdrawn("vk_token_expiry")).hasSize(1);
        poke(node);
        node.ask(SystemAccountOps.ENABLE, new Enable(one.id()));
        VkRig.eventually("asked again", () -> notices("vk_token_expiry").size() == 2);
        node.ask(SystemAccountOps.DELETE, new SystemAccountOps.Delete(one.id(), null));
        assertThat(withdrawn("vk_token_expiry")).hasSize(2);
    }

    @Test
    void a_token_whose_time_is_over_leaves_the_pool_before_vk_has_to_say_so() {
        var node = node();
        var one = create(node, 1L, null);
        eventually(node, one, account -> {
            poke(node);
            return account.status() == Status.EXPIRED;
        });
        assertThat(node.callFailure("users.get").code()).isEqualTo("vk.no_live_token");
        assertThat(rig.calls(ONE, "users.get")).isZero();
        assertThat(notices("vk_token_expiry")).hasSize(1);
    }

    @Test
    void the_refresh_data_is_in_no_answer_no_log_line_and_no_column() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(lines);
        var ours = (Logger) LoggerFactory.getLogger("io.pult");
        Level before = ours.getLevel();
        ours.setLevel(Level.DEBUG);
        var said = new ArrayList<String>();
        try {
            var node = node();
            id.next(Next.REFUSE);
            var one = create(node, 60L, GRANT);
            said.add(Json.text(one));
            said.add(Json.text(eventually(node, one, account -> !account.refreshable())));
            said.add(GRANT.toString() + new Create.Body(1, Kind.USER, ONE, null, null, null, GRANT));
            said.add(life(Change.absent(), Change.to(GRANT)).toString());
            said.add(rig.pg.list(row -> row.getString(0), """
                            SELECT t::text FROM system_accounts t UNION ALL SELECT t::text FROM outbox t
                            """).await().toString());
        } finally {
            root.detachAppender(lines);
            ours.setLevel(before);
        }
        lines.list.forEach(line -> said.add(line.getFormattedMessage() + line.getKeyValuePairs()));
        assertThat(said)
                .hasSizeGreaterThan(5)
                .allSatisfy(text -> assertThat(text).doesNotContain("refresh-one", "device-1", "token-one"));
    }

    @Test
    void refresh_data_is_put_under_the_new_key_with_its_token() {
        var node = node();
        create(node, 3_600L, GRANT);
        rig.newKey();
        var newer = rig.node();
        newer.ask(JobStep.of("vk", "rekey"), new JobStep(UUID.randomUUID(), 0, null, Map.of()));
        var row = rig.pg
                .query("SELECT token, refresh, refresh_hash FROM system_accounts")
                .await()
                .iterator()
                .next();
        assertThat(rig.secrets().stale(row.getString("refresh"))).isFalse();
        assertThat(row.getString("refresh_hash")).startsWith(rig.secrets().currentKey() + ".");
        assertThat(newer.failure(
                                SystemAccountOps.CREATE,
                                new Create(new Create.Body(
                                        1002, Kind.USER, "vk2.a.token-two-0123456789", null, null, null, GRANT)))
                        .code())
                .isEqualTo("account.refresh_exists");
    }

    @Test
    void what_does_not_fit_together_is_refused_and_nothing_is_stored() {
        var node = node();
        assertThat(refusal(() -> new Create.Body(1, Kind.COMMUNITY, ONE, null, null, null, GRANT)))
                .isEqualTo("account.refresh_not_user");
        assertThat(refusal(() -> new Create.Body(1, Kind.USER, null, null, null, null, GRANT)))
                .isEqualTo("account.end_without_token");
        assertThat(refusal(() -> new Create.Body(1, Kind.USER, ONE, null, Instant.now(), 5L, null)))
                .isEqualTo("account.expiry_twice");
        assertThat(refusal(() -> new Create.Body(1, Kind.USER, ONE, null, null, -1L, null)))
                .isEqualTo("account.expiry_invalid");
        assertThat(refusal(() -> new Refresh("short", "1", "d"))).isEqualTo("account.refresh_token_malformed");
        assertThat(refusal(() -> new Refresh(REFRESH, "id1", "d"))).isEqualTo("account.client_id_malformed");
        assertThat(refusal(() -> new Refresh(REFRESH, "1", ""))).isEqualTo("account.device_id_malformed");
        var past = new Create(
                new Create.Body(1001, Kind.USER, ONE, null, Instant.now().minusSeconds(1), null, null));
        assertThat(node.failure(SystemAccountOps.CREATE, past).code()).isEqualTo("account.expired_already");
        assertThat(count("true")).isZero();

        var community = rig.community(node, "vk2.a.token-community-01234", 7);
        var change = new Update(community.id(), null, life(Change.absent(), Change.to(GRANT)));
        assertThat(node.failure(SystemAccountOps.UPDATE, change).code()).isEqualTo("account.refresh_not_user");
        var bare = VkRig.create(node, 1002, Kind.USER, null);
        var early = new Update(bare.id(), null, life(Change.to(5L), Change.absent()));
        assertThat(node.failure(SystemAccountOps.UPDATE, early).code()).isEqualTo("account.end_without_token");
    }

    private static String refusal(ThrowingCallable made) {
        return catchThrowableOfType(Failure.class, made).code();
    }

    private static Refresh grant(String token) {
        return new Refresh(token, "51000000", "device-1");
    }

    private static Update.Body life(Change<Long> expiresIn, Change<Refresh> refresh) {
        return new Update.Body(Change.absent(), Change.absent(), Change.absent(), expiresIn, refresh);
    }

    private SystemAccount create(Node node, long expiresIn, @Nullable Refresh refresh) {
        return node.ask(
                SystemAccountOps.CREATE,
                new Create(new Create.Body(1001, Kind.USER, ONE, "one", null, expiresIn, refresh)));
    }

    private void known(String token, long user) {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + token,
                new JsonObject().put("kind", "user").put("user_id", user));
    }

    /** The token that the account has now: the one it began with, or what VK ID gave last. */
    private String current(SystemAccount one) {
        return id.asked().isEmpty() ? ONE : VkIdFake.token(1001, id.asked().size());
    }

    private SystemAccount eventually(Node node, SystemAccount one, Predicate<SystemAccount> is) {
        VkRig.eventually("the account is as it should be", () -> is.test(node.account(one.id())));
        return node.account(one.id());
    }

    private Node node() {
        Node node = rig.node();
        rig.awaitRole();
        return node;
    }

    private static boolean lives(SystemAccount account) {
        return account.expiresAt() != null
                && account.expiresAt().isAfter(Instant.now().plusSeconds(3_000));
    }

    private void refreshNow(Node node, SystemAccount one) {
        rig.pg
                .query("UPDATE system_accounts SET expires_at = now() + interval '1 minute'")
                .await();
        poke(node);
        eventually(node, one, TokenRefreshIT::lives);
    }

    /** Any change makes the node look at what is due. */
    private static void poke(Node node) {
        node.bus().publish(SystemAccountOps.CHANGED, new SystemAccountOps.Changed(UUID.randomUUID(), Status.UNKNOWN));
    }

    /** The claim of a try under way lasts a minute; the wait after it never does, or longer. */
    private void putOff(int tries) {
        VkRig.eventually(
                "try " + tries + " is over",
                () -> count("refresh_tries = " + tries + " AND (refresh_at < now() + interval '55 seconds'"
                                + " OR refresh_at > now() + interval '61 seconds')")
                        == 1);
    }

    private int count(String condition) {
        return rig.pg
                .query("SELECT 1 FROM system_accounts WHERE " + condition)
                .await()
                .size();
    }

    /** The time until the next try has passed. */
    private void hurry(Node node) {
        rig.pg
                .query("UPDATE system_accounts SET refresh_at = now() WHERE refresh_at IS NOT NULL")
                .await();
        poke(node);
    }

    private List<String> notices(String kind) {
        return outbox(InboxOps.OPEN.id(), kind);
    }

    private List<String> withdrawn(String kind) {
        return outbox(InboxOps.WITHDRAW.id(), kind);
    }

    /** Nobody relays them here. */
    private List<String> outbox(String op, String kind) {
        return rig.pg
                .list(
                        row -> row.getString(0),
                        "SELECT body::text FROM outbox WHERE op = $1 AND body ->> 'kind' = $2",
                        op,
                        kind)
                .await();
    }
}
