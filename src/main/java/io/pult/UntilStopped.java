package io.pult;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that main does until a signal ends it. The process lives on until what the work held is put away, for a minute at
 * most.
 */
final class UntilStopped {
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch putAway = new CountDownLatch(1);
    private volatile boolean stopping;

    boolean stopping() {
        return stopping;
    }

    /**
     * Called on main.
     *
     * @param wake ends what main is waiting for; called on the thread of the shutdown hook
     */
    void run(Work work, Runnable wake) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(wake), "stop"));
        try {
            work.run();
        } catch (InterruptedException | RuntimeException e) {
            // A start that is broken off fails in whatever it was doing.
            if (!stopping) {
                throw e;
            }
        } finally {
            putAway.countDown();
        }
    }

    private void stop(Runnable wake) {
        stopping = true;
        wake.run();
        try {
            putAway.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        App.flushLog();
    }
}
