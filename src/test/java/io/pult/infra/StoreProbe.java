package io.pult.infra;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a store one question over a connection of its own, so that a test sees what any client would see. */
final class StoreProbe implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();

    /** The first column of the first row, or null. */
    Object sql(URI postgres, String statement) throws Exception {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(postgres.toString()))
                .compose(connection -> connection
                        .query(statement)
                        .execute()
                        .map(StoreProbe::firstValue)
                        .eventually(connection::close))
                .await(10, TimeUnit.SECONDS);
    }

    private static Object firstValue(RowSet<Row> rows) {
        return rows.size() == 0 ? null : rows.iterator().next().getValue(0);
    }

    /** The first line of the reply to {@code command}, or of a bulk reply its content. */
    static String redis(URI redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout(5_000);
            String password = redis.getUserInfo().substring(1);
            socket.getOutputStream()
                    .write(("AUTH " + password + "\r\n" + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String greeting = replies.readLine();
            if (!greeting.equals("+OK")) {
                return greeting;
            }
            String reply = replies.readLine();
            return reply.startsWith("$") && !reply.equals("$-1") ? replies.readLine() : reply;
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
