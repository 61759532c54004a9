package io.pult.infra;

import java.time.Duration;

/**
 * @param url {@code postgresql://user:password@host:port/database}
 * @param pipelinedConnections a verticle opens for single statements, 1 to 16
 * @param pooledConnections a verticle opens for transactions, 1 to 64
 * @param maxWaiting statements that may wait before a caller gets 503
 * @param timeout of one statement
 */
public record PgSettings(
        @Secret String url, int pipelinedConnections, int pooledConnections, int maxWaiting, Duration timeout) {
    public static PgSettings of(String url) {
        return new PgSettings(url, 1, 4, 1_000, Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
        return "PgSettings[redacted]";
    }
}
