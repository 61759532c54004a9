/**
 * Work that waits for a machine (jobs) and work that waits for a person (the inbox).
 *
 * <p>A job is a row; a node owns it under its lease and asks other concerns for one bounded step after the other. What
 * this cannot guarantee: that a step is asked once. A node that dies, or loses the database, between asking and writing
 * down leaves the step to be asked again, by itself or by another node; the concern has to recognise it. Cancelling and
 * the deadline take effect between two steps, so up to {@link io.pult.contract.jobs.JobStep#LIMIT} late.
 */
@NullMarked
package io.pult.jobs;

import org.jspecify.annotations.NullMarked;
