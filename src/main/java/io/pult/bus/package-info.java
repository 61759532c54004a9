/**
 * The language between concerns: questions ({@link io.pult.bus.Op}), events ({@link io.pult.bus.Topic}), who asks
 * ({@link io.pult.bus.Call}) and what can go wrong ({@link io.pult.bus.Failure}).
 *
 * <p>What it cannot guarantee: delivery. A question is answered or fails within its budget, but a failure by time-out
 * does not say whether the work was done; an event reaches whoever listens at that moment, at most once. What must not
 * be lost goes through the outbox of {@code io.pult.infra}.
 */
@NullMarked
package io.pult.bus;

import org.jspecify.annotations.NullMarked;
