/**
 * A client of Telegram's MTProto 2.0 for user sessions: one TCP connection an account, thousands of accounts on a few event
 * loops. A library: it depends on vertx-core and Netty alone and knows nothing of Pult.
 *
 * <p>Cannot guarantee that a session is used from one place only. Telegram invalidates an auth key that it sees on two
 * connections; whoever owns the session says through {@link io.pult.mtproto.session.SessionOwner#mayWrite()} whether this
 * process still may write, and has to be right.
 */
@NullMarked
package io.pult.mtproto;

import org.jspecify.annotations.NullMarked;
