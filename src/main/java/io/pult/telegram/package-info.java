/**
 * The concern {@code telegram}: accounts and proxies, and the sessions of the accounts, each held by exactly one node.
 *
 * <p>{@link io.pult.telegram.Ownership} decides who holds what, {@link io.pult.telegram.HeldSessions} are what this node
 * holds, {@link io.pult.telegram.Routing} brings a question to whoever holds its account. Whatever touches a session (a call,
 * a sign-in, an export, the end of it) is done by its owner.
 *
 * <p>Cannot guarantee that a frame does not leave late when the process is frozen between the guard and the write of the
 * kernel; see {@link io.pult.infra.Lease}.
 */
@NullMarked
package io.pult.telegram;

import org.jspecify.annotations.NullMarked;
