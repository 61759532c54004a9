package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import java.time.Duration;

/**
 * A token as the pool lists it, by its account's name.
 *
 * @param rest how long the token must not be used yet
 * @param trial it comes back from a rest: one call at a time until one succeeds
 * @param promised what callers on this node still wait for
 */
record PoolEntry(String member, Kind kind, long epoch, Duration rest, boolean trial, Duration promised) {}
