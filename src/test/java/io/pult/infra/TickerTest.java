package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicInteger runs = new AtomicInteger();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void a_stop_waits_for_the_run_that_is_on_its_way_and_nothing_starts_after_it() throws Exception {
        Promise<Void> work = Promise.promise();
        Ticker ticker = on(fresh -> fresh.every(SOON, "task", () -> {
            runs.incrementAndGet();
            return work.future();
        }));
        Wait.until("it runs", () -> runs.get() == 1);

        Future<Void> stopped = onLoop(ticker::stop);
        Thread.sleep(30);
        assertThat(stopped.isComplete()).isFalse();
        work.complete();

        Wait.on(stopped);
        Thread.sleep(30);
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_run_that_takes_long_is_not_overlapped_by_the_next() throws Exception {
        Promise<Void> work = Promise.promise();
        on(ticker -> ticker.every(SOON, "task", () -> {
            runs.incrementAndGet();
            return work.future();
        }));

        Wait.until("it runs", () -> runs.get() == 1);
        Thread.sleep(50);
        assertThat(runs).hasValue(1);
        work.complete();
        Wait.until("the next run", () -> runs.get() > 1);
    }

    @Test
    void a_task_that_throws_or_fails_is_run_again() throws Exception {
        on(ticker -> ticker.every(SOON, "task", () -> {
            if (runs.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("thrown on purpose");
            }
            return Future.failedFuture("failed on purpose");
        }));

        Wait.until("it goes on", () -> runs.get() > 4);
    }

    @Test
    void a_wake_runs_the_task_at_once() throws Exception {
        var wake = new AtomicReference<Ticker.Wake>();
        on(ticker -> wake.set(ticker.every(NEVER, "task", this::count)));

        onLoop(() -> {
            wake.get().now();
            return Future.succeededFuture();
        });

        Wait.until("it runs", () -> runs.get() == 1);
    }

    @Test
    void wakes_during_a_run_make_one_more_run_of_it() throws Exception {
        Promise<Void> work = Promise.promise();
        var wake = new AtomicReference<Ticker.Wake>();
        on(ticker -> {
            wake.set(ticker.every(
                    NEVER, "task", () -> runs.incrementAndGet() == 1 ? work.future() : Future.succeededFuture()));
            wake.get().now();
        });
        Wait.until("it runs", () -> runs.get() == 1);

        onLoop(() -> {
            wake.get().now();
            wake.get().now();
            work.complete();
            return Future.succeededFuture();
        });

        Wait.until("one more", () -> runs.get() == 2);
        Thread.sleep(30);
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_wake_after_the_stop_does_nothing() throws Exception {
        var wake = new AtomicReference<Ticker.Wake>();
        Ticker ticker = on(fresh -> wake.set(fresh.every(NEVER, "task", this::count)));
        Wait.on(onLoop(ticker::stop));

        onLoop(() -> {
            wake.get().now();
            return Future.succeededFuture();
        });

        Thread.sleep(30);
        assertThat(runs).hasValue(0);
    }

    @Test
    void what_was_put_off_is_dropped_by_a_stop() throws Exception {
        Ticker ticker = on(fresh -> fresh.after(Duration.ofMillis(20), runs::incrementAndGet));

        Wait.on(onLoop(ticker::stop));

        Thread.sleep(50);
        assertThat(runs).hasValue(0);
    }

    private Future<?> count() {
        runs.incrementAndGet();
        return Future.succeededFuture();
    }

    private Ticker on(Consumer<Ticker> set) {
        return Wait.on(onLoop(() -> {
            var ticker = new Ticker(vertx);
            set.accept(ticker);
            return Future.succeededFuture(ticker);
        }));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.getOrCreateContext().runOnContext(go -> work.get().onComplete(done));
        return done.future();
    }
}
