package io.pult.api;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Connections that have not brought a request yet. One that is silent the server closes as idle; one that drips its headers
 * is never idle, and is closed here.
 */
final class Newcomers {
    private final long patience;
    private final LongSupplier nanos;
    private final Map<HttpConnection, Long> since = new LinkedHashMap<>();

    /** @param patience until the first request has to be there */
    Newcomers(Duration patience, LongSupplier nanos) {
        this.patience = patience.toNanos();
        this.nanos = nanos;
    }

    void greet(HttpConnection connection) {
        since.put(connection, nanos.getAsLong());
        connection.closeHandler(closed -> since.remove(connection));
    }

    void spoke(HttpConnection connection) {
        if (!since.isEmpty()) {
            since.remove(connection);
        }
    }

    /** One timer for all; the oldest come first. */
    void sweep() {
        long now = nanos.getAsLong();
        for (Map.Entry<HttpConnection, Long> newcomer : new ArrayList<>(since.entrySet())) {
            if (now - newcomer.getValue() < patience) {
                return;
            }
            since.remove(newcomer.getKey());
            newcomer.getKey().close();
        }
    }
}
