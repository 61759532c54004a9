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
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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

    /** The database itself ends a statement in time; whoever hears nothing for so much longer has a dead connection. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final PgSettings settings;
    private Clients clients;
    private long lastAnswer;
    private int inFlight;

    /** Replaced together when a connection turns out to be dead: neither of the two can close a single one. */
    private record Clients(SqlClient pipelined, Pool pool) {
        Future<Void> close() {
            return Future.join(pipelined.close(), pool.close()).mapEmpty();
        }
    }

    private Pg(Vertx vertx, PgSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.clients = clients(vertx, settings);
        this.lastAnswer = System.nanoTime();
    }

    /** Opens no connection yet: a database that is away fails the first statement, not the start. */
    public static Pg open(Vertx vertx, PgSettings settings) {
        return new Pg(vertx, settings);
    }

    private static Clients clients(Vertx vertx, PgSettings settings) {
        PgConnectOptions to = connectOptions(settings);
        SqlClient pipelined = PgBuilder.client()
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
        return new Clients(pipelined, pool);
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
        return bounded(client -> client.preparedQuery(sql).execute(Sql.tuple(args)));
    }

    @Override
    public Future<Void> batch(String sql, List<Tuple> rows) {
        return bounded(client -> client.preparedQuery(sql).executeBatch(rows)).mapEmpty();
    }

    @Override
    public void afterCommit(Runnable action) {
        action.run();
    }

    private <T> Future<T> bounded(Function<SqlClient, Future<T>> statement) {
        if (inFlight >= settings.maxWaiting()) {
            return Future.failedFuture(
                    Failure.unavailable("store.busy", "The database has more to do than it can take", RETRY_SOON));
        }
        inFlight++;
        Clients asked = clients;
        long sent = System.nanoTime();
        return statement
                .apply(asked.pipelined)
                .timeout(patience(), TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    inFlight--;
                    if (!(done.cause() instanceof TimeoutException)) {
                        lastAnswer = System.nanoTime();
                    } else if (lastAnswer - sent < 0) {
                        // Nothing was answered since: not a long queue, but a connection that nobody ends.
                        replace(asked);
                    }
                })
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    /** Commits when the future succeeds, rolls back when it fails. */
    public <T> Future<T> tx(Function<Sql, Future<T>> work) {
        Clients asked = clients;
        return asked.pool
                .getConnection()
                .recover(cause -> Future.failedFuture(translated(cause)))
                .compose(connection -> new Tx(connection, asked).run(work));
    }

    private long patience() {
        return settings.timeout().plus(OVERDUE).toMillis();
    }

    private void replace(Clients dead) {
        if (clients.equals(dead)) {
            log.warn("the database leaves statements without an answer; connecting anew");
            clients = clients(vertx, settings);
            dead.close();
        }
    }

    public Future<Void> close() {
        return clients.close();
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

    /** Classes of SQLSTATE: 08 connection, 53 resources, 57 shutdown, or cancelled because it took too long. */
    private static boolean away(@Nullable String state) {
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
    }

    private final class Tx implements Sql {
        private final SqlConnection connection;
        private final Clients owner;
        private final List<Runnable> committed = new ArrayList<>();

        Tx(SqlConnection connection, Clients owner) {
            this.connection = connection;
            this.owner = owner;
        }

        <T> Future<T> run(Function<Sql, Future<T>> work) {
            return bounded(connection.begin())
                    .compose(begun -> applied(work)
                            .compose(
                                    result -> bounded(begun.commit()).map(result),
                                    cause -> bounded(begun.rollback()).transform(back -> Future.failedFuture(cause))))
                    .onComplete(done -> connection.close())
                    .onSuccess(result -> committed.forEach(Runnable::run));
        }

        private <T> Future<T> applied(Function<Sql, Future<T>> work) {
            try {
                return work.apply(this);
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        }

        @Override
        public Future<RowSet<Row>> query(String sql, @Nullable Object... args) {
            return bounded(connection.preparedQuery(sql).execute(Sql.tuple(args)));
        }

        @Override
        public Future<Void> batch(String sql, List<Tuple> rows) {
            return bounded(connection.preparedQuery(sql).executeBatch(rows)).mapEmpty();
        }

        @Override
        public void afterCommit(Runnable action) {
            committed.add(action);
        }

        private <T> Future<T> bounded(Future<T> answer) {
            return answer.timeout(patience(), TimeUnit.MILLISECONDS).recover(cause -> {
                if (cause instanceof TimeoutException) {
                    replace(owner);
                }
                return Future.failedFuture(translated(cause));
            });
        }
    }
}
