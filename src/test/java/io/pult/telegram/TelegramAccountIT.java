package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.contract.telegram.TelegramAccount;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.contract.telegram.TelegramAccountOps.Delete;
import io.pult.contract.telegram.TelegramAccountOps.Get;
import io.pult.contract.telegram.TelegramAccountOps.Update;
import io.pult.infra.Cursor;
import io.pult.infra.Pg;
import io.pult.playground.telegram.Order;
import io.pult.support.Altered;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts as people keep them, from added to removed. */
class TelegramAccountIT {
    private static final Principal ADMIN = new Principal("user:" + UUID.randomUUID(), Set.of("USER", "ADMIN"));
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    private static TelegramRig rig;
    private static TelegramRig.Node node;
    private static int phones;
    private static int crowd;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(20);
        node = rig.node();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8 999 123-45-67", "+7", "+7 999 ABC", "+12345678901234567"})
    void a_wrong_phone_is_refused_and_nothing_is_stored(String phone) {
        int before = count();

        Failure refused = rig.failure(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("phone", phone)), ADMIN);

        assertThat(refused.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        assertThat(refused.code()).isEqualTo("account.phone_invalid");
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void a_phone_is_kept_as_e164_and_what_no_country_has_is_warned_of_in_the_askers_language() {
        var known = create(Map.of("phone", "00 7 (999) 765-43-21"));
        var anonymous = create(Map.of("phone", "+888 0765 4321"));

        assertThat(known.phone()).isEqualTo("+79997654321");
        assertThat(known.phoneFormatted()).isEqualTo("+7 999 765-43-21");
        assertThat(known.phoneWarning()).isNull();
        assertThat(anonymous.phone()).isEqualTo("+88807654321");
        assertThat(anonymous.phoneWarning()).contains("numbering plan");
        var russian = new Call(ADMIN, "r", deadline(), null, Locale.forLanguageTag("ru"), null);
        assertThat(Wait.on(rig.bus.ask(TelegramAccountOps.GET, new Get(anonymous.id()), russian))
                        .phoneWarning())
                .contains("плане нумерации");
    }

    @Test
    void of_two_that_are_added_with_one_phone_at_once_one_is_refused() {
        String phone = phone();
        List<Future<TelegramAccount>> both = List.of(
                rig.bus.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("phone", phone)), call(ADMIN)),
                rig.bus.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("phone", phone)), call(ADMIN)));

        Wait.on(Future.join(both).transform(done -> Future.succeededFuture()));

        assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(both.stream().filter(Future::failed).map(Future::cause))
                .allSatisfy(cause -> assertThat(((Failure) cause).code()).isEqualTo("account.phone_taken"));
    }

    @Test
    void the_same_key_adds_one_account() {
        var keyed = new Call(ADMIN, "r", deadline(), null, Locale.ENGLISH, "key-" + UUID.randomUUID());
        var request = TelegramAsks.creation(Map.of("phone", phone()));

        var first = Wait.on(rig.bus.ask(TelegramAccountOps.CREATE, request, keyed));
        var again = Wait.on(rig.bus.ask(TelegramAccountOps.CREATE, request, keyed));

        assertThat(again).isEqualTo(first);
        assertThat(first.state()).isEqualTo(State.NEW);
        assertThat(first.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void an_unknown_account_is_not_found_by_any_door() {
        UUID nobody = UUID.randomUUID();

        assertThat(rig.failure(TelegramAccountOps.GET, new Get(nobody), ADMIN).code())
                .isEqualTo("account.not_found");
        assertThat(rig.failure(TelegramAccountOps.UPDATE, TelegramAsks.update(nobody, "name", Change.to("x")), ADMIN)
                        .code())
                .isEqualTo("account.not_found");
        assertThat(rig.failure(TelegramAccountOps.DELETE, new Delete(nobody, true, null), ADMIN)
                        .code())
                .isEqualTo("account.not_found");
    }

    @Test
    void an_account_of_a_foreign_workspace_does_not_exist_and_neither_does_one_of_the_instance() {
        var theirs = create(Map.of("workspaceId", rig.workspace()));
        var instances = create(Map.of());
        UUID mine = rig.workspace();
        var owner = TelegramRig.member(mine, MemberRole.OWNER);

        for (UUID id : List.of(theirs.id(), instances.id())) {
            assertThat(rig.failure(TelegramAccountOps.GET, new Get(id), owner).code())
                    .isEqualTo("account.not_found");
            assertThat(rig.failure(TelegramAccountOps.UPDATE, TelegramAsks.update(id, "name", Change.to("x")), owner)
                            .code())
                    .isEqualTo("account.not_found");
            assertThat(rig.failure(TelegramAccountOps.DELETE, new Delete(id, null, null), owner)
                            .code())
                    .isEqualTo("account.not_found");
        }
        assertThat(rig.ask(TelegramAccountOps.LIST, TelegramAsks.list(Map.of()), owner)
                        .items())
                .isEmpty();
        var into = rig.failure(
                TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("workspaceId", theirs.workspaceId())), owner);
        assertThat(into.code()).isEqualTo("workspace.not_found");
        assertThat(rig.failure(
                                TelegramAccountOps.CREATE,
                                TelegramAsks.creation(Map.of("workspaceId", UUID.randomUUID())),
                                ADMIN)
                        .code())
                .isEqualTo("workspace.not_found");
    }

    @Test
    void members_do_what_their_role_lets_them() {
        UUID workspace = rig.workspace();
        var viewer = TelegramRig.member(workspace, MemberRole.VIEWER);
        var operator = TelegramRig.member(workspace, MemberRole.OPERATOR);
        var account =
                rig.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("workspaceId", workspace)), operator);

        assertThat(rig.ask(TelegramAccountOps.GET, new Get(account.id()), viewer)
                        .id())
                .isEqualTo(account.id());
        assertThat(rig.failure(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(account.id(), "name", Change.to("x")),
                                viewer)
                        .code())
                .isEqualTo("account.forbidden");
        assertThat(rig.ask(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(account.id(), "name", Change.to("x")),
                                operator)
                        .name())
                .isEqualTo("x");
        assertThat(rig.failure(TelegramAccountOps.DELETE, new Delete(account.id(), null, null), operator)
                        .code())
                .isEqualTo("account.forbidden");
        assertThat(rig.failure(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of()), operator)
                        .code())
                .isEqualTo("account.forbidden");
        assertThat(rig.failure(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(account.id(), "proxyId", Change.to(UUID.randomUUID())),
                                operator)
                        .code())
                .isEqualTo("account.forbidden");
    }

    @Test
    void a_stale_if_match_changes_and_removes_nothing() {
        var account = create(Map.of());
        var renamed = rig.ask(
                TelegramAccountOps.UPDATE, TelegramAsks.update(account.id(), "name", Change.to("Second")), ADMIN);

        var stale = new Update(account.id(), account.version(), TelegramAsks.body("name", Change.to("Third")));
        assertThat(rig.failure(TelegramAccountOps.UPDATE, stale, ADMIN).kind()).isEqualTo(Failure.Kind.STALE);
        var gone = new Delete(account.id(), null, account.version());
        assertThat(rig.failure(TelegramAccountOps.DELETE, gone, ADMIN).kind()).isEqualTo(Failure.Kind.STALE);

        assertThat(get(account.id()).name()).isEqualTo("Second");
        assertThat(renamed.version()).isEqualTo(account.version() + 1);
    }

    @Test
    void a_bad_cursor_or_order_is_refused() {
        var ofNames = new Cursor("name", List.of("x", UUID.randomUUID().toString())).encode();
        var notTime =
                new Cursor("-created_at", List.of("yesterday", UUID.randomUUID().toString())).encode();
        var notId = new Cursor("-created_at", List.of(Instant.now().toString(), "1")).encode();

        for (String cursor : List.of("x", ofNames, notTime, notId)) {
            assertThat(rig.failure(TelegramAccountOps.LIST, TelegramAsks.list(Map.of("cursor", cursor)), ADMIN)
                            .code())
                    .isEqualTo("cursor.invalid");
        }
        assertThat(rig.failure(TelegramAccountOps.LIST, TelegramAsks.list(Map.of("sort", "api_hash")), ADMIN)
                        .code())
                .isEqualTo("sort.unknown");
        assertThat(rig.failure(TelegramAccountOps.LIST, TelegramAsks.list(Map.of("limit", 201)), ADMIN)
                        .code())
                .isEqualTo("limit.invalid");
    }

    @Test
    void pages_follow_each_other_in_every_order() {
        UUID workspace = rig.workspace();
        for (String name : List.of("b", "a", "b", "c", "a")) {
            create(Map.of("workspaceId", workspace, "name", name, "phone", phone()));
        }
        create(Map.of("workspaceId", workspace, "name", "b"));
        Map<String, Comparator<TelegramAccount>> orders = Map.of(
                "created_at", Comparator.comparing(TelegramAccount::createdAt),
                "updated_at", Comparator.comparing(TelegramAccount::updatedAt),
                "name", Comparator.comparing(TelegramAccount::name),
                "phone", Comparator.comparing(account -> account.phone() == null ? "" : account.phone()));

        orders.forEach((word, order) -> {
            assertThat(walk(workspace, word)).hasSize(6).doesNotHaveDuplicates().isSortedAccordingTo(order);
            assertThat(walk(workspace, "-" + word))
                    .hasSize(6)
                    .doesNotHaveDuplicates()
                    .isSortedAccordingTo(order.reversed());
        });
    }

    private static List<TelegramAccount> walk(UUID workspace, String sort) {
        List<TelegramAccount> all = new ArrayList<>();
        String cursor = null;
        do {
            var asked =
                    new HashMap<String, @Nullable Object>(Map.of("workspaceId", workspace, "sort", sort, "limit", 2));
            asked.put("cursor", cursor);
            Page<TelegramAccount> page = rig.ask(TelegramAccountOps.LIST, TelegramAsks.list(asked), ADMIN);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    @Test
    void filters_find_what_they_name_and_a_flood_is_a_state() throws Exception {
        UUID workspace = rig.workspace();
        var plain = create(Map.of("workspaceId", workspace, "name", "50% of_it", "labels", List.of("news", "news")));
        var paused = create(Map.of("workspaceId", workspace, "status", Status.PAUSED, "phone", phone()));
        UUID ready = signedIn();
        UUID flooded = signedIn();
        move(ready, workspace);
        move(flooded, workspace);
        Instant end = Instant.now().plusSeconds(600);
        flood(flooded, "messages.sendMessage", end);
        flood(flooded, "contacts.resolveUsername", Instant.now().plusSeconds(60));
        flood(ready, "messages.sendMessage", Instant.now().minusSeconds(1));

        assertThat(plain.labels()).containsExactly("news");
        assertThat(ids(Map.of("workspaceId", workspace, "label", "news"))).containsExactly(plain.id());
        assertThat(ids(Map.of("workspaceId", workspace, "q", "% of_"))).containsExactly(plain.id());
        assertThat(ids(Map.of("workspaceId", workspace, "q", "0% o%"))).isEmpty();
        assertThat(ids(Map.of("q", String.valueOf(paused.phone()).substring(4))))
                .containsExactly(paused.id());
        assertThat(ids(Map.of("workspaceId", workspace, "status", Status.PAUSED)))
                .containsExactly(paused.id());
        assertThat(ids(Map.of("workspaceId", workspace, "state", State.FLOOD))).containsExactly(flooded);
        assertThat(ids(Map.of("workspaceId", workspace, "state", State.READY))).containsExactly(ready);
        assertThat(ids(Map.of("workspaceId", workspace, "state", State.NEW)))
                .containsExactlyInAnyOrder(plain.id(), paused.id());
        Wait.until(
                "both are held",
                () -> ids(Map.of("workspaceId", workspace, "node", "node-1")).size() == 2);
        assertThat(ids(Map.of("proxyId", UUID.randomUUID()))).isEmpty();
        assertThat(get(flooded).until()).isBetween(end.minusMillis(1), end.plusMillis(1));
        assertThat(get(ready).until()).isNull();
    }

    @Test
    void a_paused_account_is_disconnected_by_its_owner_and_an_active_one_connected_again() throws Exception {
        UUID id = signedIn();
        untilConnected(id);
        var told = new CopyOnWriteArrayList<Changed>();
        Wait.on(rig.bus.onEvery(TelegramAccountOps.CHANGED, event -> told.add(event.body())));

        var paused =
                rig.ask(TelegramAccountOps.UPDATE, TelegramAsks.update(id, "status", Change.to(Status.PAUSED)), ADMIN);

        assertThat(paused.state()).isEqualTo(State.STOPPED);
        Wait.until("nobody holds it", () -> get(id).node() == null);
        assertThat(rig.connected(id)).isFalse();
        assertThat(get(id).state()).isEqualTo(State.STOPPED);
        assertThat(unsettled(id)).isFalse();
        assertThat(told).contains(new Changed(id, null, State.STOPPED));

        // Now that nobody holds it, the table alone says what is to be.
        var active =
                rig.ask(TelegramAccountOps.UPDATE, TelegramAsks.update(id, "status", Change.to(Status.ACTIVE)), ADMIN);
        assertThat(active.state()).isEqualTo(State.READY);
        untilConnected(id);
        assertThat(rig.duplicates()).isZero();
    }

    @Tag("check") // waits for a sweep, which comes every ten seconds
    @Test
    void a_change_that_nobody_was_asked_about_is_found_by_the_sweep() throws Exception {
        UUID id = signedIn();
        untilConnected(id);
        Wait.on(rig.pg.query("UPDATE accounts SET status = 'paused', unsettled = gen_random_uuid() WHERE id = $1", id));

        Wait.until("it is stopped and nobody's", () -> get(id).state() == State.STOPPED && get(id).node() == null);
        Wait.until("nothing is left to be acted upon", () -> !unsettled(id));

        Wait.on(rig.pg.query("UPDATE accounts SET status = 'active', unsettled = gen_random_uuid() WHERE id = $1", id));
        untilConnected(id);
        assertThat(rig.duplicates()).isZero();
    }

    @Test
    void a_workspace_stays_as_long_as_accounts_belong_to_it() {
        UUID workspace = rig.workspace();
        create(Map.of("workspaceId", workspace));

        Throwable refused = Wait.failureOf(rig.pg.query("DELETE FROM workspace WHERE id = $1", workspace));

        assertThat(Pg.violates(refused, "accounts_workspace")).isTrue();
    }

    @Test
    void what_a_sign_in_hangs_on_stays_while_the_account_is_signed_in() throws Exception {
        UUID id = signedIn();

        assertThat(rig.failure(TelegramAccountOps.UPDATE, TelegramAsks.update(id, "phone", Change.to(phone())), ADMIN)
                        .code())
                .isEqualTo("account.signed_in");
        var app = new Update(
                id,
                null,
                Altered.record(TelegramAsks.UNCHANGED, Map.of("apiId", Change.to(5), "apiHash", Change.to(HASH))));
        assertThat(rig.failure(TelegramAccountOps.UPDATE, app, ADMIN).code()).isEqualTo("account.signed_in");

        var fresh = create(Map.of("phone", phone()));
        String other = phone();
        assertThat(rig.ask(TelegramAccountOps.UPDATE, TelegramAsks.update(fresh.id(), "phone", Change.to(other)), ADMIN)
                        .phone())
                .isEqualTo(other);
        String taken = String.valueOf(get(id).phone());
        assertThat(rig.failure(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(fresh.id(), "phone", Change.to(taken)),
                                ADMIN)
                        .code())
                .isEqualTo("account.phone_taken");
        Wait.on(rig.pg.query("UPDATE telegram_session SET state = 'code_sent' WHERE account_id = $1", fresh.id()));
        assertThat(rig.failure(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(fresh.id(), "phone", Change.to(phone())),
                                ADMIN)
                        .code())
                .isEqualTo("account.signing_in");
    }

    @Test
    void an_account_goes_to_another_workspace_by_an_owner_of_both_and_keeps_its_application() throws Exception {
        UUID from = rig.workspace();
        UUID to = rig.workspace();
        UUID id = signedIn();
        move(id, from);
        var half = TelegramRig.member(from, MemberRole.OWNER);
        var both = new Principal(
                "user:" + UUID.randomUUID(),
                Set.of("USER"),
                Map.of(from.toString(), MemberRole.OWNER, to.toString(), MemberRole.OWNER),
                null);

        assertThat(rig.failure(TelegramAccountOps.UPDATE, TelegramAsks.update(id, "workspaceId", Change.to(to)), half)
                        .code())
                .isEqualTo("workspace.not_found");
        var moved = rig.ask(TelegramAccountOps.UPDATE, TelegramAsks.update(id, "workspaceId", Change.to(to)), both);

        assertThat(moved.workspaceId()).isEqualTo(to);
        assertThat(moved.apiId()).isEqualTo(17);
        assertThat(rig.failure(TelegramAccountOps.GET, new Get(id), half).code())
                .isEqualTo("account.not_found");
    }

    @Test
    void a_removed_account_is_disconnected_and_gone_with_its_key() throws Exception {
        UUID id = signedIn();
        untilConnected(id);
        UUID fresh = create(Map.of()).id();
        long key = rig.keyOf(id);

        rig.ask(TelegramAccountOps.DELETE, new Delete(id, null, null), ADMIN);
        rig.ask(TelegramAccountOps.DELETE, new Delete(fresh, true, null), ADMIN);

        assertThat(rig.failure(TelegramAccountOps.DELETE, new Delete(id, null, null), ADMIN)
                        .code())
                .isEqualTo("account.not_found");
        assertThat(Wait.on(rig.pg.query("SELECT FROM telegram_session WHERE account_id = ANY ($1)", (Object)
                                new UUID[] {id, fresh}))
                        .size())
                .isZero();
        Wait.until("its connection is closed", () -> !rig.connected(key));
    }

    @Test
    void with_log_out_the_session_is_ended_at_telegram_too_also_of_a_paused_account() throws Exception {
        int number = crowd;
        UUID id = signedIn();
        UUID paused = signedIn();
        untilConnected(id);
        untilConnected(paused);
        rig.ask(TelegramAccountOps.UPDATE, TelegramAsks.update(paused, "status", Change.to(Status.PAUSED)), ADMIN);

        rig.ask(TelegramAccountOps.DELETE, new Delete(id, true, null), ADMIN);
        rig.ask(TelegramAccountOps.DELETE, new Delete(paused, true, null), ADMIN);

        // Whoever brought the same keys again would find that they are nobody's.
        for (UUID again : rig.signedIn(number, number + 2)) {
            Wait.until("it is lost", () -> get(again).state() == State.LOST);
        }
        assertThat(rig.duplicates()).isZero();
    }

    @Test
    void nothing_is_removed_when_telegram_does_not_end_the_session() throws Exception {
        UUID id = signedIn();
        untilConnected(id);
        rig.standIn.world().order(Order.refuse("auth.logOut", 400, "NOT_NOW"), 1);

        Failure failure = rig.failure(TelegramAccountOps.DELETE, new Delete(id, true, null), ADMIN);

        assertThat(failure.code()).isEqualTo("account.not_logged_out");
        assertThat(get(id).state()).isEqualTo(State.READY);
        untilConnected(id);
        rig.ask(TelegramAccountOps.DELETE, new Delete(id, false, null), ADMIN);
    }

    @Test
    void two_who_remove_one_account_at_once_remove_it_once() throws Exception {
        UUID id = signedIn();
        untilConnected(id);
        var both = List.of(
                rig.bus.ask(TelegramAccountOps.DELETE, new Delete(id, null, null), call(ADMIN)),
                rig.bus.ask(TelegramAccountOps.DELETE, new Delete(id, null, null), call(ADMIN)));

        Wait.on(Future.join(both).transform(done -> Future.succeededFuture()));

        assertThat(both.stream().filter(Future::failed).map(Future::cause))
                .hasSizeLessThan(2)
                .allSatisfy(cause -> assertThat(((Failure) cause).code()).isEqualTo("account.not_found"));
        assertThat(rig.failure(TelegramAccountOps.GET, new Get(id), ADMIN).code())
                .isEqualTo("account.not_found");
    }

    @Test
    void the_audit_is_told_who_did_what_without_what_was_written() throws Exception {
        var account = create(Map.of("apiId", 5, "apiHash", HASH, "phone", phone()));
        rig.ask(
                TelegramAccountOps.UPDATE,
                TelegramAsks.update(account.id(), "name", Change.to("Somebody's name")),
                ADMIN);
        rig.ask(TelegramAccountOps.DELETE, new Delete(account.id(), null, null), ADMIN);

        String told = Wait.on(rig.pg.list(row -> row.getString(0), "SELECT t::text FROM outbox t"))
                .toString();
        assertThat(told)
                .contains("telegram_account.added")
                .contains("telegram_account.changed")
                .contains("telegram_account.removed")
                .contains(ADMIN.subject())
                .doesNotContain(HASH)
                .doesNotContain("Somebody's name")
                .doesNotContain(String.valueOf(account.phone()));
    }

    @Test
    void names_labels_and_applications_have_a_form() {
        for (var wrong : List.of(
                Map.of("name", "x".repeat(201)),
                Map.of("labels", List.of(" ")),
                Map.of("labels", List.of("x".repeat(51))),
                Map.of("apiId", 5),
                Map.of("apiId", 5, "apiHash", "not a hash"))) {
            assertThat(catchThrowable(() -> TelegramAsks.creation(wrong))).isInstanceOf(Failure.class);
        }
    }

    // How the tests ask.

    private static TelegramAccount create(Map<String, ?> changes) {
        return rig.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(changes), ADMIN);
    }

    private static TelegramAccount get(UUID id) {
        return rig.ask(TelegramAccountOps.GET, new Get(id), ADMIN);
    }

    private static List<UUID> ids(Map<String, ?> filters) {
        return rig.ask(TelegramAccountOps.LIST, TelegramAsks.list(filters), ADMIN).items().stream()
                .map(TelegramAccount::id)
                .toList();
    }

    private static String phone() {
        return "+7999%07d".formatted(++phones);
    }

    /** One of the crowd's, ready to be held. */
    private static UUID signedIn() throws Exception {
        int number = crowd++;
        return rig.signedIn(number, number + 1).get(0);
    }

    private static void move(UUID account, UUID workspace) {
        Wait.on(rig.pg.query("UPDATE accounts SET workspace_id = $2 WHERE id = $1", account, workspace));
    }

    private static void flood(UUID account, String method, Instant until) {
        Wait.on(rig.pg.query(
                "INSERT INTO telegram_flood (account_id, method, error, seconds, until) VALUES ($1, $2, 'FLOOD_WAIT', 60, $3)",
                account,
                method,
                until));
    }

    private static void untilConnected(UUID account) throws Exception {
        Wait.until("it is connected", () -> rig.connected(account));
    }

    private static boolean unsettled(UUID account) {
        return Wait.on(rig.pg.query("SELECT FROM accounts WHERE id = $1 AND unsettled IS NOT NULL", account))
                        .size()
                > 0;
    }

    private static int count() {
        return Wait.on(rig.pg.query("SELECT count(*) FROM accounts"))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static Call call(Principal asker) {
        return Call.by(asker, Duration.ofSeconds(10));
    }

    private static long deadline() {
        return System.nanoTime() + Duration.ofSeconds(10).toNanos();
    }
}
