/**
 * Who somebody is and what they may do: people, their passwords and sessions, their workspaces and keys, and those who administer
 * them. Everything that is shown as a proof ends in {@link io.pult.identity.SignIns}; the sub-packages hold the ways that have an
 * outside or a craft of their own.
 *
 * <p>What it cannot guarantee: that a revocation is known everywhere at once. A gateway learns of it within a second, and
 * stops trusting what it remembers when it cannot ask.
 */
@NullMarked
package io.pult.identity;

import org.jspecify.annotations.NullMarked;
