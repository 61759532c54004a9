package io.pult.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A benchmark's own way to the tables of an instance. Blocks. */
final class BenchTable implements AutoCloseable {
    private static final long MINUTES = 10;

    private final Vertx vertx = Vertx.vertx();
    private final PgConnection connection;

    BenchTable(Instance instance) throws IOException {
        String url = new JsonObject(Files.readString(instance.conf()))
                .getJsonObject("postgres")
                .getString("url");
        connection = PgConnection.connect(vertx, PgConnectOptions.fromUri(url)).await();
    }

    RowSet<Row> run(String sql, Object... args) {
        try {
            return connection.preparedQuery(sql).execute(Tuple.wrap(args)).await(MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + MINUTES + " minutes: " + sql, e);
        }
    }

    /** Of a statement with one value. */
    long number(String sql) {
        return run(sql).iterator().next().getLong(0);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
