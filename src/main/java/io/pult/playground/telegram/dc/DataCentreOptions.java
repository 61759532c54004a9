package io.pult.playground.telegram.dc;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * @param id 1 to 9,999
 * @param port 0 lets the system choose; of 127.0.0.1
 * @param key by which clients know it
 * @param faults that can be ordered
 * @param clock the server's time: salts, msg_ids, resending
 * @param loops event loops that share the connections
 * @param gzipAbove results of more bytes are sent gzipped when that makes them smaller
 * @param announceAbove answers of more bytes are first announced (msg_detailed_info) and sent when asked for
 * @param resendAfter what is not acknowledged so long is sent again; then after twice as long, and so on
 * @param proxySecret 32 hexadecimal digits with which clients may obfuscate, as if it were an MTProxy; a secret
 */
public record DataCentreOptions(
        int id,
        int port,
        ServerKey key,
        Faults faults,
        InstantSource clock,
        int loops,
        int gzipAbove,
        int announceAbove,
        Duration resendAfter,
        @Nullable String proxySecret) {
    private static final int GZIP_ABOVE = 512;

    public DataCentreOptions {
        if (id < 1 || id > 9_999) {
            throw new IllegalArgumentException("a data centre's id is 1 to 9,999, not " + id);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65,535, not " + port);
        }
        if (loops < 1) {
            throw new IllegalArgumentException("a data centre needs an event loop");
        }
        if (proxySecret != null && !proxySecret.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a proxy's secret has 32 hexadecimal digits");
        }
    }

    /** On one loop, with the time of this machine. */
    public static DataCentreOptions of(int id, ServerKey key) {
        return new DataCentreOptions(
                id,
                0,
                key,
                new Faults(),
                InstantSource.system(),
                1,
                GZIP_ABOVE,
                Integer.MAX_VALUE,
                Duration.ofSeconds(5),
                null);
    }

    public DataCentreOptions withPort(int wanted) {
        return new DataCentreOptions(
                id, wanted, key, faults, clock, loops, gzipAbove, announceAbove, resendAfter, proxySecret);
    }

    public DataCentreOptions withClock(InstantSource wanted) {
        return new DataCentreOptions(
                id, port, key, faults, wanted, loops, gzipAbove, announceAbove, resendAfter, proxySecret);
    }

    public DataCentreOptions withLoops(int wanted) {
        return new DataCentreOptions(
                id, port, key, faults, clock, wanted, gzipAbove, announceAbove, resendAfter, proxySecret);
    }

    public DataCentreOptions withAnnounceAbove(int wanted) {
        return new DataCentreOptions(id, port, key, faults, clock, loops, gzipAbove, wanted, resendAfter, proxySecret);
    }

    public DataCentreOptions withResendAfter(Duration wanted) {
        return new DataCentreOptions(
                id, port, key, faults, clock, loops, gzipAbove, announceAbove, wanted, proxySecret);
    }

    public DataCentreOptions withProxySecret(String wanted) {
        return new DataCentreOptions(
                id, port, key, faults, clock, loops, gzipAbove, announceAbove, resendAfter, wanted);
    }

    @Override
    public String toString() {
        return "DataCentreOptions[id=%d, port=%d]".formatted(id, port);
    }
}
