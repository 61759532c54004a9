/**
 * Frames over TCP: the framings of core.telegram.org/mtproto/mtproto-transports, their obfuscation, and the ways out through
 * a proxy. Knows nothing of what a frame says.
 *
 * <p>Cannot guarantee that a frame was received by anybody, nor tell a data centre that closes a connection from a proxy that
 * does. Obfuscation hides the protocol from simple filters; it protects nothing.
 */
@NullMarked
package io.pult.mtproto.transport;

import org.jspecify.annotations.NullMarked;
