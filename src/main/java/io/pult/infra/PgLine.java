package io.pult.infra;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that nobody else's statements can hold up. It is opened when it is needed, and given up for a new one
 * when a statement gets no answer in time. Confined to one context.
 */
final class PgLine implements Sql {
    private static final Logger log = LoggerFactory.getLogger(PgLine.class);

    private final Vertx vertx;
    private final PgConnectOptions to;
    private final Duration patience;
    private @Nullable Future<PgConnection> opened;

    /** @param patience with the connect and one statement together */
    PgLine(Vertx vertx, PgSettings settings, Duration patience) {
        this.vertx = vertx;
        this.to = Pg.connectOptions(settings);
        this.patience = patience;
    }

    @Override
    public Future<RowSet<Row>> query(String sql, @Nullable Object... args) {
        return on(connection -> connection.preparedQuery(sql).execute(Sql.tuple(args)));
    }

    @Override
    public Future<Void> batch(String sql, List<Tuple> rows) {
        return on(connection -> connection.preparedQuery(sql).executeBatch(rows))
                .mapEmpty();
    }

    @Override
    public void afterCommit(Runnable action) {
        action.run();
    }

    private <T> Future<T> on(Function<PgConnection, Future<T>> statement) {
        Future<PgConnection> line = opened == null ? open() : opened;
        return line.compose(statement)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    Throwable told = Pg.translated(cause);
                    if (line.failed() || told instanceof Failure) {
                        drop(line);
                    }
                    return Future.failedFuture(told);
                });
    }

    private Future<PgConnection> open() {
        Future<PgConnection> line = Pg.connect(vertx, to, patience);
        opened = line;
        return line.onSuccess(connection -> connection
                .exceptionHandler(cause ->
                        log.atDebug().addKeyValue("reason", cause.toString()).log("a connection of its own broke"))
                .closeHandler(closed -> drop(line)));
    }

    private void drop(Future<PgConnection> line) {
        if (opened == line) {
            opened = null;
        }
        line.onSuccess(PgConnection::close);
    }

    Future<Void> close() {
        Future<PgConnection> line = opened;
        opened = null;
        return line == null
                ? Future.succeededFuture()
                : line.compose(PgConnection::close)
                        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
    }
}
