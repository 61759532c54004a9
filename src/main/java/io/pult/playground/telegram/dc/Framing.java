package io.pult.playground.telegram.dc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** How frames are told apart in the stream (core.telegram.org/mtproto/mtproto-transports). */
enum Framing {
    ABRIDGED,
    INTERMEDIATE,
    PADDED,
    FULL;

    /** What {@link #begin} may put before a frame, and {@link #end} after it. */
    static final int ROOM = 16;

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int QUICK_ACK = 1 << 31;

    /** The framing that this tag of obfuscated2 names; none is a mistake of the client. */
    static Framing tagged(int tag) throws BadFrame {
        return switch (tag) {
            case 0xefefefef -> ABRIDGED;
            case 0xeeeeeeee -> INTERMEDIATE;
            case 0xdddddddd -> PADDED;
            default -> throw new BadFrame("no transport is tagged %08x".formatted(tag));
        };
    }

    /** How many bytes say how long the frame is; 0 while that cannot be told. */
    int header(byte[] bytes, int at, int there) {
        if (this != ABRIDGED) {
            return there < 4 ? 0 : 4;
        }
        if (there < 1) {
            return 0;
        }
        int needed = (bytes[at] & 0x7f) == 0x7f ? 4 : 1;
        return there < needed ? 0 : needed;
    }

    /** The bytes that follow the header. */
    int length(byte[] bytes, int at) {
        return switch (this) {
            case ABRIDGED -> ((bytes[at] & 0x7f) == 0x7f ? (int) INT.get(bytes, at) >>> 8 : bytes[at] & 0x7f) * 4;
            case INTERMEDIATE, PADDED -> (int) INT.get(bytes, at) & ~QUICK_ACK;
            case FULL -> (int) INT.get(bytes, at) - 4;
        };
    }

    boolean wantsQuickAck(byte[] bytes, int at) {
        return switch (this) {
            case ABRIDGED -> bytes[at] < 0;
            case INTERMEDIATE, PADDED -> (int) INT.get(bytes, at) < 0;
            case FULL -> false;
        };
    }

    /** Writes the header so that it ends at the offset; returns where it begins. */
    int begin(byte[] bytes, int offset, int length, int padding, int number) {
        switch (this) {
            case ABRIDGED -> {
                if (length / 4 < 0x7f) {
                    bytes[offset - 1] = (byte) (length / 4);
                    return offset - 1;
                }
                INT.set(bytes, offset - 4, ((length / 4) << 8) | 0x7f);
                return offset - 4;
            }
            case INTERMEDIATE, PADDED -> {
                INT.set(bytes, offset - 4, length + padding);
                return offset - 4;
            }
            case FULL -> {
                INT.set(bytes, offset - 8, length + 12);
                INT.set(bytes, offset - 4, number);
                return offset - 8;
            }
        }
        throw new AssertionError(this);
    }

    /** Writes what follows the frame; returns how much. */
    int end(byte[] bytes, int begin, int end, int padding) {
        if (this == FULL) {
            INT.set(bytes, end, crc(bytes, begin, end - begin));
            return 4;
        }
        return this == PADDED ? padding : 0;
    }

    static int crc(byte[] bytes, int offset, int length) {
        var crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
