package io.pult.vk;

import io.pult.infra.Partitions;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

/**
 * Keeps the log's tables: days are made ahead and dropped when they are old, counts are folded. Every node does it: what
 * another does at the same moment finds nothing to do, by locks of the database's own, so no role has to change hands.
 */
final class TokenLogUpkeep {
    private static final int DAYS_AHEAD = 3;
    private static final Duration FOLD = Duration.ofSeconds(2);

    private final Partitions days;
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
        this.days = new Partitions(vertx, "token_logs", logs::detachDay);
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
        return days.retire(day(now.minus(keepLogs)))
                .compose(done -> dropDetached())
                .compose(done -> counts.deleteBefore(now.minus(keepCounts)));
    }

    private Future<Void> dropDetached() {
        return logs.dropDetached().compose(dropped -> dropped ? dropDetached() : Future.succeededFuture());
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
