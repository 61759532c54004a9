package io.pult.identity.audit;

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

/** Makes the audit's months ahead and drops those that are too old. Every node does it, under the database's own lock. */
final class AuditUpkeep {
    private static final int MONTHS_AHEAD = 2;

    private final AuditStore audit;
    private final Partitions months;
    private final InstantSource clock;
    private final Duration keep;

    AuditUpkeep(Vertx vertx, AuditStore audit, InstantSource clock, Duration keep) {
        this.audit = audit;
        this.months = new Partitions(vertx, "audit", audit::dropMonth);
        this.clock = clock;
        this.keep = keep;
    }

    void start(Ticker timers) {
        timers.every(Duration.ofHours(1), "months of the audit", this::makeMonths)
                .now();
        // At once, too: a node that never lives for an hour must not keep everything.
        timers.every(Duration.ofHours(1), "retention of the audit", this::retire)
                .now();
    }

    /** What comes for any other month makes it on its way. */
    Future<Void> makeMonths() {
        LocalDate first = AuditStore.firstOfMonth(clock.instant());
        return Future.all(IntStream.rangeClosed(0, MONTHS_AHEAD)
                        .mapToObj(ahead -> audit.makeMonth(first.plusMonths(ahead)))
                        .toList())
                .mapEmpty();
    }

    /** Whole months: an entry goes when the last of its month is old enough. */
    Future<Void> retire() {
        Instant end = clock.instant().minus(keep);
        return months.retire(end.atZone(ZoneOffset.UTC).toLocalDate());
    }
}
