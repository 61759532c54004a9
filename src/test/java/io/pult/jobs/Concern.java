package io.pult.jobs;

import io.pult.contract.jobs.JobStep;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A concern that takes part in jobs, behaving as the test says, and remembering what it was asked. */
final class Concern {
    private final List<JobStep> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<UUID, AtomicInteger> running = new ConcurrentHashMap<>();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger mostOfOneJob = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private volatile Function<JobStep, Future<JobStep.Result>> behaviour;

    private Concern(Function<JobStep, Future<JobStep.Result>> behaviour) {
        this.behaviour = behaviour;
    }

    static Concern serve(
            JobsCluster cluster, String name, JobKind kind, Function<JobStep, Future<JobStep.Result>> behaviour) {
        var concern = new Concern(behaviour);
        JobsCluster.await(cluster.bus.serve(JobStep.of(name, kind.name()), (step, call) -> concern.answer(step)));
        return concern;
    }

    /** Answers one unit a step until so many are done. */
    static Function<JobStep, Future<JobStep.Result>> steps(int count) {
        return step -> Future.succeededFuture(unit(step, count));
    }

    static JobStep.Result unit(JobStep step, int count) {
        int at = position(step) + 1;
        return new JobStep.Result(at == count ? null : Integer.toString(at), 1, (long) count);
    }

    static int position(JobStep step) {
        return step.cursor() == null ? 0 : Integer.parseInt(step.cursor());
    }

    void behave(Function<JobStep, Future<JobStep.Result>> other) {
        behaviour = other;
    }

    private Future<JobStep.Result> answer(JobStep step) {
        asked.add(step);
        var ofJob = running.computeIfAbsent(step.job(), job -> new AtomicInteger());
        mostOfOneJob.accumulateAndGet(ofJob.incrementAndGet(), Math::max);
        mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
        return behaviour.apply(step).onComplete(done -> {
            ofJob.decrementAndGet();
            now.decrementAndGet();
        });
    }

    List<JobStep> asked() {
        return List.copyOf(asked);
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    int mostOfOneJob() {
        return mostOfOneJob.get();
    }

    /** Holds one step of a concern until the test lets it go. */
    static final class Held implements Function<JobStep, Future<JobStep.Result>> {
        private final Function<JobStep, Future<JobStep.Result>> otherwise;
        private final int at;
        private final Semaphore reached = new Semaphore(0);
        private final Promise<Void> released = Promise.promise();

        /** @param at the step that is held; the others go by at once */
        Held(int at, Function<JobStep, Future<JobStep.Result>> otherwise) {
            this.at = at;
            this.otherwise = otherwise;
        }

        @Override
        public Future<JobStep.Result> apply(JobStep step) {
            if (step.step() != at) {
                return otherwise.apply(step);
            }
            reached.release();
            return released.future().compose(go -> otherwise.apply(step));
        }

        void reached() throws InterruptedException {
            if (!reached.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new AssertionError("step " + at + " was not asked for");
            }
        }

        void release() {
            released.tryComplete();
        }
    }
}
