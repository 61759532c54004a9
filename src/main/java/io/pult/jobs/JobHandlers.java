package io.pult.jobs;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Page;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts, shows, cancels and retries jobs; walking them is the {@link JobEngine}'s. */
final class JobHandlers {
    private final Pg pg;
    private final JobStore jobs;
    private final JobsAudit audit;
    private final Idempotency idempotency;
    private final JobAnnouncer announcer;
    private final Map<String, JobKind> kinds;

    JobHandlers(Pg pg, JobsAudit audit, Idempotency idempotency, JobAnnouncer announcer, List<JobKind> kinds) {
        this.pg = pg;
        this.jobs = new JobStore(pg);
        this.audit = audit;
        this.idempotency = idempotency;
        this.announcer = announcer;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
    }

    Future<?> serve(Bus bus) {
        return Future.all(List.of(
                bus.serve(JobsOps.LIST, this::list),
                bus.serve(JobsOps.SUMMARY, (request, call) -> jobs.summary(request.kind())),
                bus.serve(JobsOps.GET, this::get),
                bus.serve(JobsOps.CANCEL, this::cancel),
                bus.serve(JobsOps.RETRY, this::retry),
                bus.serve(JobsOps.START_REKEY, this::startRekey),
                bus.serve(JobsOps.START, this::start)));
    }

    Future<Page<Job>> list(JobsOps.ListJobs request, Call call) {
        return jobs.list(request);
    }

    Future<Job> get(JobsOps.JobId request, Call call) {
        return jobs.get(request.id()).map(found -> found.orElseThrow(JobHandlers::unknown));
    }

    Future<Job> startRekey(JobsOps.StartRekey request, Call call) {
        JobKind kind = JobKind.REKEY;
        return once(
                        call,
                        JobsOps.START_REKEY,
                        request,
                        "job.started",
                        tx -> insert(tx, kind, Map.of(), null, call).map(Optional::orElseThrow))
                .recover(cause -> refusal(cause, kind.name()));
    }

    Future<Job> start(JobsOps.Start request, Call call) {
        JobKind kind = kinds.get(request.kind());
        if (kind == null) {
            throw Failure.invalid("jobs.unknown_kind", "There is no such kind of job");
        }
        return insert(jobs, kind, request.args(), request.key(), call)
                .onSuccess(inserted -> inserted.ifPresent(this::tellOfNew))
                .compose(
                        inserted -> inserted.<Future<Job>>map(Future::succeededFuture)
                                .orElseGet(() -> startedBefore(request)),
                        cause -> refusal(cause, kind.name()));
    }

    private static Future<Optional<Job>> insert(
            JobStore store, JobKind kind, Map<String, Object> args, @Nullable String key, Call call) {
        return store.insert(UUID.randomUUID(), kind, args, key, call.principal().subject());
    }

    private Future<Job> startedBefore(JobsOps.Start request) {
        return jobs.startedUnder(request.kind(), request.key()).map(found -> found.orElseThrow(JobHandlers::unknown));
    }

    /** Asked outside the transaction that the violation has ended. */
    private Future<Job> refusal(Throwable cause, String kind) {
        return Pg.violates(cause, JobStore.SINGLE) ? refuseSecond(kind) : Future.failedFuture(cause);
    }

    private Future<Job> refuseSecond(String kind) {
        return jobs.unfinished(kind).compose(running -> {
            var failure = Failure.conflict("jobs.single", "A job of this kind is not finished yet");
            return Future.failedFuture(
                    running.map(job -> failure.with("job", job.id().toString())).orElse(failure));
        });
    }

    Future<Job> cancel(JobsOps.JobId request, Call call) {
        return pg.tx(tx -> new JobStore(tx)
                        .cancel(request.id())
                        .compose(cancelled -> cancelled.isEmpty()
                                ? Future.succeededFuture(cancelled)
                                : audit.of(tx, call, "job.cancelled", cancelled.get())
                                        .map(cancelled)))
                .compose(cancelled -> {
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
                .compose(job -> once(
                                call,
                                JobsOps.RETRY,
                                request,
                                "job.retried",
                                tx -> tx.retry(request.id()).map(JobHandlers::retried))
                        .recover(cause -> refusal(cause, job.kind())));
    }

    /** Tells of the job when it is in the database for all to see, and not when the answer is an old one. */
    private <Q> Future<Job> once(
            Call call, Op<Q, Job> op, Q request, String action, Function<JobStore, Future<Job>> act) {
        var fresh = new AtomicReference<@Nullable Job>();
        return idempotency
                .once(
                        call,
                        op,
                        request,
                        tx -> act.apply(new JobStore(tx))
                                .onSuccess(fresh::set)
                                .compose(job -> audit.of(tx, call, action, job).map(job)))
                .onSuccess(answer -> {
                    Job job = fresh.get();
                    if (job != null) {
                        tellOfNew(job);
                    }
                });
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
