package io.pult.jobs;

import io.pult.bus.Failure;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.infra.Backoff;
import io.pult.infra.Ground;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job in one node's hands: asks for a step, writes its result down, asks for the next. It lets the job go without a
 * word when the database says that it is somebody else's, or says nothing: who owns the row goes on from what is
 * written there.
 */
final class JobRun {
    private static final Logger log = LoggerFactory.getLogger(JobRun.class);
    private static final int MESSAGE = 500;
    /** Who asks for more time than this means it; less is said by default. */
    private static final Duration LIMIT_OF_OTHERS = Duration.ofMinutes(1);

    private final Ground ground;
    private final OwnedJobStore jobs;
    private final JobAnnouncer announcer;
    private final Backoff retries;
    private final BooleanSupplier stopping;
    private final Promise<Void> ended = Promise.promise();

    JobRun(Ground ground, OwnedJobStore jobs, JobAnnouncer announcer, Backoff retries, BooleanSupplier stopping) {
        this.ground = ground;
        this.jobs = jobs;
        this.announcer = announcer;
        this.retries = retries;
        this.stopping = stopping;
    }

    /** Completes, and never fails, when the job is out of this node's hands. */
    Future<Void> walk(OwnedJob claimed) {
        announcer.moved(claimed.job());
        goOn(claimed);
        return ended.future();
    }

    Future<Void> ended() {
        return ended.future();
    }

    /** Callbacks instead of a chain: a chain would hold every step of a long job until its end. */
    private void goOn(OwnedJob job) {
        decide(job).onComplete(written -> {
            if (written.failed()) {
                letGo(job.id(), written.cause());
            } else if (written.result().isEmpty()) {
                log.atInfo().addKeyValue("job", job.id()).log("job belongs to another node now");
                ended.complete();
            } else {
                OwnedJob now = written.result().get();
                announcer.moved(now.job());
                if (now.held()) {
                    goOn(now);
                } else {
                    ended.complete();
                }
            }
        });
    }

    private Future<Optional<OwnedJob>> decide(OwnedJob job) {
        if (job.job().state() == JobState.CANCELLING) {
            return finish(job, JobState.CANCELLED, null);
        }
        if (job.overdue()) {
            return finish(
                    job, JobState.FAILED, new Job.Fault("job.deadline", "The job did not end before its deadline"));
        }
        if (stopping.getAsBoolean()) {
            return jobs.release(job).onSuccess(released -> released.ifPresent(free -> announcer.enqueued(free.job())));
        }
        return step(job);
    }

    private Future<Optional<OwnedJob>> step(OwnedJob job) {
        if (!ground.lease().held()) {
            return Future.succeededFuture(Optional.empty());
        }
        return ground.bus()
                .ask(JobStep.of(job.concern(), job.job().kind()), job.nextStep(), ground.systemCall(JobStep.LIMIT))
                .compose(result -> stepped(job, result), cause -> refused(job, cause));
    }

    private Future<Optional<OwnedJob>> stepped(OwnedJob job, JobStep.Result result) {
        if (result.done() == 0 && result.cursor() != null && result.cursor().equals(job.cursor())) {
            String message = "A step of " + job.concern() + " ended where it had begun";
            return finish(job, JobState.FAILED, new Job.Fault("job.stuck", message));
        }
        return jobs.advance(job, result.done(), Position.after(job, result));
    }

    private Future<Optional<OwnedJob>> refused(OwnedJob job, Throwable cause) {
        var fault = fault(cause);
        int attempts = job.job().attempts() + 1;
        log.atWarn()
                .addKeyValue("job", job.id())
                .addKeyValue("concern", job.concern())
                .addKeyValue("step", job.job().step())
                .addKeyValue("attempts", attempts)
                .addKeyValue("code", fault.code())
                .log("a job's step failed");
        if (worthAnother(cause) && attempts < retries.attempts()) {
            return jobs.postpone(job, delay(cause, attempts), fault);
        }
        return jobs.finish(job, JobState.FAILED, attempts, fault);
    }

    /** Attempts before a limit of somebody else's has passed would be used up in vain. */
    private Duration delay(Throwable cause, int attempts) {
        Duration told = cause instanceof Failure failure ? failure.retryAfter() : null;
        return told != null && told.compareTo(LIMIT_OF_OTHERS) > 0 ? told : retries.after(attempts);
    }

    private Future<Optional<OwnedJob>> finish(OwnedJob job, JobState state, Job.@Nullable Fault fault) {
        return jobs.finish(job, state, job.job().attempts(), fault);
    }

    private static boolean worthAnother(Throwable cause) {
        return cause instanceof Failure failure
                && (failure.kind() == Failure.Kind.UNAVAILABLE || failure.kind() == Failure.Kind.TIMEOUT);
    }

    private static Job.Fault fault(Throwable cause) {
        if (!(cause instanceof Failure failure)) {
            throw new IllegalStateException("the bus fails with Failure and nothing else", cause);
        }
        return new Job.Fault(storable(failure.code()), storable(failure.text()));
    }

    /** What the database refuses would have the step asked again and again: PostgreSQL has no text with a NUL in it. */
    private static String storable(String text) {
        return text.substring(0, Math.min(text.length(), MESSAGE)).replace('\0', ' ');
    }

    /** Owner stays this node, so that its next sweep takes the job up again, from what is written down. */
    private void letGo(UUID id, Throwable cause) {
        log.atWarn().setCause(cause).addKeyValue("job", id).log("job let go; it will be taken up again");
        ended.complete();
    }
}
