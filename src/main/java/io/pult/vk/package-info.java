/**
 * The pool of VK tokens: who may call VK next, what became of it, and what that says about the token.
 *
 * <p>PostgreSQL holds the accounts, Redis the budgets; what Redis forgets is filled in again from PostgreSQL. Rotation is
 * for when a token fails, not for multiplying what a person may do.
 *
 * <p>Without Redis each node goes on alone, with its share of each token's pace.
 *
 * <p>What it cannot guarantee: that a call was not done when its answer was lost. VK has no key for most of its writes,
 * so such a call is reported as {@code vk.maybe_executed} and never repeated. Nor that VK never says "too many requests":
 * its clock is not Redis', a frozen process sends late, and a node that alone is cut off from Redis takes its share while
 * the others still take all.
 */
@NullMarked
package io.pult.vk;

import org.jspecify.annotations.NullMarked;
