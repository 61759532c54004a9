package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.bus.Failure;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseIT {
    private static final LeaseTimes SHORT = new LeaseTimes(
            Duration.ofMillis(1_800), Duration.ofMillis(200), Duration.ofMillis(1_350), Duration.ofMillis(400));

    private final List<Lease> leases = new ArrayList<>();
    private Vertx vertx;
    private PgSettings settings;
    private Pg pg;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        settings = PgSettings.of(TestStores.migrated().toString());
        pg = Pg.open(vertx, settings);
        for (String statement : LeaseThings.TABLE.split(";")) {
            Wait.on(pg.query(statement));
        }
    }

    @AfterEach
    void close() {
        leases.forEach(lease -> Wait.on(lease.release()));
        Wait.on(pg.close());
        Wait.on(vertx.close());
    }

    @Test
    void a_buried_incarnation_gives_up_once_and_cannot_come_back_when_the_clock_is_set_back() throws Exception {
        Lease lease = take();
        var told = new AtomicInteger();
        lease.onLost(told::incrementAndGet);

        Wait.on(pg.query("UPDATE node SET buried_at = pult_now()"));
        Wait.until("it notices", () -> !lease.held());
        databaseClock("- interval '1 hour'");

        assertThat(Wait.on(new NodeStore(pg).renew(lease.owner(), SHORT.lease())))
                .isFalse();
        assertThat(lease.held()).isFalse();
        assertThatThrownBy(lease::guard)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("lease.lost"));
        Wait.until("the listener is told", () -> told.get() == 1);
        lease.onLost(told::incrementAndGet);
        Wait.until("a late listener is told at once", () -> told.get() == 2);
    }

    @Test
    void an_incarnation_whose_row_is_gone_gives_up() throws Exception {
        Lease lease = take();

        Wait.on(pg.query("DELETE FROM node"));

        Wait.until("it notices", SHORT.deadline(), () -> !lease.held());
    }

    @Test
    void one_that_has_lost_its_lease_claims_nothing() throws Exception {
        Lease lease = take();
        Wait.on(pg.query("UPDATE node SET buried_at = pult_now()"));
        Wait.until("it notices", () -> !lease.held());

        assertThat(Wait.failureOf(lease.dead()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("lease.lost"));
    }

    @Test
    void renewals_keep_a_lease_for_longer_than_it_is() throws Exception {
        Lease lease = take();
        Lease other = take();
        long end = System.nanoTime() + SHORT.silence().multipliedBy(2).toNanos();

        while (System.nanoTime() < end) {
            assertThat(lease.held()).isTrue();
            assertThat(Wait.on(other.dead())).isEmpty();
            Thread.sleep(20);
        }
        assertThat(Wait.on(other.live()).stream().map(LiveNode::id)).containsExactly(lease.owner(), other.owner());
    }

    @Test
    void a_database_clock_stepped_forward_lets_nobody_claim_before_the_silence_was_lived_through() throws Exception {
        UUID crashed = crashedNode();
        databaseClock("+ interval '1 hour'");
        var nano = new AtomicLong();
        Lease claimer = take(InstantSource.fixed(Instant.now()), nano::get);

        // By the database's clock it has been dead for an hour; by the claimer's own, for no time at all.
        long end = System.nanoTime() + SHORT.silence().multipliedBy(2).toNanos();
        while (System.nanoTime() < end) {
            assertThat(Wait.on(claimer.dead())).isEmpty();
            Thread.sleep(20);
        }
        Wait.until("the claimer has seen the silence itself", () -> {
            nano.addAndGet(Duration.ofMillis(10).toNanos());
            Thread.sleep(10);
            return List.of(Wait.on(claimer.dead())).contains(crashed);
        });
        assertThat(Duration.ofNanos(nano.get())).isGreaterThanOrEqualTo(SHORT.silence());
    }

    @Test
    void owners_give_up_when_the_database_clock_is_stepped_forward_and_are_silent_before_anybody_claims()
            throws Exception {
        Lease owner = take();
        databaseClock("+ interval '1 hour'");
        Lease claimer = take();
        Wait.on(claimer.dead());

        Wait.until("the owner gives up", SHORT.deadline(), () -> {
            assertThat(Wait.on(claimer.dead())).isEmpty();
            return !owner.held();
        });
        Wait.until(
                "it is given up by the others",
                () -> List.of(Wait.on(claimer.dead())).contains(owner.owner()));
    }

    @Test
    void a_database_clock_stepped_back_takes_nothing_from_an_owner() throws Exception {
        Lease owner = take();
        Lease other = take();
        databaseClock("- interval '1 hour'");
        long end = System.nanoTime() + SHORT.silence().multipliedBy(2).toNanos();

        while (System.nanoTime() < end) {
            assertThat(owner.held()).isTrue();
            assertThat(Wait.on(other.dead())).isEmpty();
            Thread.sleep(20);
        }
    }

    @Test
    void silence_alone_is_not_enough_while_the_database_clock_says_that_the_lease_runs() throws Exception {
        UUID crashed = crashedNode();
        databaseClock("- interval '1 hour'");
        Lease claimer = take();
        long end = System.nanoTime() + SHORT.silence().multipliedBy(2).toNanos();
        while (System.nanoTime() < end) {
            assertThat(Wait.on(claimer.dead())).isEmpty();
            Thread.sleep(20);
        }

        databaseClock("");

        // The claimer's own lease was renewed under the stepped clock, so a fresh one has to finish what it began.
        Lease next = take();
        Wait.until("both conditions hold", () -> List.of(Wait.on(next.dead())).contains(crashed));
    }

    @Test
    void a_wall_clock_that_jumps_ahead_ends_the_lease_at_once() throws Exception {
        var wall = new AtomicReference<>(Instant.now());
        Lease lease = take(wall::get, System::nanoTime);
        assertThat(lease.held()).isTrue();

        wall.set(wall.get().plus(SHORT.deadline()));

        assertThat(lease.held()).isFalse();
        wall.set(Instant.EPOCH);
        assertThat(lease.held()).as("given up is given up").isFalse();
    }

    @Test
    void a_wall_clock_that_is_set_back_does_not_lengthen_the_lease() throws Exception {
        var wall = new AtomicReference<>(Instant.now());
        var nano = new AtomicLong();
        Lease lease = take(wall::get, nano::get);

        wall.set(Instant.EPOCH);
        assertThat(lease.held()).isTrue();
        nano.addAndGet(SHORT.deadline().toNanos());

        assertThat(lease.held()).isFalse();
    }

    @Test
    void a_released_lease_has_a_next_owner_within_a_second() throws Exception {
        Lease first = take();
        Lease second = take();
        var things = new LeaseThings(pg);
        assertThat(Wait.on(things.claim(first.owner(), Wait.on(first.dead())))).contains(1L);
        assertThat(Wait.on(things.claim(second.owner(), Wait.on(second.dead()))))
                .isEmpty();

        Wait.on(first.release());

        assertThat(first.held()).isFalse();
        Wait.until("the next owner", Duration.ofSeconds(1), () -> {
            Optional<Long> claimed = Wait.on(things.claim(second.owner(), Wait.on(second.dead())));
            return claimed.equals(Optional.of(2L));
        });
        assertThat(Wait.on(things.write(first.owner(), 1))).isZero();
    }

    @Test
    void of_two_that_claim_at_once_one_gets_the_thing() throws Exception {
        Lease one = take();
        Lease two = take();
        var things = new LeaseThings(pg);
        for (int round = 1; round <= 20; round++) {
            Wait.on(pg.query("UPDATE thing SET owner = NULL"));
            var first = things.claim(one.owner(), new UUID[0]);
            var second = things.claim(two.owner(), new UUID[0]);

            assertThat(List.of(Wait.on(first).isPresent(), Wait.on(second).isPresent()))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void a_role_is_held_by_one_node_and_passes_on_when_that_one_releases() throws Exception {
        Lease first = take();
        Lease second = take();
        Role firsts = first.role("poller");
        Wait.until("the first has it", firsts::held);
        Role seconds = second.role("poller");

        Wait.on(first.release());

        assertThat(firsts.held()).isFalse();
        Wait.until("the second has it", Duration.ofSeconds(1), seconds::held);
        assertThat(seconds.epoch()).isEqualTo(firsts.epoch() + 1);
    }

    @Test
    void many_that_want_a_role_share_one_holder() throws Exception {
        var roles = new ArrayList<Role>();
        for (int i = 0; i < 4; i++) {
            roles.add(take().role("poller"));
        }

        Wait.until("one has it", () -> roles.stream().anyMatch(Role::held));
        Thread.sleep(SHORT.renew().toMillis());

        assertThat(roles.stream().filter(Role::held)).hasSize(1);
    }

    @Test
    void a_role_whose_claim_was_answered_into_the_void_is_taken_again() throws Exception {
        Lease lease = take();
        Wait.on(pg.query("INSERT INTO role (name, owner, epoch) VALUES ('poller', $1, 7)", lease.owner()));

        Role role = lease.role("poller");

        Wait.until("it has it", role::held);
        assertThat(role.epoch()).isEqualTo(8);
    }

    @Test
    void sweeping_the_long_buried_leaves_their_things_to_anybody() throws Exception {
        UUID crashed = crashedNode();
        Wait.on(new LeaseThings(pg).claim(crashed, new UUID[0]));
        Wait.on(pg.query("UPDATE node SET buried_at = now() - interval '2 days'"));

        assertThat(Wait.on(new NodeStore(pg).sweep())).isEqualTo(1);

        assertThat(Wait.on(new LeaseThings(pg).claim(take().owner(), new UUID[0])))
                .contains(2L);
    }

    private Lease take() {
        return take(InstantSource.system(), System::nanoTime);
    }

    private Lease take(InstantSource wall, LongSupplier nano) {
        Lease lease = Wait.on(Lease.take(vertx, settings, "node " + leases.size(), "localhost", wall, nano, SHORT));
        leases.add(lease);
        return lease;
    }

    /** Left by a process that died just after it had renewed. */
    private UUID crashedNode() {
        UUID id = UUID.randomUUID();
        Wait.on(new NodeStore(pg).insert(id, "crashed", "localhost", SHORT.lease()));
        return id;
    }

    private void databaseClock(String step) {
        Wait.on(pg.query(
                "CREATE OR REPLACE FUNCTION pult_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now() "
                        + step.replace("'", "''") + "'"));
    }
}
