package io.pult.jobs;

import io.pult.contract.jobs.JobsEvents;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs that are due for as long as it has a free place, and walks them. One for each lease: it takes a job that is
 * its own and that it does not know of for one that it has forgotten. Confined to its verticle's context.
 */
final class JobEngine {
    private static final Logger log = LoggerFactory.getLogger(JobEngine.class);

    private final Ground ground;
    private final JobsSettings settings;
    private final OwnedJobStore jobs;
    private final JobAnnouncer announcer;
    private final Map<UUID, JobRun> runs = new HashMap<>();
    private final Ticker ticker;
    private Ticker.@Nullable Wake sweep;
    private boolean stopping;

    JobEngine(Ground ground, JobsSettings settings, OwnedJobStore jobs, JobAnnouncer announcer, Ticker ticker) {
        this.ground = ground;
        this.settings = settings;
        this.jobs = jobs;
        this.announcer = announcer;
        this.ticker = ticker;
    }

    Future<Void> start() {
        sweep = ticker.every(settings.sweep(), "take due jobs", this::sweep);
        return ground.bus().onEvery(JobsEvents.ENQUEUED, event -> sweepSoon());
    }

    private void sweepSoon() {
        if (sweep != null) {
            sweep.now();
        }
    }

    private Future<Void> sweep() {
        Lease lease = ground.lease();
        int free = settings.concurrent() - runs.size();
        if (stopping || free <= 0 || !lease.held()) {
            return Future.succeededFuture();
        }
        return lease.dead()
                .compose(dead -> jobs.claim(lease.owner(), dead, List.copyOf(runs.keySet()), free))
                .map(claimed -> {
                    claimed.forEach(this::walk);
                    return null;
                });
    }

    private void walk(OwnedJob job) {
        log.atInfo()
                .addKeyValue("job", job.id())
                .addKeyValue("kind", job.job().kind())
                .addKeyValue("step", job.job().step())
                .addKeyValue("epoch", job.epoch())
                .log("job claimed");
        var run = new JobRun(ground, jobs, announcer, settings.retries(), () -> stopping);
        runs.put(job.id(), run);
        run.walk(job).onComplete(ended -> {
            // Not whatever is there: the job may have been put back and claimed again before this is heard.
            runs.remove(job.id(), run);
            sweepSoon();
        });
    }

    /**
     * Stops the ticker too. Each running step ends and its job is put back, so that another node goes on within a second.
     * A step that takes longer than the settings allow keeps its owner, and is asked for again when this node's lease is
     * released or has run out, perhaps while it still runs: a concern bears that, because a step is idempotent.
     */
    Future<Void> stop() {
        stopping = true;
        return ticker.stop().compose(swept -> runsEnd());
    }

    private Future<Void> runsEnd() {
        return Future.join(runs.values().stream().map(JobRun::ended).toList())
                .timeout(Math.max(1, settings.stopWithin().toMillis()), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .recover(late -> {
                    if (late instanceof TimeoutException) {
                        log.atWarn()
                                .addKeyValue("jobs", List.copyOf(runs.keySet()))
                                .log("steps still run; their jobs are left to the lease");
                        return Future.succeededFuture();
                    }
                    return Future.failedFuture(late);
                });
    }
}
