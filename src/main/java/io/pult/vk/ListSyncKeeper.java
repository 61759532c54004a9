package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.ListSync.State;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.pult.vk.ListSyncStore.Stored;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each list sync and its job together: starts the job that is missing, takes over how it ended, cancels it when the
 * sync is deleted, and forgets syncs whose time is over. Whatever could not be done at once is done by the sweep.
 */
final class ListSyncKeeper {
    private static final Logger log = LoggerFactory.getLogger(ListSyncKeeper.class);

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final int LOOKED_AT_ONCE = 20;
    private static final int REMOVED_AT_ONCE = 5_000;
    private static final int MOST_REMOVED = 40;

    private final Ground ground;
    private final Pg pg;
    private final ListSyncStore syncs;
    private Ticker.@Nullable Wake sweep;

    ListSyncKeeper(Ground ground, Pg pg) {
        this.ground = ground;
        this.pg = pg;
        this.syncs = new ListSyncStore(pg);
    }

    void start(Ticker timers) {
        sweep = timers.every(SWEEP, "list syncs", this::sweep);
    }

    /** Never fails: a job that cannot be started now is started later. */
    Future<ListSync> started(ListSync sync) {
        return syncs.find(sync.id())
                .compose(found -> found.isEmpty() || found.get().sync().job() != null
                        ? Future.succeededFuture(found)
                        : startJob(sync.id()))
                .map(found -> found.map(Stored::sync).orElse(sync))
                .recover(cause -> {
                    log.atWarn()
                            .addKeyValue("sync", sync.id())
                            .addKeyValue("reason", cause.toString())
                            .log("the job of a list sync is started later");
                    return Future.succeededFuture(sync);
                });
    }

    /** The sync's id is the job's key, so that there is one however often this is asked. */
    private Future<Optional<Stored>> startJob(UUID id) {
        var start = new JobsOps.Start(ListSyncSteps.KIND, ListSyncSteps.args(id), id.toString());
        return ground.bus()
                .ask(JobsOps.START, start, ground.systemCall(ASK))
                .compose(job -> syncs.setJob(id, job.id()));
    }

    /** With what its job says now, as long as it has not succeeded; never fails for the job's sake. */
    Future<Stored> followed(Stored stored) {
        ListSync sync = stored.sync();
        UUID job = sync.job();
        if (sync.state() == State.SUCCEEDED) {
            return Future.succeededFuture(stored);
        }
        Future<Optional<Stored>> now = job == null
                ? startJob(sync.id())
                : ground.bus()
                        .ask(JobsOps.GET, new JobsOps.JobId(job), ground.systemCall(ASK))
                        .compose(
                                found -> syncs.follow(sync.id(), found, state(found.state())),
                                cause -> missing(sync, cause));
        return now.map(found -> found.orElse(stored)).otherwise(stored);
    }

    private Future<Optional<Stored>> missing(ListSync sync, Throwable cause) {
        if (cause instanceof Failure failure && failure.is("jobs.not_found")) {
            return syncs.abandon(
                    sync.id(), new ListSync.Fault("list_sync.job_forgotten", "Its job is not known any more"));
        }
        return Future.failedFuture(cause);
    }

    private static State state(JobState state) {
        return switch (state) {
            case QUEUED -> State.QUEUED;
            case RUNNING, CANCELLING -> State.RUNNING;
            case CANCELLED -> State.CANCELLED;
            case SUCCEEDED -> State.SUCCEEDED;
            case FAILED -> State.FAILED;
        };
    }

    /** A job that cannot be reached fails at its next step, which finds no sync any more. */
    Future<Void> deleted(ListSync sync) {
        if (sweep != null) {
            sweep.now();
        }
        UUID job = sync.job();
        if (job == null || sync.finishedAt() != null) {
            return Future.succeededFuture();
        }
        return ground.bus()
                .ask(JobsOps.CANCEL, new JobsOps.JobId(job), ground.systemCall(ASK))
                .onFailure(cause -> log.atInfo()
                        .addKeyValue("sync", sync.id())
                        .addKeyValue("reason", cause.toString())
                        .log("the job of a deleted list sync was not cancelled"))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<?> sweep() {
        return syncs.due(SWEEP, LOOKED_AT_ONCE)
                .compose(due -> Future.join(due.stream().map(this::followed).toList()))
                .compose(followed -> syncs.forgetExpired())
                .compose(forgotten -> removeDeleted(MOST_REMOVED));
    }

    /** In batches, each a statement of its own: a list of millions would outlast any statement. */
    private Future<Void> removeDeleted(int left) {
        return syncs.deleted().compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture();
            }
            if (left == 0) {
                if (sweep != null) {
                    sweep.now();
                }
                return Future.succeededFuture();
            }
            UUID id = found.get();
            return new ListSyncItemStore(pg)
                    .remove(id, REMOVED_AT_ONCE)
                    .compose(removed -> removed < REMOVED_AT_ONCE ? syncs.remove(id) : Future.succeededFuture())
                    .compose(removed -> removeDeleted(left - 1));
        });
    }
}
