package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.telegram.Proxy;
import io.pult.contract.telegram.Proxy.Kind;
import io.pult.contract.telegram.ProxyOps;
import io.pult.contract.telegram.ProxyOps.Add;
import io.pult.contract.telegram.ProxyOps.Check;
import io.pult.contract.telegram.ProxyOps.Delete;
import io.pult.contract.telegram.ProxyOps.Get;
import io.pult.contract.telegram.ProxyOps.ListProxies;
import io.pult.contract.telegram.ProxyOps.Paste;
import io.pult.contract.telegram.ProxyOps.Pasted;
import io.pult.contract.telegram.ProxyOps.Pasted.Result;
import io.pult.contract.telegram.ProxyOps.Update;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.mtproto.transport.SocksServer;
import io.pult.support.Altered;
import io.pult.support.Wait;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proxies as administrators keep them, and accounts that connect through them. */
class ProxyIT {
    private static final String PASSWORD = "hunter2-hunter2";
    private static final Update.Body UNCHANGED = new Update.Body(
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent());

    private static final List<Changed> told = new CopyOnWriteArrayList<>();

    private static TelegramRig rig;
    private static int crowd;
    private static int hosts;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(20);
        rig.node();
        Wait.on(rig.bus.onEvery(TelegramAccountOps.CHANGED, event -> told.add(event.body())));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void a_pasted_list_is_answered_line_by_line_and_nothing_of_a_line_is_repeated() {
        String first = host();
        String second = host();
        rig.ask(ProxyOps.ADD, add(second, 1080, null, null));

        Pasted pasted =
                rig.ask(ProxyOps.PASTE, new Paste(new Paste.Body("""
                # bought today
                %1$s:1080

                %1$s:1080:user:%3$s
                not-a-proxy:%3$s
                %2$s:1080
                socks5://%1$s:1080
                http://user:%3$s@%1$s:3128
                tg://proxy?server=%1$s&port=443&secret=0123456789abcdef0123456789abcdef
                """.formatted(first, second, PASSWORD), "bought", 3)));

        assertThat(pasted.lines()).extracting(ProxyOps.Pasted.Line::line).containsExactly(2, 4, 5, 6, 7, 8, 9);
        assertThat(pasted.lines())
                .extracting(ProxyOps.Pasted.Line::result)
                .containsExactly(
                        Result.ADDED,
                        Result.ADDED,
                        Result.REFUSED,
                        Result.KNOWN,
                        Result.KNOWN,
                        Result.REFUSED,
                        Result.ADDED);
        assertThat(pasted.lines().get(4).id()).isEqualTo(pasted.lines().get(0).id());
        assertThat(pasted.lines().get(5).code()).isEqualTo("proxy.kind_unsupported");
        assertThat(List.of(pasted.added(), pasted.known(), pasted.refused())).containsExactly(3, 2, 2);
        var withPassword = get(idOf(pasted, 4));
        assertThat(withPassword.withSecret()).isTrue();
        assertThat(withPassword.maxAccounts()).isEqualTo(3);
        assertThat(withPassword.label()).isEqualTo("bought");
        String everything = Json.text(pasted)
                + Json.text(withPassword)
                + Wait.on(rig.pg.list(
                        row -> row.getString(0),
                        "SELECT t::text FROM proxies t UNION ALL SELECT t::text FROM outbox t"));
        assertThat(everything).doesNotContain(PASSWORD).doesNotContain("0123456789abcdef0123456789abcdef");
    }

    @Test
    void a_proxy_with_something_wrong_is_refused_and_so_is_one_that_is_there_already() {
        String host = host();
        rig.ask(ProxyOps.ADD, add(host, 1080, "user", PASSWORD));

        assertThat(rig.failure(ProxyOps.ADD, add(host.toUpperCase(java.util.Locale.ROOT), 1080, "user", "x"))
                        .code())
                .isEqualTo("proxy.known");
        assertThat(rig.failure(ProxyOps.ADD, add("no host", 1080, null, null)).code())
                .isEqualTo("proxy.host_invalid");
        assertThat(rig.failure(ProxyOps.ADD, add(host, 0, null, null)).code()).isEqualTo("proxy.port_invalid");
        assertThat(rig.failure(ProxyOps.ADD, add(host, 1, "user", null)).code())
                .isEqualTo("proxy.credentials_incomplete");
        var secretless = new Add(new Add.Body(Kind.MTPROXY, host, 443, null, null, null, null, null));
        assertThat(rig.failure(ProxyOps.ADD, secretless).code()).isEqualTo("proxy.secret_invalid");
        var mixed = new Add(new Add.Body(Kind.MTPROXY, host, 443, null, PASSWORD, null, null, null));
        assertThat(rig.failure(ProxyOps.ADD, mixed).code()).isEqualTo("proxy.credentials_invalid");
        assertThat(rig.failure(ProxyOps.GET, new Get(UUID.randomUUID())).code()).isEqualTo("proxy.not_found");
        assertThat(rig.failure(ProxyOps.LIST, new ListProxies(null, null, null, null, null, "x"))
                        .code())
                .isEqualTo("cursor.invalid");
    }

    @Test
    void a_stale_if_match_changes_nothing_and_a_password_can_be_changed_and_taken_away() {
        Proxy proxy = rig.ask(ProxyOps.ADD, add(host(), 1080, "user", PASSWORD));
        Proxy changed = rig.ask(ProxyOps.UPDATE, update(proxy.id(), "password", Change.to("another")));

        var stale =
                new Update(proxy.id(), proxy.version(), Altered.record(UNCHANGED, Map.of("label", Change.to("late"))));
        assertThat(rig.failure(ProxyOps.UPDATE, stale).kind()).isEqualTo(Failure.Kind.STALE);
        assertThat(changed.withSecret()).isTrue();
        Proxy open = rig.ask(ProxyOps.UPDATE, update(proxy.id(), "username", Change.to(null)));
        assertThat(open.withSecret()).isFalse();
        assertThat(open.username()).isNull();
        assertThat(rig.failure(ProxyOps.UPDATE, update(proxy.id(), "secret", Change.to("00")))
                        .code())
                .isEqualTo("proxy.credentials_invalid");
    }

    @Test
    void proxies_are_listed_by_what_they_are_page_by_page() {
        UUID full =
                rig.ask(ProxyOps.ADD, add(host(), 1080, null, null, "paged", 1)).id();
        UUID dead =
                rig.ask(ProxyOps.ADD, add(host(), 1080, null, null, "paged", 1)).id();
        UUID free =
                rig.ask(ProxyOps.ADD, add(host(), 1080, null, null, "paged", 1)).id();
        account(full);
        Wait.on(rig.pg.query("UPDATE proxies SET checked_at = now(), reachable = false WHERE id = $1", dead));

        assertThat(ids(Map.of("free", true))).containsExactly(free);
        assertThat(ids(Map.of("free", false))).containsExactly(dead, full);
        assertThat(ids(Map.of("reachable", false))).containsExactly(dead);
        assertThat(ids(Map.of("kind", Kind.MTPROXY))).isEmpty();
        var first = rig.ask(ProxyOps.LIST, list(Map.of("limit", 2)));
        assertThat(first.items()).extracting(Proxy::id).containsExactly(free, dead);
        var next = new HashMap<String, @Nullable Object>(Map.of("limit", 2));
        next.put("cursor", first.next());
        assertThat(rig.ask(ProxyOps.LIST, list(next)).items())
                .extracting(Proxy::id)
                .containsExactly(full);
    }

    @Test
    void a_check_tells_how_far_it_is_to_telegram_and_where_it_comes_out() throws Exception {
        var socks = Wait.on(new SocksServer(rig.vertx, "user:" + PASSWORD).listen(0));
        UUID id = rig.ask(ProxyOps.ADD, add(socks, "user", PASSWORD)).id();

        Proxy.Check seen = rig.ask(ProxyOps.CHECK, new Check(id)).check();

        assertThat(seen).isNotNull();
        assertThat(seen.reachable()).isTrue();
        assertThat(seen.error()).isNull();
        assertThat(seen.exitCountry()).isEqualTo("NL");
        assertThat(seen.latencyMs()).isBetween(0, 20_000);
        assertThat(socks.requests()).isNotEmpty();
        assertThat(get(id).check()).isEqualTo(seen);
        Wait.until("it leaves nothing open", () -> socks.relaying() == 0);
        Wait.on(socks.stop());
    }

    @Test
    void a_wrong_password_and_a_dead_proxy_are_the_proxys_fault_and_said_without_the_password() throws Exception {
        var socks = Wait.on(new SocksServer(rig.vertx, "user:right").listen(0));
        UUID wrong = rig.ask(ProxyOps.ADD, add(socks, "user", PASSWORD)).id();

        Proxy.Check seen = rig.ask(ProxyOps.CHECK, new Check(wrong)).check();
        assertThat(seen).isNotNull();
        assertThat(seen.reachable()).isFalse();
        assertThat(seen.error()).contains("refuses the user").doesNotContain(PASSWORD);
        assertThat(seen.latencyMs()).isNull();

        Wait.on(socks.stop());
        Proxy.Check dead = rig.ask(ProxyOps.CHECK, new Check(wrong)).check();
        assertThat(dead).isNotNull();
        assertThat(dead.reachable()).isFalse();
        assertThat(dead.error()).contains("cannot be reached");
    }

    @ParameterizedTest
    @EnumSource(
            value = SocksServer.Fault.class,
            names = {"DIES_AFTER_GREETING", "DIES_AFTER_REQUEST", "REFUSES"})
    void a_proxy_that_does_not_connect_is_at_fault(SocksServer.Fault fault) throws Exception {
        var socks = Wait.on(new SocksServer(rig.vertx, null).listen(0));
        socks.fault(fault);
        UUID id = rig.ask(ProxyOps.ADD, add(socks, null, null)).id();

        Proxy.Check seen = rig.ask(ProxyOps.CHECK, new Check(id)).check();

        assertThat(seen).isNotNull();
        assertThat(seen.reachable()).isFalse();
        Wait.on(socks.stop());
    }

    @Test
    void another_proxy_and_another_address_take_effect_when_the_old_connection_is_closed() throws Exception {
        var first = Wait.on(new SocksServer(rig.vertx, null).listen(0));
        var second = Wait.on(new SocksServer(rig.vertx, null).listen(0));
        var third = Wait.on(new SocksServer(rig.vertx, null).listen(0));
        UUID one = rig.ask(ProxyOps.ADD, add(first, null, null)).id();
        UUID two = rig.ask(ProxyOps.ADD, add(second, null, null)).id();
        UUID account = signedIn(one);
        Wait.until("it is connected through the first", () -> first.relaying() == 1 && rig.connected(account));

        rig.ask(TelegramAccountOps.UPDATE, TelegramAsks.update(account, "proxyId", Change.to(two)));
        Wait.until("it went to the second", () -> first.relaying() == 0 && second.relaying() == 1);

        rig.ask(
                ProxyOps.UPDATE,
                new Update(
                        two,
                        null,
                        Altered.record(
                                UNCHANGED,
                                Map.of("port", Change.to(third.address().port())))));
        Wait.until("it follows the address", () -> second.relaying() == 0 && third.relaying() == 1);

        told.clear();
        rig.ask(ProxyOps.DELETE, new Delete(two, one, null));
        Wait.until("that was told", () -> told.contains(new Changed(account, null, State.READY)));
        Wait.until("it moved to the replacement", () -> third.relaying() == 0 && first.relaying() == 1);
        assertThat(rig.failure(ProxyOps.GET, new Get(two)).code()).isEqualTo("proxy.not_found");
        assertThat(get(one).accounts()).isEqualTo(1);
        assertThat(rig.duplicates()).isZero();
        rig.ask(TelegramAccountOps.DELETE, new TelegramAccountOps.Delete(account, null, null));
        Wait.until("it is closed", () -> first.relaying() == 0);
    }

    @Test
    void a_proxy_in_use_is_not_removed_without_a_replacement_that_has_room() {
        UUID used = rig.ask(ProxyOps.ADD, add(host(), 1080, null, null)).id();
        UUID small = rig.ask(ProxyOps.ADD, add(host(), 1080, null, null, "", 1)).id();
        account(used);
        account(used);

        Failure refused = rig.failure(ProxyOps.DELETE, new Delete(used, null, null));
        assertThat(refused.code()).isEqualTo("proxy.in_use");
        assertThat(refused.details()).containsEntry("accounts", 2);
        assertThat(rig.failure(ProxyOps.DELETE, new Delete(used, small, null)).code())
                .isEqualTo("proxy.full");
        assertThat(rig.failure(ProxyOps.DELETE, new Delete(used, used, null)).code())
                .isEqualTo("proxy.replaces_itself");
        assertThat(rig.failure(ProxyOps.DELETE, new Delete(used, UUID.randomUUID(), null))
                        .code())
                .isEqualTo("proxy.unknown");
        assertThat(rig.failure(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(account(small), "proxyId", Change.to(UUID.randomUUID())))
                        .code())
                .isEqualTo("proxy.unknown");
        assertThat(rig.failure(
                                TelegramAccountOps.UPDATE,
                                TelegramAsks.update(account(used), "proxyId", Change.to(small)))
                        .code())
                .isEqualTo("proxy.full");

        rig.ask(ProxyOps.UPDATE, update(small, "maxAccounts", Change.to(4)));
        rig.ask(ProxyOps.DELETE, new Delete(used, small, null));
        assertThat(get(small).accounts()).isEqualTo(4);
    }

    @Test
    void a_banned_account_gets_no_other_way_out_by_any_door() {
        UUID kept = rig.ask(ProxyOps.ADD, add(host(), 1080, null, null)).id();
        UUID other = rig.ask(ProxyOps.ADD, add(host(), 1080, null, null)).id();
        UUID banned = account(kept);
        Wait.on(rig.pg.query("UPDATE telegram_session SET state = 'banned' WHERE account_id = $1", banned));

        for (UUID next : new @Nullable UUID[] {other, null}) {
            assertThat(rig.failure(TelegramAccountOps.UPDATE, TelegramAsks.update(banned, "proxyId", Change.to(next)))
                            .code())
                    .isEqualTo("account.banned");
        }
        assertThat(rig.failure(ProxyOps.UPDATE, update(kept, "host", Change.to(host())))
                        .code())
                .isEqualTo("account.banned");
        assertThat(rig.failure(ProxyOps.DELETE, new Delete(kept, other, null)).code())
                .isEqualTo("account.banned");
        assertThat(rig.ask(ProxyOps.UPDATE, update(kept, "label", Change.to("kept")))
                        .label())
                .isEqualTo("kept");
    }

    // How the tests ask.

    private static String host() {
        return "proxy-" + ++hosts + ".example.org";
    }

    private static Add add(String host, int port, @Nullable String user, @Nullable String password) {
        return add(host, port, user, password, "", null);
    }

    private static Add add(
            String host,
            int port,
            @Nullable String user,
            @Nullable String password,
            String label,
            @Nullable Integer maxAccounts) {
        return new Add(new Add.Body(Kind.SOCKS5, host, port, user, password, null, label, maxAccounts));
    }

    private static Add add(SocksServer socks, @Nullable String user, @Nullable String password) {
        return add(socks.address().host(), socks.address().port(), user, password);
    }

    private static Update update(UUID id, String field, Change<?> change) {
        return new Update(id, null, Altered.record(UNCHANGED, Map.of(field, change)));
    }

    private static ListProxies list(Map<String, ?> filters) {
        var all = new HashMap<String, @Nullable Object>(filters);
        all.put("q", "paged");
        return Altered.record(new ListProxies(null, null, null, null, null, null), all);
    }

    private static List<UUID> ids(Map<String, ?> filters) {
        return rig.ask(ProxyOps.LIST, list(filters)).items().stream()
                .map(Proxy::id)
                .toList();
    }

    private static Proxy get(UUID id) {
        return rig.ask(ProxyOps.GET, new Get(id));
    }

    private static UUID idOf(Pasted pasted, int line) {
        return pasted.lines().stream()
                .filter(each -> each.line() == line)
                .map(ProxyOps.Pasted.Line::id)
                .findFirst()
                .orElseThrow();
    }

    /** One that is not signed in. */
    private static UUID account(UUID proxy) {
        return rig.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("proxyId", proxy)))
                .id();
    }

    private static UUID signedIn(UUID proxy) throws Exception {
        int number = crowd++;
        return rig.signedIn(number, number + 1, proxy).get(0);
    }
}
