package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to this code, before anything else uses it. Any number of nodes may start at once: one applies,
 * the others wait and find it done.
 *
 * <p>A file is one transaction, so {@code CREATE INDEX CONCURRENTLY} has no place in it. Older nodes keep working while
 * it runs: a change expands first and contracts a release later. For the same reason a schema that is ahead of this code
 * is no fault.
 */
public final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Of all files of one start; whoever waits for another node's run waits as long. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final String LOCK = "SELECT pg_advisory_xact_lock(x'70756c74'::bigint)";

    private final PgConnection connection;

    private Migrations(PgConnection connection) {
        this.connection = connection;
    }

    /**
     * @param versions that this run applied, in order; empty when there was nothing to do
     * @param instance the name of the cluster, made by the first migration of all
     */
    public record Applied(List<Long> versions, UUID instance) {}

    /**
     * @return fails with UNAVAILABLE when the database is away, with IllegalStateException and a remedy when a file does
     *     not fit the database: changed after it was applied, or refused by it (its own transaction is rolled back,
     *     those before it stay)
     */
    public static Future<Applied> run(Vertx vertx, PgSettings settings) {
        return vertx.executeBlocking(MigrationFile::all).compose(files -> run(vertx, settings, files));
    }

    static Future<Applied> run(Vertx vertx, PgSettings settings, List<MigrationFile> files) {
        PgConnectOptions to =
                Pg.connectOptions(settings).addProperty("statement_timeout", Long.toString(PATIENCE.toMillis()));
        return Pg.connect(vertx, to, CONNECT)
                .compose(connection -> new Migrations(connection).run(files).eventually(connection::close))
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(Pg.translated(cause)));
    }

    /** The name of the cluster: the same for every node on this database, unlike that of any other. */
    public static Future<UUID> instanceId(Sql sql) {
        return sql.one(
                row -> row.getUUID("id"),
                () -> new IllegalStateException("the table instance is empty"),
                "SELECT id FROM instance");
    }

    private Future<Applied> run(List<MigrationFile> files) {
        var versions = new ArrayList<Long>();
        return applied()
                .compose(known -> {
                    warnOfTheUnknown(known, files);
                    Future<?> chain = Future.succeededFuture();
                    for (MigrationFile file : files) {
                        if (!isApplied(file, known)) {
                            chain = chain.compose(before -> apply(file)).onSuccess(fresh -> {
                                if (fresh) {
                                    versions.add(file.version());
                                }
                            });
                        }
                    }
                    return chain;
                })
                .compose(done -> connection.query("SELECT id FROM instance").execute())
                .map(rows -> new Applied(
                        List.copyOf(versions), rows.iterator().next().getUUID("id")));
    }

    /** Checksums by version; nothing is written when there is nothing to do. */
    private Future<Map<Long, String>> applied() {
        return connection
                .query("SELECT to_regclass('schema_version') IS NOT NULL AS there")
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean("there")
                        ? checksums()
                        : makeTable().map(made -> Map.of()));
    }

    private Future<Map<Long, String>> checksums() {
        return connection
                .query("SELECT version, checksum FROM schema_version ORDER BY version")
                .execute()
                .map(rows -> {
                    var known = new HashMap<Long, String>();
                    for (Row row : rows) {
                        known.put(row.getLong("version"), row.getString("checksum"));
                    }
                    return known;
                });
    }

    private Future<Void> makeTable() {
        return locked(() -> connection.query("""
                        CREATE TABLE IF NOT EXISTS schema_version (
                            version     bigint      PRIMARY KEY,
                            name        text        NOT NULL,
                            checksum    text        NOT NULL,
                            applied_at  timestamptz NOT NULL DEFAULT now(),
                            duration_ms bigint      NOT NULL
                        )""").execute().mapEmpty());
    }

    /** @return false when another node was faster */
    private Future<Boolean> apply(MigrationFile file) {
        return locked(() -> checksums().compose(known -> {
            if (isApplied(file, known)) {
                return Future.succeededFuture(false);
            }
            long begin = System.nanoTime();
            return connection
                    .query(file.sql())
                    .execute()
                    .recover(cause -> Future.failedFuture(explained(file, cause)))
                    .compose(done -> record(file, Duration.ofNanos(System.nanoTime() - begin)))
                    .map(true);
        }));
    }

    private Future<Void> record(MigrationFile file, Duration took) {
        log.atInfo()
                .addKeyValue("version", file.version())
                .addKeyValue("name", file.name())
                .addKeyValue("ms", took.toMillis())
                .log("schema migrated");
        return connection
                .preparedQuery(
                        "INSERT INTO schema_version (version, name, checksum, duration_ms) VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(file.version(), file.name(), file.checksum(), took.toMillis()))
                .mapEmpty();
    }

    /** A transaction that no other node's migration overlaps. */
    private <T> Future<T> locked(Supplier<Future<T>> work) {
        return connection
                .begin()
                .compose(tx -> connection
                        .query(LOCK)
                        .execute()
                        // Longer than any statement of a running node, and short enough that a table for which the
                        // migration waits is not barred to everybody queued behind it.
                        .compose(locked -> connection
                                .query("SET LOCAL lock_timeout = '15s'")
                                .execute())
                        .compose(set -> work.get())
                        .compose(
                                result -> tx.commit().map(result),
                                cause -> tx.rollback().otherwiseEmpty().compose(back -> Future.failedFuture(cause))));
    }

    private static boolean isApplied(MigrationFile file, Map<Long, String> known) {
        String checksum = known.get(file.version());
        if (checksum != null && !checksum.equals(file.checksum())) {
            throw new IllegalStateException("the migration " + file.version() + "__" + file.name()
                    + ".sql was changed after it had been applied; put the old text back and write a new migration");
        }
        return checksum != null;
    }

    private static void warnOfTheUnknown(Map<Long, String> known, List<MigrationFile> files) {
        var unknown = new ArrayList<>(known.keySet());
        files.forEach(file -> unknown.remove(file.version()));
        if (!unknown.isEmpty()) {
            log.atInfo().addKeyValue("versions", unknown).log("the schema is ahead of this node");
        }
    }

    private static Throwable explained(MigrationFile file, Throwable cause) {
        return cause instanceof PgException
                ? new IllegalStateException(
                        "the migration " + file.version() + "__" + file.name() + ".sql failed and was rolled back: "
                                + cause.getMessage(),
                        cause)
                : cause;
    }
}
