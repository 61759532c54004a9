package io.pult.vk;

import io.pult.infra.Backoff;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log's tables: days are made ahead and dropped when they are old, counts are folded. Every node does it: what
 * another does at the same moment finds nothing to do, by locks of the database's own, so no role has to change hands.
 */
final class TokenLogUpkeep {
    private static final Logger log = LoggerFactory.getLogger(TokenLogUpkeep.class);

    private static final int DAYS_AHEAD = 3;
    private static final Duration FOLD = Duration.ofSeconds(2);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Writers are in the way of a detach only for the moment of their statement. */
    private static final Backoff DETACH = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 8);

    private final Vertx vertx;
    private final TokenLogStore logs;
    private final TokenLogCounts counts;
    private final InstantSource clock;
    private final Duration keepLogs;
    private final Duration keepCounts;

    /**
     * @param keepLogs how long single attempts stay, at least a day
     * @param keepCounts how long their counts by hour stay
     */
    TokenLogUpkeep(
            Vertx vertx,
            TokenLogStore logs,
            TokenLogCounts counts,
            InstantSource clock,
            Duration keepLogs,
            Duration keepCounts) {
        this.vertx = vertx;
        this.logs = logs;
        this.counts = counts;
        this.clock = clock;
        this.keepLogs = keepLogs;
        this.keepCounts = keepCounts;
    }

    void start(Ticker timers) {
        timers.every(Duration.ofHours(1), "days of token_logs", this::makeDays);
        // At once, too: a node that never lives for an hour must not keep everything.
        timers.every(Duration.ofHours(1), "retention of token_logs", this::retire)
                .now();
        timers.every(FOLD, "counts of token_logs", counts::fold);
    }

    /** Yesterday too: a row that waited over midnight belongs there. */
    Future<Void> makeDays() {
        LocalDate today = day(clock.instant());
        return Future.all(IntStream.rangeClosed(-1, DAYS_AHEAD)
                        .mapToObj(ahead -> logs.makeDay(today.plusDays(ahead)))
                        .toList())
                .mapEmpty();
    }

    /** Whole days: an attempt goes when the last of its day is old enough. */
    Future<Void> retire() {
        Instant now = clock.instant();
        return detachBefore(day(now.minus(keepLogs)))
                .compose(done -> dropDetached())
                .compose(done -> counts.deleteBefore(now.minus(keepCounts)));
    }

    private Future<Void> detachBefore(LocalDate before) {
        return DETACH.retry(vertx, TokenLogUpkeep::lockTimedOut, () -> logs.detachDay(before))
                .compose(day -> {
                    if (day.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    log.atInfo().addKeyValue("day", day.get()).log("a day of the token log is over");
                    return detachBefore(before);
                });
    }

    private Future<Void> dropDetached() {
        return logs.dropDetached().compose(dropped -> dropped ? dropDetached() : Future.succeededFuture());
    }

    private static boolean lockTimedOut(Throwable cause) {
        return cause instanceof PgException pg && LOCK_NOT_AVAILABLE.equals(pg.getSqlState());
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
