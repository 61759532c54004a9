/**
 * The gateway: HTTP outside, the bus inside. The contract ({@code openapi/*.yaml}) decides what is answered; no class is
 * written per operation.
 *
 * <p>A request goes through {@link io.pult.api.Gateway} in this order: route, rate limit, who asks, may they, parameters,
 * body, the bus, the answer. Everything runs on the verticle's event loop.
 *
 * <p>What it cannot guarantee: that the object asked for is the asker's (the answering concern checks that), and that a
 * request whose answer did not arrive was not carried out (504 says so; an Idempotency-Key makes asking again safe).
 * A string in a body that names no length of its own is bounded at 10,000 characters, an array at 1,000 items.
 */
@NullMarked
package io.pult.api;

import org.jspecify.annotations.NullMarked;
