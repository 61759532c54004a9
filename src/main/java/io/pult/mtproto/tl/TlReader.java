package io.pult.mtproto.tl;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads TL from a part of an array (core.telegram.org/mtproto/serialize). Never reads past its limit and allocates no more
 * than the part holds, whatever a count claims; what is not TL is a {@link TlFailure}. Reused, confined to one thread; what it
 * hands out are copies.
 */
public final class TlReader {
    public static final int VECTOR = 0x1cb5c415;
    public static final int BOOL_TRUE = 0x997275b5;
    public static final int BOOL_FALSE = 0xbc799737;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int position;
    private int limit;
    private int stringLength;

    public TlReader() {}

    public TlReader(byte[] bytes) {
        over(bytes, 0, bytes.length);
    }

    public TlReader over(byte[] source, int from, int length) {
        bytes = source;
        position = from;
        limit = from + length;
        return this;
    }

    public int position() {
        return position;
    }

    /** Where it was before, or further on; within the part that it reads. */
    public void seek(int to) {
        position = to;
    }

    public int remaining() {
        return limit - position;
    }

    /** The array that it reads from; valid as long as whoever gave it leaves it alone. */
    public byte[] array() {
        return bytes;
    }

    public int int32() {
        int at = advance(4);
        return (int) INT.get(bytes, at);
    }

    /** The next int without taking it: the id of the object that follows. */
    public int peek() {
        int value = int32();
        position -= 4;
        return value;
    }

    public long int64() {
        int at = advance(8);
        return (long) LONG.get(bytes, at);
    }

    public double float64() {
        return Double.longBitsToDouble(int64());
    }

    /** int128, int256: the bytes in their order. */
    public byte[] raw(int length) {
        int at = advance(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    public void skip(int length) {
        advance(length);
    }

    public boolean bool() {
        int id = int32();
        if (id != BOOL_TRUE && id != BOOL_FALSE) {
            throw new TlFailure("a Bool was expected, not %08x".formatted(id));
        }
        return id == BOOL_TRUE;
    }

    public byte[] bytes() {
        int at = stringStart();
        return Arrays.copyOfRange(bytes, at, at + stringLength);
    }

    /** UTF-8; what is not becomes U+FFFD, because a name that cannot be shown must not end a session. */
    public String string() {
        int at = stringStart();
        return new String(bytes, at, stringLength, StandardCharsets.UTF_8);
    }

    public void skipString() {
        stringStart();
    }

    /** The count of a boxed vector, each of whose elements takes at least so many bytes. */
    public int count(int least) {
        int id = int32();
        if (id != VECTOR) {
            throw new TlFailure("a Vector was expected, not %08x".formatted(id));
        }
        return bareCount(least);
    }

    /** The count of a bare vector; refused when so many elements cannot be there. */
    public int bareCount(int least) {
        int count = int32();
        if (count < 0 || (long) count * least > remaining()) {
            throw new TlFailure("a vector of " + count + " does not fit into " + remaining() + " bytes");
        }
        return count;
    }

    /** A boxed vector of things that take at least four bytes each. */
    public <T> List<T> vector(Function<TlReader, T> element) {
        int count = count(4);
        if (count == 0) {
            return List.of();
        }
        var list = new ArrayList<T>(Math.min(count, 1_024));
        for (int i = 0; i < count; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** Takes a string with its padding, which counts the bytes of the length, too; leaves its length in a field. */
    private int stringStart() {
        int at = advance(4);
        int first = bytes[at] & 0xff;
        if (first == 0xff) {
            throw new TlFailure("a string cannot start with ff");
        }
        int prefix = first == 0xfe ? 4 : 1;
        int length = first == 0xfe ? (int) INT.get(bytes, at) >>> 8 : first;
        position = at;
        advance(prefix + length + (-(prefix + length) & 3));
        stringLength = length;
        return at + prefix;
    }

    private int advance(int length) {
        int at = position;
        if (length < 0 || length > limit - at) {
            throw new TlFailure("the message ends " + (length - (limit - at)) + " bytes early");
        }
        position = at + length;
        return at;
    }
}
