package io.pult.jobs;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts, shows, cancels and retries jobs; walking them is the {@link JobEngine}'s. */
final class JobHandlers {
    private final JobStore jobs;
    private final JobAnnouncer announcer;
    private final Map<String, JobKind> kinds;

    JobHandlers(JobStore jobs, JobAnnouncer announcer, List<JobKind> kinds) {
        this.jobs = jobs;
        this.announcer = announcer;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
    }

    Future<Page<Job>> list(JobsOps.ListJobs request, Call call) {
        return jobs.list(request);
    }

    Future<Job> get(JobsOps.JobId request, Call call) {
        return jobs.get(request.id()).map(found -> found.orElseThrow(JobHandlers::unknown));
    }

    /** The idempotency key is the job's own name: row and act are one, and the answer holds nothing that could age. */
    Future<Job> startRekey(JobsOps.StartRekey request, Call call) {
        String key = call.idempotencyKey();
        String subject = call.principal().subject();
        return start(JobKind.REKEY, Map.of(), key == null ? null : subject + " " + key, call);
    }

    Future<Job> start(JobsOps.Start request, Call call) {
        JobKind kind = kinds.get(request.kind());
        if (kind == null) {
            throw Failure.invalid("jobs.unknown_kind", "There is no such kind of job");
        }
        return start(kind, request.args(), request.key(), call);
    }

    private Future<Job> start(JobKind kind, Map<String, Object> args, @Nullable String key, Call call) {
        return jobs.insert(UUID.randomUUID(), kind, args, key, call.principal().subject())
                .onSuccess(inserted -> inserted.ifPresent(this::tellOfNew))
                .compose(
                        inserted -> inserted.<Future<Job>>map(Future::succeededFuture)
                                .orElseGet(() -> startedBefore(kind, key, call)),
                        cause -> Pg.violates(cause, JobStore.SINGLE)
                                ? refuseSecond(kind.name())
                                : Future.failedFuture(cause));
    }

    private Future<Job> startedBefore(JobKind kind, @Nullable String key, Call call) {
        call.notes().markReplayed();
        return jobs.startedUnder(kind.name(), String.valueOf(key))
                .map(found -> found.orElseThrow(JobHandlers::unknown));
    }

    private Future<Job> refuseSecond(String kind) {
        return jobs.unfinished(kind).compose(running -> {
            var failure = Failure.conflict("jobs.single", "A job of this kind is not finished yet");
            return Future.failedFuture(
                    running.map(job -> failure.with("job", job.id().toString())).orElse(failure));
        });
    }

    Future<Job> cancel(JobsOps.JobId request, Call call) {
        return jobs.cancel(request.id()).compose(cancelled -> {
            if (cancelled.isEmpty()) {
                return get(request, call).map(JobHandlers::cancelledBefore);
            }
            announcer.moved(cancelled.get());
            announcer.enqueued(cancelled.get());
            return Future.succeededFuture(cancelled.get());
        });
    }

    private static Job cancelledBefore(Job job) {
        if (job.state() == JobState.CANCELLING) {
            return job;
        }
        throw Failure.conflict("jobs.finished", "The job is over; there is nothing to cancel");
    }

    Future<Job> retry(JobsOps.JobId request, Call call) {
        return get(request, call)
                .compose(job -> jobs.retry(request.id())
                        .map(JobHandlers::retried)
                        .onSuccess(this::tellOfNew)
                        .recover(cause -> Pg.violates(cause, JobStore.SINGLE)
                                ? refuseSecond(job.kind())
                                : Future.failedFuture(cause)));
    }

    private static Job retried(Optional<Job> job) {
        return job.orElseThrow(() ->
                Failure.conflict("jobs.not_retryable", "Only a job that has failed or was cancelled can be retried"));
    }

    private void tellOfNew(Job job) {
        announcer.moved(job);
        announcer.enqueued(job);
    }

    private static Failure unknown() {
        return Failure.notFound("jobs.not_found", "There is no job with this id");
    }
}
