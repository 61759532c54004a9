package io.pult.support;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** An event loop on which a test does what a verticle would do. */
public final class Loop implements AutoCloseable {
    public final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    /** The work's result, waited for. */
    public <T> T on(Supplier<Future<T>> work) {
        return Wait.on(start(work));
    }

    public <T> Future<T> start(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(
                go -> Future.succeededFuture().compose(start -> work.get()).onComplete(done));
        return done.future();
    }

    public <T> T make(Callable<T> work) {
        return on(() -> {
            try {
                return Future.succeededFuture(work.call());
            } catch (Exception e) {
                return Future.failedFuture(e);
            }
        });
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
