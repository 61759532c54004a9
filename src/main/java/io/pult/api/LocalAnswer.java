package io.pult.api;

import io.vertx.core.json.JsonObject;

/** Answers an operation of the concern {@code api} itself, which needs no bus to reach it. */
@FunctionalInterface
interface LocalAnswer {
    void answer(Exchange exchange, JsonObject arguments);
}
