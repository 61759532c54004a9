package io.pult.mtproto.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How a stream of bytes is cut into frames (core.telegram.org/mtproto/mtproto-transports). */
public enum Framing {
    /** Four bytes of length. The simplest, and what is used unless something else is asked for. */
    INTERMEDIATE(0xeeeeeeee, 4),
    /** One byte of length for frames below 508 bytes, four for others. */
    ABRIDGED(0xefefefef, 1),
    /** Four bytes of length and up to 15 random bytes after each frame, so that lengths tell less. For MTProxy. */
    PADDED(0xdddddddd, 4);

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int tag;
    private final int tagLength;

    Framing(int tag, int tagLength) {
        this.tag = tag;
        this.tagLength = tagLength;
    }

    /** Four bytes that name it in the header of an obfuscated connection. */
    int tag() {
        return tag;
    }

    /** So many of these bytes open a connection that is not obfuscated. */
    int tagLength() {
        return tagLength;
    }

    int headerLength(int length) {
        return this == ABRIDGED && length < 0x7f * 4 ? 1 : 4;
    }

    /** @param length of the frame with its padding */
    void writeHeader(byte[] target, int at, int length) {
        if (this != ABRIDGED) {
            INT.set(target, at, length);
        } else if (length < 0x7f * 4) {
            target[at] = (byte) (length / 4);
        } else {
            INT.set(target, at, ((length / 4) << 8) | 0x7f);
        }
    }
}
