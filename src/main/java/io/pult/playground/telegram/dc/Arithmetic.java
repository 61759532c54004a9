package io.pult.playground.telegram.dc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The powers of key exchanges, on two threads of their own; so many may wait and no more. On any thread. */
final class Arithmetic {
    private static final int THREADS = 2;
    private static final int WAITING = 1_024;

    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();

    Arithmetic(Vertx vertx, String name) {
        workers = vertx.createSharedWorkerExecutor(name, THREADS);
    }

    /** Completes on the caller's context; fails with the code -429 when too many wait. */
    <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new BadFrame(-429, "too many keys are being made"));
        }
        return workers.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }

    Future<Void> close() {
        return workers.close();
    }
}
