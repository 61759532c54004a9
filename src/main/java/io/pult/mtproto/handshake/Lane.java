package io.pult.mtproto.handshake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some threads and a queue with an end. Not a worker pool of Vert.x, whose queue has none and whose close forgets what is in it;
 * nobody would ever hear of that work again.
 */
final class Lane {
    private static final long IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final Promise<Void> ended = Promise.promise();
    private final ThreadPoolExecutor threads;

    /** @param longest what may wait besides what runs */
    Lane(Vertx vertx, String name, int width, int longest) {
        this.vertx = vertx;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        width, width, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(longest), work -> {
                            var thread = new Thread(work, name + "-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        }) {
                    @Override
                    protected void terminated() {
                        ended.tryComplete();
                    }
                };
        threads.allowCoreThreadTimeOut(true);
    }

    <R> Future<R> run(Callable<R> work) {
        Promise<R> result = ((ContextInternal) vertx.getOrCreateContext()).promise();
        try {
            threads.execute(new Job<>(work, result));
        } catch (RejectedExecutionException e) {
            result.fail(new CryptoWorkers.Busy(
                    threads.isShutdown() ? "the workers are closed" : "too many computations wait already"));
        }
        return result.future();
    }

    Future<Void> close() {
        for (Runnable left : threads.shutdownNow()) {
            ((Job<?>) left).drop();
        }
        return ended.future();
    }

    private record Job<R>(Callable<R> work, Promise<R> result) implements Runnable {
        @Override
        public void run() {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.fail(e);
            }
        }

        void drop() {
            result.fail(new CryptoWorkers.Busy("the workers were closed"));
        }
    }
}
