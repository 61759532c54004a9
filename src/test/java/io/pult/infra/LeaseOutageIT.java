package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is away: stopped, or frozen so that it takes everything and answers nothing. */
class LeaseOutageIT {
    private static final LeaseTimes SHORT = new LeaseTimes(
            Duration.ofMillis(2_400), Duration.ofMillis(300), Duration.ofMillis(1_800), Duration.ofMillis(500));

    @TempDir
    static Path data;

    private static OwnStores stores;

    private Vertx vertx;

    @BeforeAll
    static void start() throws Exception {
        stores = new OwnStores(data.resolve("stores"));
    }

    @AfterAll
    static void stop() throws Exception {
        stores.close();
    }

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        Wait.on(Migrations.run(vertx, stores.postgres()));
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void an_owner_cut_off_from_a_frozen_database_is_silent_at_its_deadline_and_long_before_anybody_may_claim()
            throws Exception {
        Lease owner = Wait.on(take());
        var lost = new CompletableFuture<Long>();
        owner.onLost(() -> lost.complete(System.nanoTime()));

        stores.freeze(OwnStores.Store.POSTGRES);
        long frozen = System.nanoTime();
        try {
            // Nobody asks held(): the lease finds out by itself.
            long silent = lost.get(10, TimeUnit.SECONDS) - frozen;
            assertThat(Duration.ofNanos(silent))
                    .isLessThan(SHORT.deadline().plus(SHORT.again().multipliedBy(2)));
            assertThat(owner.held()).isFalse();
            assertThat(Wait.failureOf(take())).satisfies(LeaseOutageIT::isUnavailable);
            assertThat(Wait.failureOf(owner.release())).satisfies(LeaseOutageIT::isUnavailable);
        } finally {
            stores.thaw(OwnStores.Store.POSTGRES);
        }

        Lease next = Wait.on(take());
        Wait.until(
                "the next owner may claim", () -> List.of(Wait.on(next.dead())).contains(owner.owner()));
        assertThat(Duration.ofNanos(System.nanoTime() - lost.get())).isGreaterThan(SHORT.grace());
        Wait.on(next.release());
    }

    @Test
    void an_owner_cut_off_from_a_stopped_database_is_silent_at_its_deadline() throws Exception {
        Lease owner = Wait.on(take());
        var lost = new CompletableFuture<Long>();
        owner.onLost(() -> lost.complete(System.nanoTime()));

        long stopped = System.nanoTime();
        stores.stop();
        try {
            assertThat(owner.held()).as("a short outage costs nothing").isTrue();
            assertThat(Duration.ofNanos(lost.get(10, TimeUnit.SECONDS) - stopped))
                    .isLessThan(SHORT.deadline().plus(SHORT.again().multipliedBy(2)));
            assertThat(Wait.failureOf(take())).satisfies(LeaseOutageIT::isUnavailable);
        } finally {
            stores.startAgain();
        }
    }

    @Test
    void a_database_that_restarts_within_the_deadline_costs_no_lease() throws Exception {
        Lease owner = Wait.on(take());
        stores.stop();
        stores.startAgain();
        long end = System.nanoTime() + SHORT.lease().multipliedBy(2).toNanos();

        while (System.nanoTime() < end) {
            assertThat(owner.held()).isTrue();
            Thread.sleep(20);
        }
        Wait.on(owner.release());
    }

    private Future<Lease> take() {
        return Lease.take(
                vertx, stores.postgres(), "node", "localhost", InstantSource.system(), System::nanoTime, SHORT);
    }

    private static void isUnavailable(Throwable cause) {
        assertThat(cause)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }
}
