package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pult.contract.telegram.OwnershipOps;
import io.pult.contract.telegram.OwnershipOps.ListClaims;
import io.pult.contract.telegram.SessionClaim;
import io.pult.infra.PgSettings;
import io.pult.infra.QuickLease;
import io.pult.infra.Rendezvous;
import io.pult.support.Altered;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OwnershipIT {
    private static TelegramRig rig;

    @BeforeAll
    static void open() throws Exception {
        rig = new TelegramRig(60);
    }

    @AfterEach
    void clear() {
        databaseClock("");
        rig.clear();
        assertThat(rig.duplicates()).as("keys on two connections").isZero();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void two_nodes_that_claim_at_once_share_out_each_session_once_and_to_where_it_belongs() throws Exception {
        var first = rig.node();
        var second = rig.node();
        List<UUID> nodes = List.of(first.owner(), second.owner());
        Wait.until("both know each other", () -> candidates() == 2);

        List<UUID> accounts = rig.signedIn(0, 60);

        Wait.until(
                "all are connected",
                () -> first.connected().size() + second.connected().size() == 60);
        for (UUID account : accounts) {
            UUID owner = first.connected().contains(account) ? first.owner() : second.owner();
            assertThat(Rendezvous.preferred(account.toString(), nodes)).contains(owner);
            assertThat(epoch(account)).isEqualTo(1);
        }
        assertThat(claims(null)).hasSize(60).allMatch(claim -> claim.reason().equals("free"));
    }

    @Test
    void a_claim_whose_answer_was_lost_is_claimed_again_by_another_epoch() throws Exception {
        try (var gate = new Gate(URI.create(rig.url()))) {
            var node = rig.quickNode(PgSettings.of(gate.url()));
            rig.signedIn(0, 1);
            Wait.until("the statement is known", () -> node.connected().size() == 1);
            Promise<Void> unlock = Promise.promise();
            Promise<Void> locked = Promise.promise();
            Future<Void> lock = rig.pg.tx(tx -> tx.query("LOCK TABLE telegram_claim IN EXCLUSIVE MODE")
                    .onSuccess(taken -> locked.complete())
                    .compose(taken -> unlock.future()));
            Wait.on(locked.future());

            UUID account = rig.signedIn(1, 2).get(0);
            Wait.until("the claim waits in the database", () -> number("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE wait_event_type = 'Lock' AND query LIKE '%telegram_claim%'""") == 1);
            gate.shut();
            unlock.complete();
            Wait.on(lock);
            Wait.until("it is done, and nobody knows", () -> epoch(account) == 1);
            gate.open();

            Wait.until("it is connected", () -> node.connected().contains(account));
            assertThat(epoch(account)).isEqualTo(2);
            assertThat(claims(account)).extracting(SessionClaim::reason).containsExactly("answer_lost", "free");
            node.stop();
        }
    }

    @Test
    void what_the_table_gives_to_another_and_what_was_deleted_is_dropped_and_what_it_gives_back_is_taken()
            throws Exception {
        var node = rig.node();
        List<UUID> accounts = rig.signedIn(0, 4);
        Wait.until("all are connected", () -> node.connected().size() == 4);

        Wait.on(rig.pg.query(
                "UPDATE telegram_session SET owner = NULL, epoch = 7, state = 'stopped' WHERE account_id = $1",
                accounts.get(0)));
        Wait.on(rig.pg.query("DELETE FROM accounts WHERE id = $1", accounts.get(1)));
        Wait.on(rig.pg.query("UPDATE telegram_session SET epoch = 9 WHERE account_id = $1", accounts.get(2)));
        node.on(parts -> parts.sweep.run().mapEmpty());

        Wait.until("two are left", () -> node.connected().equals(Set.of(accounts.get(2), accounts.get(3))));
        assertThat(epoch(accounts.get(2))).isEqualTo(10);
        assertThat(epoch(accounts.get(3))).isEqualTo(1);
    }

    @Test
    void a_database_that_is_away_for_less_than_a_lease_costs_nobody_a_connection() throws Exception {
        try (var gate = new Gate(URI.create(rig.url()))) {
            var node = rig.quickNode(PgSettings.of(gate.url()));
            List<UUID> accounts = rig.signedIn(0, 10);
            Wait.until("all are connected", () -> node.connected().size() == 10);

            gate.shut();
            Thread.sleep(700);
            assertThat(node.connected()).hasSize(10);
            gate.open();

            UUID fresh = rig.signedIn(10, 11).get(0);
            Wait.until("it claims again", () -> node.connected().contains(fresh));
            assertThat(accounts).allMatch(account -> epoch(account) == 1);
            node.stop();
        }
    }

    /** A lease has to run out. */
    @Tag("check")
    @Test
    void a_node_that_is_cut_off_from_the_database_is_silent_before_another_claims_what_it_held() throws Exception {
        try (var gate = new Gate(URI.create(rig.url()))) {
            var cut = rig.quickNode(PgSettings.of(gate.url()));
            rig.signedIn(0, 10);
            Wait.until("all are connected", () -> cut.connected().size() == 10);
            var other = rig.quickNode(rig.postgres);
            long began = System.nanoTime();

            gate.shut();
            Wait.until("its connections are closed", () -> cut.connected().isEmpty());
            assertThat(cut.ground.lease().held()).isFalse();
            assertThat(other.connected()).isEmpty();

            Wait.until("the other has them", () -> other.connected().size() == 10);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(QuickLease.SILENCE.minusMillis(500));
            gate.open();
            Thread.sleep(300);
            assertThat(cut.connected()).isEmpty();
            assertThat(claims(null).subList(0, 10))
                    .allMatch(claim -> claim.reason().equals("node_gone"));
            cut.stop();
        }
    }

    /** A lease has to run out by two clocks. */
    @Tag("check")
    @Test
    void a_clock_of_the_database_that_is_stepped_forward_takes_nothing_from_a_living_node() throws Exception {
        var node = rig.quickNode(rig.postgres);
        List<UUID> accounts = rig.signedIn(0, 10);
        Wait.until("all are connected", () -> node.connected().size() == 10);

        databaseClock("+ interval '1 hour'");
        var other = rig.quickNode(rig.postgres);

        Wait.until("the owner gives up", () -> {
            boolean silent = node.connected().isEmpty();
            assertThat(silent || other.connected().isEmpty()).isTrue();
            return silent;
        });
        Wait.until("the other has them", () -> other.connected().size() == 10);
        assertThat(accounts).allMatch(account -> epoch(account) == 2);
    }

    @Test
    void a_sign_in_that_a_dead_node_was_in_the_middle_of_starts_over() throws Exception {
        UUID dead = buried("node-gone");
        List<UUID> accounts = rig.signedIn(0, 3);
        Wait.on(rig.pg.query(
                "UPDATE telegram_session SET owner = $1, state = 'code_sent', envelope = NULL WHERE account_id = $2",
                dead,
                accounts.get(0)));
        Wait.on(rig.pg.query(
                "UPDATE telegram_session SET owner = $1, state = 'banned', reason = 'banned' WHERE account_id = $2",
                dead,
                accounts.get(1)));

        var node = rig.node();

        Wait.until("it starts over", () -> state(accounts.get(0)).equals("new node_gone"));
        assertThat(state(accounts.get(1))).isEqualTo("banned banned");
        assertThat(number("SELECT count(*) FROM telegram_session WHERE owner = '" + dead + "'"))
                .isZero();
        assertThat(claims(accounts.get(0)))
                .extracting(SessionClaim::node, SessionClaim::reason)
                .containsExactly(tuple("node-gone", "node_gone"));
        Wait.until("what is free is held", () -> node.connected().size() == 1);
    }

    @Test
    void sessions_move_to_a_node_that_joined_and_then_stay() throws Exception {
        var settings = Altered.record(rig.settings(), Map.of("moveAfter", Duration.ofSeconds(1), "moves", 60));
        var first = rig.node(settings);
        List<UUID> accounts = rig.signedIn(0, 60);
        Wait.until("all are connected", () -> first.connected().size() == 60);

        var second = rig.node(settings);
        List<UUID> nodes = List.of(first.owner(), second.owner());
        Set<UUID> belong = new HashSet<>(accounts);
        belong.removeIf(account ->
                !Rendezvous.preferred(account.toString(), nodes).orElseThrow().equals(second.owner()));

        Wait.until("those that belong there are there", () -> second.connected().equals(belong));
        Wait.until("the others stay", () -> first.connected().size() == 60 - belong.size());
        Thread.sleep(1_500);
        assertThat(accounts).allMatch(account -> epoch(account) == (belong.contains(account) ? 2 : 1));
    }

    private static int candidates() {
        return (int)
                number("SELECT count(*) FROM telegram_node WHERE NOT leaving AND told_at > now() - interval '9 s'");
    }

    private static UUID buried(String name) {
        UUID id = UUID.randomUUID();
        Wait.on(rig.pg.query("""
                INSERT INTO node (id, name, host, started_at, lease_until, buried_at)
                VALUES ($1, $2, '127.0.0.1', pult_now(), pult_now() - interval '1 minute', pult_now())""", id, name));
        return id;
    }

    private static long epoch(UUID account) {
        return number("SELECT epoch FROM telegram_session WHERE account_id = '" + account + "'");
    }

    private static String state(UUID account) {
        Row row = Wait.on(rig.pg.query("SELECT state, reason FROM telegram_session WHERE account_id = $1", account))
                .iterator()
                .next();
        return row.getString("state") + " " + row.getString("reason");
    }

    private static List<SessionClaim> claims(UUID account) {
        return rig.ask(OwnershipOps.CLAIMS, new ListClaims(account, null, 200, null))
                .items();
    }

    private static long number(String sql) {
        return Wait.on(rig.pg.query(sql)).iterator().next().getLong(0);
    }

    private static void databaseClock(String step) {
        Wait.on(rig.pg.query(
                "CREATE OR REPLACE FUNCTION pult_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now() "
                        + step.replace("'", "''") + "'"));
    }
}
