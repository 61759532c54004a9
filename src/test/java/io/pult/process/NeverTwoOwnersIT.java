package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.transport.SocksServer;
import io.pult.support.Chance;
import io.pult.support.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes hold a thousand sessions while everything around them fails. The order comes from a seed; see {@link Chance}.
 * In {@code make check} each trouble comes once, in {@code make soak} they go on for a quarter of an hour.
 */
class NeverTwoOwnersIT {
    private static final Logger log = LoggerFactory.getLogger(NeverTwoOwnersIT.class);
    private static final int NODES = 3;
    private static final int PEOPLE = 1_000;
    /** So many of them connect through a proxy. */
    private static final int PROXIED = 100;

    private static final Duration SOAK = Duration.ofMinutes(15);
    /** From the crash to the claim: the lease of 12 s, the grace of 5 s, and the next look. */
    private static final Duration CLAIMED_WITHIN = Duration.ofSeconds(20);
    /** Of a thousand accounts at 500 connections a second, beside three processes that share two processors. */
    private static final Duration RAMP = Duration.ofSeconds(12);

    private static final Duration OWN_GAP = Duration.ofSeconds(2);
    /** A node that gave itself up starts anew, waits until its former self is given up, and takes its share. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** After this an owner is silent that could not renew. */
    private static final Duration DEADLINE = Duration.ofSeconds(9);

    /** So long a database may be away and cost nobody the lease: what is left of the deadline after the last renewal, and a start. */
    private static final Duration AWAY = Duration.ofSeconds(4);

    private static final int COMMENTS_A_SECOND = 20;

    @TempDir
    Path folder;

    private final Chance chance = new Chance();
    private TelegramNodes nodes;
    private SocksServer proxy;
    /** Of the database's clock, so far. */
    private int hoursOff;

    private interface Act {
        void run() throws Exception;
    }

    /** What a trouble may cost. */
    private enum Cost {
        /** Every session stays with its owner, or is handed over. */
        NOTHING,
        /** Owners give up or end, and others claim what was theirs. */
        OWNERS,
        /** The same, while the owner's connections are still open. */
        FROZEN_OWNERS
    }

    private record Trouble(String name, Cost cost, Act act) {}

    private List<Trouble> troubles() {
        var all = new ArrayList<>(List.of(
                new Trouble("a node is killed", Cost.OWNERS, this::kill),
                new Trouble("a node is frozen for longer than its lease", Cost.FROZEN_OWNERS, this::freeze),
                new Trouble("PostgreSQL is restarted", Cost.NOTHING, this::restartPostgres),
                new Trouble("the database's clock is stepped forward", Cost.OWNERS, this::stepClockForward),
                new Trouble("the database's clock is stepped back", Cost.NOTHING, this::stepClockBack),
                new Trouble("Redis is restarted", Cost.NOTHING, this::restartRedis),
                new Trouble("a proxy dies", Cost.NOTHING, this::killProxy),
                new Trouble("a node is restarted gracefully", Cost.NOTHING, this::restartGracefully)));
        if (nodes.network() != null) {
            all.add(new Trouble("links between nodes are cut", Cost.NOTHING, this::cutLinks));
        }
        return all;
    }

    /** With those that need more time than a check has. */
    private List<Trouble> allTroubles() {
        var all = new ArrayList<>(troubles());
        all.add(new Trouble("PostgreSQL is away for longer than a lease lasts", Cost.OWNERS, this::withoutPostgres));
        return all;
    }

    /** In {@code make check}: processes are killed and frozen for longer than a lease. */
    @Test
    @Tag("check")
    void no_session_ever_has_two_owners_whatever_fails_once() throws Exception {
        live(() -> {
            List<Trouble> left = troubles();
            while (!left.isEmpty()) {
                Trouble next = chance.of(left);
                left.remove(next);
                go(next);
            }
        });
    }

    @Test
    @Tag("soak")
    void no_session_ever_has_two_owners_in_a_quarter_of_an_hour_of_failures() throws Exception {
        live(() -> {
            long end = System.nanoTime() + SOAK.toNanos();
            while (System.nanoTime() < end) {
                go(chance.of(allTroubles()));
            }
        });
    }

    private void live(Act life) throws Exception {
        log.atInfo().addKeyValue("seed", Chance.seed()).log("-Dpult.test.seed=… gives the same order again");
        try (var made = new TelegramNodes(
                folder,
                NODES,
                PEOPLE,
                Map.of("CONNECTS_PER_EXIT", "500", "CONNECTS", "500", "MOVE_AFTER", "5s", "MOVES", "100"))) {
            nodes = made;
            proxy = Wait.on(new SocksServer(nodes.vertx(), null).listen(0));
            var accounts = new ArrayList<UUID>();
            accounts.addAll(nodes.crowd().signIn(0, PEOPLE - PROXIED, null));
            accounts.addAll(
                    nodes.crowd().signIn(PEOPLE - PROXIED, PEOPLE, nodes.crowd().proxy(proxy.address())));
            for (int node = 0; node < NODES; node++) {
                nodes.start(node);
            }
            for (int node = 0; node < NODES; node++) {
                nodes.awaitReady(node);
            }
            awaitEverybody(RECOVERY);
            try (TelegramAskers askers = nodes.askers(nodes.telegram().discussed("news"))) {
                askers.begin(accounts, COMMENTS_A_SECOND);
                life.run();
                askers.end();
                assertSaidOnce(askers);
            }
            assertNoDuplicates();
        }
    }

    private void assertSaidOnce(TelegramAskers askers) throws Exception {
        List<Long> executed = nodes.telegram().executions().stream()
                .map(each -> Long.valueOf(each.getString("random_id")))
                .toList();
        log.atInfo()
                .addKeyValue("tried", askers.tried().size())
                .addKeyValue("acknowledged", askers.acknowledged().size())
                .addKeyValue("executed", executed.size())
                .addKeyValue("slowestMs", askers.slowest().toMillis())
                .addKeyValue("failedTries", askers.failures())
                .log("comments");
        assertThat(executed).as("none executed twice").doesNotHaveDuplicates();
        assertThat(executed).as("none acknowledged is lost").containsAll(askers.acknowledged());
        assertThat(askers.tried()).containsAll(executed);
        assertThat(askers.acknowledged().size())
                .as("acknowledged of %d; tries failed with %s", askers.tried().size(), askers.failures())
                .isGreaterThan(askers.tried().size() * 9 / 10);
    }

    private void go(Trouble trouble) throws Exception {
        long began = System.nanoTime();
        int superseded = nodes.telegram().superseded();
        int restarts = nodes.restarts();
        Instant start = Instant.now();
        log.atInfo().addKeyValue("trouble", trouble.name()).log("it begins");
        try {
            trouble.act().run();
            awaitEverybody(RECOVERY);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "%s (of seed %d): %s%s".formatted(trouble.name(), Chance.seed(), e.getMessage(), nodes.said()), e);
        }
        log.atInfo()
                .addKeyValue("trouble", trouble.name())
                .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - began).toMillis())
                .addKeyValue("gaveUp", nodes.restarts() - restarts)
                .log("it is over");
        assertNoDuplicates();
        if (trouble.cost() == Cost.NOTHING) {
            assertThat(nodes.restarts())
                    .as("nodes that gave themselves up: %s%s", trouble.name(), nodes.said())
                    .isEqualTo(restarts);
            assertThat(nodes.claimedUnreleased(start))
                    .as("claims of what its owner had not released: %s%s", trouble.name(), nodes.said())
                    .isZero();
        }
        if (trouble.cost() != Cost.FROZEN_OWNERS) {
            // Without a frozen owner this is a claim that came while its owner still had the connection.
            assertThat(nodes.telegram().superseded())
                    .as("connections that were open when the next owner spoke: %s", trouble.name())
                    .isEqualTo(superseded);
        }
    }

    private void kill() throws Exception {
        int victim = anyHolder();
        Map<UUID, Long> orphans = nodes.sessionsOf(victim);
        Instant crash = Instant.now();
        nodes.leave(victim).kill();
        assertTakenOver(orphans, crash);
        nodes.start(victim);
        nodes.awaitReady(victim);
    }

    private void freeze() throws Exception {
        int victim = anyHolder();
        int restarts = nodes.restarts();
        Map<UUID, Long> orphans = nodes.sessionsOf(victim);
        Instant stop = Instant.now();
        nodes.node(victim).signal("STOP");
        try {
            assertTakenOver(orphans, stop);
            Thread.sleep(Math.max(
                    0, Duration.between(Instant.now(), stop.plusSeconds(25)).toMillis()));
        } finally {
            nodes.node(victim).signal("CONT");
        }
        nodes.until("it gives itself up", DEADLINE, () -> nodes.restarts() > restarts);
    }

    /** By the log of claims, and by what the stand-in sees. */
    private void assertTakenOver(Map<UUID, Long> orphans, Instant crash) throws Exception {
        assertThat(orphans).isNotEmpty();
        Duration patience = CLAIMED_WITHIN.plusSeconds(10);
        nodes.until(
                "the orphans are claimed",
                patience,
                () -> nodes.claimedSince(crash).keySet().containsAll(orphans.keySet()));
        Map<UUID, Instant> claimed = nodes.claimedSince(crash);
        assertThat(orphans.keySet())
                .allSatisfy(orphan -> assertThat(Duration.between(crash, claimed.get(orphan)))
                        .as("from the crash to the claim")
                        .isLessThan(CLAIMED_WITHIN));
        awaitEverybody(RAMP);
    }

    private void restartPostgres() throws Exception {
        Instant gone = Instant.now();
        nodes.stores().stopPostgres();
        Duration stopping = Duration.between(gone, Instant.now());
        Thread.sleep(Math.max(
                0, Math.min(chance.between(0, 3_000), AWAY.minus(stopping).toMillis())));
        nodes.stores().startPostgres();
    }

    private void withoutPostgres() throws Exception {
        Instant gone = Instant.now();
        nodes.stores().stopPostgres();
        try {
            Wait.until(
                    "every owner is silent",
                    DEADLINE.plusSeconds(3),
                    () -> nodes.telegram().keysInUse() == 0);
            Thread.sleep(Math.max(
                    0, Duration.between(Instant.now(), gone.plusSeconds(14)).toMillis()));
        } finally {
            nodes.stores().startPostgres();
        }
    }

    private void stepClockForward() throws Exception {
        hoursOff++;
        nodes.databaseClock(hoursOff);
        Wait.until(
                "every owner gives up",
                DEADLINE.plusSeconds(3),
                () -> nodes.telegram().keysInUse() == 0);
    }

    /** Takes nothing from an owner. */
    private void stepClockBack() throws Exception {
        hoursOff--;
        nodes.databaseClock(hoursOff);
        Instant end = Instant.now().plus(DEADLINE);
        int restarts = nodes.restarts();
        while (Instant.now().isBefore(end)) {
            nodes.supervise();
            Thread.sleep(500);
        }
        assertThat(nodes.restarts()).as("nodes that gave themselves up").isEqualTo(restarts);
    }

    /** Ownership knows nothing of Redis. */
    private void restartRedis() throws Exception {
        nodes.stores().stopRedis();
        Thread.sleep(chance.between(0, 3_000));
        nodes.stores().startRedis();
    }

    private void killProxy() throws Exception {
        int port = proxy.address().port();
        Wait.on(proxy.stop());
        proxy.die();
        nodes.until(
                "those behind it have no connection",
                RAMP,
                () -> nodes.telegram().keysInUse() == PEOPLE - PROXIED);
        Thread.sleep(chance.between(0, 5_000));
        Wait.on(proxy.listen(port));
    }

    private void restartGracefully() throws Exception {
        int leaver = anyHolder();
        Map<UUID, Long> handedOver = nodes.sessionsOf(leaver);
        Instant began = Instant.now();
        assertThat(nodes.leave(leaver).signal("TERM").exitCode()).isEqualTo(143);
        awaitEverybody(RAMP);
        Map<Long, Duration> gaps = nodes.telegram().gapsSince(began);
        assertThat(gaps.keySet()).containsAll(handedOver.values());
        UUID slowest = handedOver.keySet().stream()
                .max(Comparator.comparing(account -> gaps.get(handedOver.get(account))))
                .orElseThrow();
        Duration longest = gaps.get(handedOver.get(slowest));
        log.atInfo()
                .addKeyValue("accounts", handedOver.size())
                .addKeyValue("longestMs", longest.toMillis())
                .log("handed over");
        assertThat(longest)
                .as("the longest of %d own gaps; its claims: %s", handedOver.size(), nodes.claimsOf(slowest, began))
                .isLessThanOrEqualTo(OWN_GAP);
        nodes.start(leaver);
        nodes.awaitReady(leaver);
    }

    /** One node from another, or from both. Membership is a hint: nobody loses a session over it. */
    private void cutLinks() throws Exception {
        int one = anyone();
        int[] others = chance.coin() ? new int[] {(one + 1) % NODES} : new int[] {(one + 1) % NODES, (one + 2) % NODES};
        log.atInfo()
                .addKeyValue("node", one)
                .addKeyValue("from", Arrays.toString(others))
                .log("cut");
        for (int other : others) {
            nodes.network().cut(one, other);
        }
        Thread.sleep(chance.between(12_000, 18_000));
        for (int other : others) {
            nodes.network().heal(one, other);
        }
    }

    /** Once it has its share again, if it has just come back. */
    private int anyHolder() throws Exception {
        int holder = anyone();
        nodes.until("it holds sessions", RECOVERY, () -> nodes.ownedBy(holder) > 0);
        return holder;
    }

    private int anyone() {
        return chance.between(0, NODES - 1);
    }

    /** Every account is connected, once, and every session is owned. */
    private void awaitEverybody(Duration within) throws Exception {
        nodes.until("everybody is connected", within, () -> nodes.telegram().keysInUse() == PEOPLE);
    }

    private void assertNoDuplicates() throws Exception {
        assertThat(nodes.telegram().duplicates()).as("keys on two connections").isEmpty();
    }
}
