/**
 * Agrees with a data centre upon a new auth key (core.telegram.org/mtproto/auth_key), with every check of
 * core.telegram.org/mtproto/security_guidelines.
 *
 * <p>Cannot guarantee that the data centre is Telegram's: it is whoever has the private half of one of the RSA keys given.
 * Makes permanent keys alone, without perfect forward secrecy.
 */
@NullMarked
package io.pult.mtproto.handshake;

import org.jspecify.annotations.NullMarked;
