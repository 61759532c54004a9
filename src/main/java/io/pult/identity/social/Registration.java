package io.pult.identity.social;

import io.vertx.core.Future;

/** Whether strangers may become users at the moment. */
@FunctionalInterface
public interface Registration {
    Future<Boolean> open();
}
