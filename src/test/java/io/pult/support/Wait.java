package io.pult.support;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of a test's own thread, each with an end. */
public final class Wait {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private Wait() {}

    /** The result, or the cause thrown as it is. */
    public static <T> T on(Future<T> future) {
        try {
            return future.await(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within " + LONG_ENOUGH.toSeconds() + " s", e);
        }
    }

    /** The cause of a future that has to fail. */
    public static Throwable failureOf(Future<?> future) {
        return on(future.transform(done -> done.failed()
                ? Future.succeededFuture(done.cause())
                : Future.failedFuture(new AssertionError("succeeded with " + done.result()))));
    }

    public static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, LONG_ENOUGH, condition);
    }

    public static void until(String what, Duration within, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + within.toMillis() + " ms: " + what);
            }
            Thread.sleep(5);
        }
    }
}
