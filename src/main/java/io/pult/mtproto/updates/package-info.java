/**
 * What happens to an account, once and in order: pts of the account and of each followed channel, seq, and the differences
 * that close gaps (core.telegram.org/api/updates). {@code UpdateBoxes} is the state machine, without a clock, a network or a
 * schema of its own.
 *
 * <p>Cannot guarantee that nothing is missing: Telegram itself forgets what is too old, which is told as
 * {@code updatesLost}. Nor can it order what has no pts, such as whether somebody is online.
 */
@NullMarked
package io.pult.mtproto.updates;

import org.jspecify.annotations.NullMarked;
