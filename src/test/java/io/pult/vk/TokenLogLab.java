package io.pult.vk;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLog.Status;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Ticker;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The log with a database of its own, and what a verticle would do with it. Blocks; for test threads only. */
final class TokenLogLab implements AutoCloseable {
    static final long ROOM = 64L << 20;

    private final Loop loop = new Loop();
    final Vertx vertx = loop.vertx;
    final URI database = TestStores.migrated();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    /** The test's own way to the tables. */
    final Pg pg = Pg.open(vertx, PgSettings.of(database.toString()));

    final WorkerExecutor disk = vertx.createSharedWorkerExecutor("disk", 2);

    /** The work's result, done where a verticle would do it. */
    <T> T on(Supplier<Future<T>> work) {
        return loop.on(work);
    }

    <T> Future<T> start(Supplier<Future<T>> work) {
        return loop.start(work);
    }

    /** A writer with a way of its own to the database. */
    TokenLogWriter writer(Path base, long room, String postgres) {
        return on(() -> {
            var shipper = new TokenLogShipper(Pg.open(vertx, PgSettings.of(postgres)), metrics);
            var writer = new TokenLogWriter(shipper, new Ticker(vertx), disk, base, room, metrics);
            return writer.open().map(writer);
        });
    }

    TokenLogWriter writer(Path base) {
        return writer(base, ROOM, database.toString());
    }

    void write(TokenLogWriter writer, List<TokenLog> rows) {
        on(() -> Future.all(rows.stream().map(writer::write).toList()));
    }

    void insert(List<TokenLog> rows) {
        on(() -> new TokenLogStore(pg).insert(rows));
    }

    long count(String from) {
        return Wait.on(pg.query("SELECT count(*) AS n FROM " + from))
                .iterator()
                .next()
                .getLong("n");
    }

    double lost() {
        return metrics.counter("pult.vk.token_log.lost").count();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    static TokenLog row(@Nullable UUID account, String method, Status status, Instant at) {
        return new TokenLog(
                UUID.randomUUID(),
                account,
                account == null,
                method,
                status,
                status == Status.ERROR ? "6 Too many requests per second" : null,
                at,
                1,
                12,
                "node");
    }

    static TokenLog row(Instant at) {
        return row(UUID.randomUUID(), "users.get", Status.SUCCESS, at);
    }

    static List<TokenLog> rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> row(now())).toList();
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
