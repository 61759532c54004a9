package io.pult.infra;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL for one verticle, opened inside it so that its connections live on its event loop and still work in its
 * {@code stop()}.
 *
 * <p>Single statements go through a pipelined client, transactions through a small pool; both have a bound on what may
 * wait, because a queue without one turns a slow database into a dead node.
 */
public final class Pg implements Sql {
    private static final Logger log = LoggerFactory.getLogger(Pg.class);
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);

    private final SqlClient client;
    private final Pool pool;
    private final PgSettings settings;
    private int inFlight;

    private Pg(SqlClient client, Pool pool, PgSettings settings) {
        this.client = client;
        this.pool = pool;
        this.settings = settings;
    }

    /** Opens no connection yet: a database that is away fails the first statement, not the start. */
    public static Pg open(Vertx vertx, PgSettings settings) {
        PgConnectOptions to = connectOptions(settings);
        SqlClient client = PgBuilder.client()
                .using(vertx)
                .connectingTo(to)
                .with(new PoolOptions().setMaxSize(settings.pipelinedConnections()))
                .build();
        Pool pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(to)
                .with(new PoolOptions()
                        .setMaxSize(settings.pooledConnections())
                        .setMaxWaitQueueSize(settings.maxWaiting())
                        .setConnectionTimeout((int) settings.timeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .build();
        return new Pg(client, pool, settings);
    }

    static PgConnectOptions connectOptions(PgSettings settings) {
        PgConnectOptions to = PgConnectOptions.fromUri(settings.url())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPipeliningLimit(256);
        to.addProperty("application_name", "pult");
        to.addProperty("TimeZone", "UTC");
        to.addProperty("statement_timeout", Long.toString(settings.timeout().toMillis()));
        return to;
    }

    /** One connection, or none: what opens after the time is over is closed again instead of staying as an idle session. */
    static Future<PgConnection> connect(Vertx vertx, PgConnectOptions to, Duration within) {
        Future<PgConnection> opening = PgConnection.connect(vertx, to);
        return opening.timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(tooLate -> opening.onSuccess(PgConnection::close));
    }

    @Override
    public Future<RowSet<Row>> query(String sql, @Nullable Object... args) {
        return bounded(() -> client.preparedQuery(sql).execute(Sql.tuple(args)));
    }

    @Override
    public Future<Void> batch(String sql, List<Tuple> rows) {
        return bounded(() -> client.preparedQuery(sql).executeBatch(rows)).mapEmpty();
    }

    /** Commits when the future succeeds, rolls back when it fails. */
    public <T> Future<T> tx(Function<Sql, Future<T>> work) {
        return pool.withTransaction(connection -> work.apply(new Tx(connection)))
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    private <T> Future<T> bounded(Supplier<Future<T>> statement) {
        if (inFlight >= settings.maxWaiting()) {
            return Future.failedFuture(
                    Failure.unavailable("store.busy", "The database has more to do than it can take", RETRY_SOON));
        }
        inFlight++;
        return statement
                .get()
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> inFlight--)
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    public Future<Void> close() {
        return Future.join(client.close(), pool.close()).mapEmpty();
    }

    /** The name of the constraint that a statement ran against, as a store needs it to say CONFLICT. */
    public static boolean violates(Throwable cause, String constraint) {
        return cause instanceof PgException pg && constraint.equals(pg.getConstraint());
    }

    /** Answers of the database stay what they are; everything else means that it is away. */
    static Throwable translated(Throwable cause) {
        if (cause instanceof Failure) {
            return cause;
        }
        if (cause instanceof PgException pg && !away(pg.getSqlState())) {
            return pg;
        }
        if (cause instanceof RuntimeException
                && !(cause instanceof VertxException)
                && !(cause instanceof PgException)) {
            return cause;
        }
        log.atWarn().addKeyValue("reason", cause.toString()).log("the database is away");
        return Failure.unavailable("store.unavailable", "The database cannot be reached at the moment", RETRY_SOON);
    }

    /** Classes of SQLSTATE: 08 connection, 53 resources, 57 shutdown or cancel, 25006 and 40001 excepted. */
    private static boolean away(@Nullable String state) {
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    private record Tx(SqlClient connection) implements Sql {
        @Override
        public Future<RowSet<Row>> query(String sql, @Nullable Object... args) {
            return connection.preparedQuery(sql).execute(Sql.tuple(args));
        }

        @Override
        public Future<Void> batch(String sql, List<Tuple> rows) {
            return connection.preparedQuery(sql).executeBatch(rows).mapEmpty();
        }
    }
}
