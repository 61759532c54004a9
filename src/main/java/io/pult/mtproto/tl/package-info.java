/**
 * Type Language, the encoding of everything that is said in MTProto (core.telegram.org/mtproto/serialize). Reads and writes
 * plain arrays, so that a whole message is decoded from the scratch array it was decrypted into.
 *
 * <p>Cannot guarantee that a value makes sense: it reads what the schema says and bounds what it allocates by what is there.
 */
@NullMarked
package io.pult.mtproto.tl;

import org.jspecify.annotations.NullMarked;
