package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a table's partitions, which go as a whole. Every node may do it: each partition is taken by one of them. */
public final class Partitions {
    private static final Logger log = LoggerFactory.getLogger(Partitions.class);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Readers and writers are in the way only for the moment of their statement. */
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 8);

    private final Vertx vertx;
    private final String table;
    private final Function<LocalDate, Future<Optional<LocalDate>>> takeOldest;

    /**
     * @param takeOldest takes the oldest partition that lies before a day out of the table and says when it began; empty when
     *     there is none. Waits for others so briefly that nobody has to wait behind it
     */
    public Partitions(Vertx vertx, String table, Function<LocalDate, Future<Optional<LocalDate>>> takeOldest) {
        this.vertx = vertx;
        this.table = table;
        this.takeOldest = takeOldest;
    }

    /** All that lie before this day (UTC). */
    public Future<Void> retire(LocalDate before) {
        return AGAIN.retry(vertx, Partitions::lockTimedOut, () -> takeOldest.apply(before))
                .compose(taken -> {
                    if (taken.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    log.atInfo()
                            .addKeyValue("table", table)
                            .addKeyValue("since", taken.get())
                            .log("a partition is over");
                    return retire(before);
                });
    }

    private static boolean lockTimedOut(Throwable cause) {
        return cause instanceof PgException pg && LOCK_NOT_AVAILABLE.equals(pg.getSqlState());
    }
}
