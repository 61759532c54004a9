/**
 * The cryptography of MTProto 2.0, on the primitives of the JDK (core.telegram.org/mtproto/description,
 * core.telegram.org/mtproto/auth_key, core.telegram.org/api/srp).
 *
 * <p>Cannot guarantee constant time: AES and modular powers are those of the JDK. Nor that a key stays out of a heap dump.
 */
@NullMarked
package io.pult.mtproto.crypto;

import org.jspecify.annotations.NullMarked;
