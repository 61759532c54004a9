/**
 * What every concern stands on: stores, leases, timers, secrets.
 *
 * <p>What it cannot guarantee: that a store is there. Every method that talks to one fails with a
 * {@link io.pult.bus.Failure} of kind UNAVAILABLE when it is away, and works again without a restart when it is back.
 */
@NullMarked
package io.pult.infra;

import org.jspecify.annotations.NullMarked;
