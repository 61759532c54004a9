package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgIT {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    @TempDir
    static Path data;

    private static OwnStores stores;

    private final Loop loop = new Loop();

    @BeforeAll
    static void start() throws Exception {
        stores = new OwnStores(data.resolve("stores"));
    }

    @AfterAll
    static void stop() throws Exception {
        stores.close();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_database_that_is_away_at_the_start_is_unavailable_at_once_and_used_when_it_comes() throws Exception {
        stores.stop();
        Pg pg;
        try {
            pg = open(stores.postgres());
            unavailable(loop.start(() -> pg.query("SELECT 1")), TIMEOUT);
            unavailable(loop.start(() -> pg.tx(tx -> tx.query("SELECT 1"))), TIMEOUT.plus(TIMEOUT));
        } finally {
            stores.startAgain();
        }
        recovers(pg);
    }

    @Test
    void a_database_that_goes_away_later_is_unavailable_at_once_and_used_when_it_is_back() throws Exception {
        Pg pg = open(stores.postgres());
        loop.on(() -> pg.query("SELECT 1"));
        loop.on(() -> pg.tx(tx -> tx.query("SELECT 1")));
        stores.stop();
        try {
            unavailable(loop.start(() -> pg.query("SELECT 1")), TIMEOUT);
            unavailable(loop.start(() -> pg.tx(tx -> tx.query("SELECT 1"))), TIMEOUT.plus(TIMEOUT));
        } finally {
            stores.startAgain();
        }
        recovers(pg);
    }

    @Test
    void a_database_that_answers_nothing_is_unavailable_in_bounded_time_and_used_when_it_is_back() throws Exception {
        Pg pg = open(stores.postgres());
        loop.on(() -> pg.query("SELECT 1"));
        Promise<Void> begun = Promise.promise();
        Promise<Void> go = Promise.promise();
        Future<?> underWay = loop.start(() -> pg.tx(tx -> tx.query("SELECT 1")
                .onSuccess(one -> begun.complete())
                .compose(one -> go.future())
                .compose(then -> tx.query("SELECT 1"))));
        Wait.on(begun.future());
        stores.freeze(OwnStores.Store.POSTGRES);
        try {
            Duration bound = TIMEOUT.plusSeconds(3);
            go.complete();
            unavailable(underWay, bound);
            unavailable(loop.start(() -> pg.query("SELECT 1")), bound);
            unavailable(loop.start(() -> pg.tx(tx -> tx.query("SELECT 1"))), bound);
        } finally {
            stores.thaw(OwnStores.Store.POSTGRES);
        }
        recovers(pg);
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_by_the_database_and_harms_no_other() {
        Pg pg = open(stores.postgres());

        unavailable(loop.start(() -> pg.query("SELECT pg_sleep(5)")), TIMEOUT.plusSeconds(1));

        assertThat(loop.on(() -> pg.query("SELECT 1")).size()).isEqualTo(1);
    }

    @Test
    void more_statements_than_may_wait_are_refused_and_the_others_answered() {
        Pg pg = loop.make(
                () -> Pg.open(loop.vertx, new PgSettings(stores.postgres().url(), 1, 1, 5, Duration.ofSeconds(5))));

        var answers = new ArrayList<Future<?>>();
        loop.make(() -> {
            for (int i = 0; i < 8; i++) {
                answers.add(pg.query("SELECT pg_sleep(0.05)"));
            }
            return answers;
        });

        assertThat(answers.subList(0, 5)).allSatisfy(Wait::on);
        assertThat(answers.subList(5, 8))
                .allSatisfy(refused -> assertThat(Wait.failureOf(refused))
                        .isInstanceOfSatisfying(Failure.class, failure -> {
                            assertThat(failure.code()).isEqualTo("store.busy");
                            assertThat(failure.retryAfter()).isPositive();
                        }));
        assertThat(loop.on(() -> pg.query("SELECT 1")).size()).isEqualTo(1);
    }

    @Test
    void more_transactions_than_may_wait_are_refused() {
        Pg pg = loop.make(
                () -> Pg.open(loop.vertx, new PgSettings(stores.postgres().url(), 1, 1, 2, Duration.ofSeconds(5))));
        loop.on(() -> pg.tx(tx -> tx.query("SELECT 1")));

        var answers = new ArrayList<Future<?>>();
        loop.make(() -> {
            for (int i = 0; i < 6; i++) {
                answers.add(pg.tx(tx -> tx.query("SELECT pg_sleep(0.1)")));
            }
            return answers;
        });

        Wait.on(Future.join(answers).otherwiseEmpty());
        assertThat(answers.stream().filter(Future::succeeded)).hasSize(3);
        assertThat(answers.stream().filter(Future::failed))
                .allSatisfy(refused -> assertThat(refused.cause())
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE)));
    }

    @Test
    void a_violated_constraint_comes_through_by_its_name() {
        Pg pg = fresh();
        loop.on(() -> pg.query("CREATE TABLE t (id int CONSTRAINT t_once UNIQUE)"));
        loop.on(() -> pg.query("INSERT INTO t VALUES (1)"));

        assertThat(Wait.failureOf(loop.start(() -> pg.query("INSERT INTO t VALUES (1)"))))
                .isInstanceOf(PgException.class)
                .matches(cause -> Pg.violates(cause, "t_once"));
        assertThat(Wait.failureOf(loop.start(() -> pg.tx(tx -> tx.query("INSERT INTO t VALUES (1)")))))
                .isInstanceOf(PgException.class)
                .matches(cause -> Pg.violates(cause, "t_once"));
    }

    @Test
    void a_constraint_that_is_checked_at_the_commit_comes_through_too_and_nothing_is_announced() {
        Pg pg = fresh();
        loop.on(() -> pg.query("CREATE TABLE t (id int CONSTRAINT t_once UNIQUE DEFERRABLE INITIALLY DEFERRED)"));
        var committed = new AtomicInteger();

        assertThat(Wait.failureOf(loop.start(() -> pg.tx(tx -> {
                    tx.afterCommit(committed::incrementAndGet);
                    return tx.query("INSERT INTO t VALUES (1), (1)");
                }))))
                .matches(cause -> Pg.violates(cause, "t_once"));
        assertThat(committed).hasValue(0);
    }

    @Test
    void a_transaction_whose_work_fails_or_throws_leaves_nothing_and_gives_its_connection_back() {
        Pg pg = fresh();
        loop.on(() -> pg.query("CREATE TABLE t (id int)"));
        for (int i = 0; i < 10; i++) {
            assertThat(Wait.failureOf(loop.start(() -> pg.tx(tx ->
                            tx.query("INSERT INTO t VALUES (1)").compose(done -> Future.failedFuture("on purpose"))))))
                    .hasMessage("on purpose");
            assertThat(Wait.failureOf(loop.start(() -> pg.<Void>tx(tx -> {
                        throw new IllegalStateException("thrown on purpose");
                    }))))
                    .hasMessage("thrown on purpose");
        }

        assertThat(loop.on(() -> pg.query("SELECT 1 FROM t")).size()).isZero();
        assertThat(loop.on(() -> pg.tx(tx -> tx.query("SELECT 1"))).size()).isEqualTo(1);
    }

    @Test
    void an_instant_is_the_same_instant_in_the_database_and_back() {
        Pg pg = fresh();
        for (Instant at : List.of(
                Instant.parse("2026-03-29T01:30:00.123456Z"),
                Instant.EPOCH,
                Instant.parse("1999-12-31T23:59:59.999999Z"))) {
            Instant back = loop.on(() ->
                    pg.one(row -> Sql.instant(row, "at"), AssertionError::new, "SELECT $1::timestamptz AS at", at));
            String seen = loop.on(() -> pg.one(
                    row -> row.getString("at"),
                    AssertionError::new,
                    "SELECT to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') AS at",
                    at));
            assertThat(back).isEqualTo(at);
            assertThat(seen).isEqualTo(at.toString().substring(0, 19));
        }
    }

    @Test
    void no_instant_is_none_in_the_database_and_back() {
        Pg pg = fresh();

        Optional<Instant> back = loop.on(() -> pg.one(
                row -> Optional.ofNullable(Sql.instantOrNull(row, "at")),
                AssertionError::new,
                "SELECT $1::timestamptz AS at",
                (Object) null));

        assertThat(back).isEmpty();
    }

    @Test
    void a_batch_writes_every_row_and_instants_in_it() {
        Pg pg = fresh();
        loop.on(() -> pg.query("CREATE TABLE t (id int, at timestamptz)"));
        Instant at = Instant.parse("2026-01-01T00:00:00Z");

        loop.on(() -> pg.batch(
                "INSERT INTO t (id, at) VALUES ($1, $2)",
                List.of(Sql.tuple(1, at), Sql.tuple(2, at), Sql.tuple(3, null))));

        assertThat(loop.on(() -> pg.query("SELECT 1 FROM t WHERE at = $1", at)).size())
                .isEqualTo(2);
    }

    private Pg open(PgSettings settings) {
        return loop.make(() -> Pg.open(loop.vertx, new PgSettings(settings.url(), 1, 2, 100, TIMEOUT)));
    }

    private Pg fresh() {
        PgSettings settings = PgSettings.of(TestStores.database().toString());
        return loop.make(() -> Pg.open(loop.vertx, settings));
    }

    private void recovers(Pg pg) throws Exception {
        Wait.until("statements work again", () -> works(loop.start(() -> pg.query("SELECT 1"))));
        Wait.until("transactions work again", () -> works(loop.start(() -> pg.tx(tx -> tx.query("SELECT 1")))));
    }

    private static boolean works(Future<?> future) {
        return Wait.on(future.map(true).otherwise(false));
    }

    private static void unavailable(Future<?> future, Duration within) {
        long begin = System.nanoTime();
        assertThat(Wait.failureOf(future)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(failure.retryAfter()).isPositive();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(within);
    }
}
