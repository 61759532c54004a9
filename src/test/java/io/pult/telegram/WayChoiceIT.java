package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.infra.Migrations;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Secrets;
import io.pult.mtproto.transport.Exit;
import io.pult.support.Chance;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How accounts come to their way out, by two nodes that do not know of each other. */
class WayChoiceIT {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final PgSettings postgres = PgSettings.of(TestStores.database().toString());
    private final Pg one = Pg.open(vertx, postgres);
    private final Pg two = Pg.open(vertx, postgres);
    private SessionSeal seal;

    @BeforeEach
    void migrate() throws Exception {
        Path keys = folder.resolve("keys");
        Secrets.generate(keys);
        seal = new SessionSeal(Secrets.load(keys));
        Wait.on(Migrations.run(vertx, postgres));
    }

    @AfterEach
    void close() {
        Wait.on(one.close());
        Wait.on(two.close());
        Wait.on(vertx.close());
    }

    @Test
    void two_nodes_at_once_never_put_more_accounts_on_a_proxy_than_it_takes() {
        List<UUID> proxies = proxies(5, 3);
        List<SessionRow> rows = accounts(20);
        List<Future<Exit>> chosen = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            chosen.add(choice(i % 2 == 0 ? one : two, false).exitOf(rows.get(i)));
        }

        Wait.on(Future.join(chosen).transform(done -> Future.succeededFuture()));

        assertThat(chosen.stream().filter(Future::succeeded)).hasSize(15);
        assertThat(chosen.stream().filter(Future::failed).map(Future::cause))
                .allSatisfy(cause -> assertThat(((Failure) cause).code()).isEqualTo("proxy.none_free"));
        assertThat(onEach())
                .hasSameSizeAs(proxies)
                .allSatisfy((proxy, accounts) -> assertThat(accounts).isEqualTo(3L));
        assertThat(ways("direct")).isZero();
    }

    @Test
    void the_choice_is_random_and_then_stays() {
        proxies(3, 100);
        var choice = choice(one, false);
        List<SessionRow> rows = accounts(30);
        var first = new HashMap<UUID, Exit>();
        rows.forEach(row -> first.put(row.account(), Wait.on(choice.exitOf(row))));

        assertThat(new HashSet<>(first.values())).hasSize(3);
        rows.forEach(row -> {
            // As the row was before the choice, and as it is now.
            assertThat(Wait.on(choice(two, false).exitOf(row))).isEqualTo(first.get(row.account()));
            assertThat(Wait.on(choice(two, true).exitOf(row(row.account())))).isEqualTo(first.get(row.account()));
        });
    }

    @Test
    void one_account_that_two_nodes_ask_for_at_once_gets_one_way() {
        proxies(5, 10);
        for (SessionRow row : accounts(10)) {
            var left = choice(one, false).exitOf(row);
            var right = choice(two, false).exitOf(row);
            assertThat(Wait.on(left)).isEqualTo(Wait.on(right));
        }
    }

    @Test
    void a_proxy_that_is_known_to_be_unreachable_is_not_chosen() {
        List<UUID> proxies = proxies(2, 10);
        Wait.on(one.query("UPDATE proxies SET reachable = false, checked_at = now() WHERE id = $1", proxies.get(0)));

        for (SessionRow row : accounts(10)) {
            Wait.on(choice(one, false).exitOf(row));
        }

        assertThat(onEach()).containsOnlyKeys(proxies.get(1));
    }

    @Test
    void without_any_proxy_accounts_connect_directly_and_stay_there() {
        SessionRow row = accounts(1).get(0);
        assertThat(Wait.on(choice(one, false).exitOf(row))).isEqualTo(new Exit.Direct());

        proxies(1, 10);

        assertThat(Wait.on(choice(one, false).exitOf(row))).isEqualTo(new Exit.Direct());
        assertThat(ways("direct")).isOne();
    }

    @Test
    void never_directly_when_a_proxy_is_required_not_even_who_was_before() {
        List<SessionRow> rows = accounts(2);
        Wait.on(choice(one, false).exitOf(rows.get(0)));

        for (SessionRow row : rows) {
            var refused = (Failure) Wait.failureOf(choice(one, true).exitOf(row(row.account())));
            assertThat(refused.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
            assertThat(refused.code()).isEqualTo("proxy.required");
        }
        assertThat(ways("direct")).isOne();
    }

    @Test
    void never_directly_when_every_proxy_is_full() {
        proxies(1, 1);
        List<SessionRow> rows = accounts(2);
        Wait.on(choice(one, false).exitOf(rows.get(0)));

        var refused = (Failure) Wait.failureOf(choice(one, false).exitOf(rows.get(1)));

        assertThat(refused.code()).isEqualTo("proxy.none_free");
        assertThat(ways("unchosen")).isOne();
    }

    private WayChoice choice(Pg pg, boolean required) {
        return new WayChoice(pg, seal, required, new Random(Chance.seed()));
    }

    private List<UUID> proxies(int count, int room) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id);
            Wait.on(one.query(
                    "INSERT INTO proxies (id, kind, host, port, max_accounts) VALUES ($1, 'socks5', $2, 1080, $3)",
                    id,
                    id + ".example.org",
                    room));
        }
        return ids;
    }

    private List<SessionRow> accounts(int count) {
        List<SessionRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = UUID.randomUUID();
            Wait.on(one.query("INSERT INTO accounts (id, created_by) VALUES ($1, 'test')", id));
            Wait.on(one.query("INSERT INTO telegram_session (account_id) VALUES ($1)", id));
            rows.add(row(id));
        }
        return rows;
    }

    private SessionRow row(UUID account) {
        return Wait.on(new SessionStore(one).find(account)).orElseThrow();
    }

    private Map<UUID, Long> onEach() {
        var counts = new HashMap<UUID, Long>();
        Wait.on(one.query("SELECT proxy_id, count(*) AS n FROM accounts WHERE way = 'proxy' GROUP BY 1"))
                .forEach(row -> counts.put(row.getUUID("proxy_id"), row.getLong("n")));
        return counts;
    }

    private int ways(String way) {
        return Wait.on(one.query("SELECT FROM accounts WHERE way = $1", way)).size();
    }
}
