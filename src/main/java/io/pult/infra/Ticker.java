package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of one verticle. A task never overlaps itself: the next run is timed from the end of the last one, so a
 * slow store makes a task rarer instead of piling runs up. Confined to the context it was made on.
 */
public final class Ticker {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);

    private final Vertx vertx;
    private final List<Task> tasks = new ArrayList<>();
    private boolean stopped;

    public Ticker(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A handle that runs its task now instead of at the next tick. */
    public interface Wake {
        void now();
    }

    /** Runs the task every period, ± 10 % so that nodes do not march in step; a failed run is logged and repeated. */
    public Wake every(Duration period, String name, Supplier<Future<?>> run) {
        Task task = new Task(period, name, run);
        tasks.add(task);
        task.schedule(task.spread());
        return task;
    }

    /**
     * Once; not at all when the ticker stops before.
     *
     * @return takes it back; without effect when it has run
     */
    public Runnable after(Duration delay, Runnable run) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> {
            if (!stopped) {
                run.run();
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    /** No run starts after this; completes when the running ones have ended. */
    public Future<Void> stop() {
        stopped = true;
        return Future.join(tasks.stream().map(Task::stop).toList())
                .otherwiseEmpty()
                .mapEmpty();
    }

    private final class Task implements Wake {
        private final Duration period;
        private final String name;
        private final Supplier<Future<?>> run;
        private final Promise<Void> ended = Promise.promise();
        private long timer = -1;
        private boolean running;
        private boolean again;

        Task(Duration period, String name, Supplier<Future<?>> run) {
            this.period = period;
            this.name = name;
            this.run = run;
        }

        long spread() {
            double factor = 0.9 + ThreadLocalRandom.current().nextDouble(0.2);
            return Math.max(1, Math.round(period.toMillis() * factor));
        }

        void schedule(long delay) {
            timer = vertx.setTimer(delay, id -> start());
        }

        @Override
        public void now() {
            if (stopped) {
                return;
            }
            if (running) {
                again = true;
                return;
            }
            vertx.cancelTimer(timer);
            schedule(1);
        }

        private void start() {
            running = true;
            Future<?> result;
            try {
                result = run.get();
            } catch (RuntimeException e) {
                result = Future.failedFuture(e);
            }
            result.onComplete(done -> {
                running = false;
                if (done.failed()) {
                    log.atWarn()
                            .setCause(done.cause())
                            .addKeyValue("task", name)
                            .log("a timed task failed");
                }
                if (stopped) {
                    ended.tryComplete();
                } else {
                    schedule(again ? 1 : spread());
                    again = false;
                }
            });
        }

        Future<Void> stop() {
            vertx.cancelTimer(timer);
            if (!running) {
                ended.tryComplete();
            }
            return ended.future();
        }
    }
}
