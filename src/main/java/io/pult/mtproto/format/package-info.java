/**
 * Session strings of other clients, read and written: how an account moves in, and out again.
 *
 * <p>Cannot guarantee that the key in a string still works, nor that nobody else uses it: only a connection shows the first,
 * and a key that is used from two places is lost for good. No format carries the secret of the application that signed in.
 */
@NullMarked
package io.pult.mtproto.format;

import org.jspecify.annotations.NullMarked;
