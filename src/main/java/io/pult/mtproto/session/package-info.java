/**
 * One session of one account: a state machine on one event loop that keeps a connection, sends calls until they are answered
 * or failed, and tells its owner what came (core.telegram.org/mtproto/description and the pages about service messages).
 *
 * <p>Cannot guarantee that a call was executed once when its answer is lost and it is not repeatable: such a call fails with
 * {@link io.pult.mtproto.session.CallFailure.MaybeExecuted}, and the caller decides.
 */
@NullMarked
package io.pult.mtproto.session;

import org.jspecify.annotations.NullMarked;
