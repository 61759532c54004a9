package io.pult.bus;

import io.vertx.core.Future;

/** Answers an {@link Op} on the event loop of the verticle that serves it; may throw, which counts as a failed future. */
@FunctionalInterface
public interface Handler<Q, R> {
    Future<R> handle(Q request, Call call) throws Exception;
}
