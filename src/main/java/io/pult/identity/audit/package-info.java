/**
 * The audit of all concerns: one table that is only ever added to.
 *
 * <p>What it cannot guarantee: that an entry is there as soon as the act is done. It comes through the outbox, at once as a
 * rule, and after the concern was away when it is back. Nor that nobody alters the table: its triggers stop our own
 * mistakes, not the database's owner. An entry holds ids and no names; the client's address in it stays until its month goes,
 * also when the person is erased.
 */
@NullMarked
package io.pult.identity.audit;

import org.jspecify.annotations.NullMarked;
