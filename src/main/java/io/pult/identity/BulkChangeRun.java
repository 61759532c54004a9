package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.BulkChangeOps.Applied;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Works off a bulk change in small transactions, so that nobody waits long for a lock. What has become of a person is
 * written in the transaction that changes them: whoever is cut off, by death or by time, is followed by a next try that
 * meets nobody twice. Two tries at once take turns.
 */
final class BulkChangeRun {
    private static final int AT_ONCE = 500;
    private static final int SKIPPED_TOLD = 100;

    /** For the answer's way back, and for what is written last. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final Pg pg;
    private final PersonChanges changes;
    private final Outbox outbox;
    private final InstantSource clock;
    private final int atOnce;

    BulkChangeRun(Pg pg, PersonChanges changes, Outbox outbox, InstantSource clock) {
        this(pg, changes, outbox, clock, AT_ONCE);
    }

    /** @param atOnce people in one transaction */
    BulkChangeRun(Pg pg, PersonChanges changes, Outbox outbox, InstantSource clock, int atOnce) {
        this.pg = pg;
        this.changes = changes;
        this.outbox = outbox;
        this.clock = clock;
        this.atOnce = atOnce;
    }

    /** @return fails with UNAVAILABLE {@code bulk.unfinished} when the call's time is over before */
    Future<Applied> all(UUID id, PersonAct act, Call call) {
        if (call.remaining().compareTo(RESERVE) < 0) {
            return Future.failedFuture(Failure.unavailable(
                    "bulk.unfinished",
                    "The time was not enough for everybody; the same token goes on from here",
                    Duration.ofSeconds(1)));
        }
        return pg.tx(tx -> some(tx, id, act, call))
                .compose(more -> more ? all(id, act, call) : pg.tx(tx -> finish(tx, id, act, call)));
    }

    /** @return whether there may be more */
    private Future<Boolean> some(Sql tx, UUID id, PersonAct act, Call call) {
        var store = new BulkChangeStore(tx);
        return store.lock(id).compose(locked -> store.next(id, atOnce)).compose(targets -> {
            if (targets.isEmpty()) {
                return Future.succeededFuture(false);
            }
            return changes.apply(tx, act, targets, call, id)
                    .compose(outcome -> store.noteChanged(id, outcome.changed())
                            .compose(noted -> store.noteSkipped(id, codes(outcome)))
                            .compose(noted -> outcome.settle(tx)))
                    .map(settled -> true);
        });
    }

    private static Map<UUID, String> codes(PersonChanges.Outcome outcome) {
        var codes = new HashMap<UUID, String>();
        outcome.refusals().forEach((id, why) -> codes.put(id, why.code()));
        outcome.alreadySo().forEach(id -> codes.put(id, "user.already_so"));
        return codes;
    }

    private Future<Applied> finish(Sql tx, UUID id, PersonAct act, Call call) {
        var store = new BulkChangeStore(tx);
        return store.lock(id)
                .compose(header -> store.outcome(id, SKIPPED_TOLD).compose(applied -> {
                    // Another try came to the end first: this one gives the same answer.
                    boolean open = header.isPresent() && !header.get().finished();
                    return open
                            ? store.finish(id, clock.instant())
                                    .compose(finished ->
                                            outbox.put(tx, AuditEntry.RECORD, entry(id, act, applied, call)))
                                    .map(applied)
                            : Future.succeededFuture(applied);
                }));
    }

    private AuditEntry entry(UUID id, PersonAct act, Applied applied, Call call) {
        return AuditEntry.done(call, clock.instant(), "bulk.applied", "bulk:" + id)
                .with(Map.of(
                        "each",
                        act.action(),
                        "changed",
                        Integer.toString(applied.changed()),
                        "skipped",
                        Integer.toString(applied.skippedCount())));
    }
}
