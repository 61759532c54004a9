package io.pult.mtproto.tl;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes TL into an array that grows (core.telegram.org/mtproto/serialize). Reused, confined to one thread. */
public final class TlWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_STRING = 0xff_ffff;

    private byte[] bytes;
    private int length;

    public TlWriter() {
        this(256);
    }

    public TlWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** What was written is forgotten; an array that grew beyond so many bytes is given back. */
    public TlWriter clear(int keep) {
        length = 0;
        if (bytes.length > keep) {
            bytes = new byte[keep];
        }
        return this;
    }

    public int length() {
        return length;
    }

    /** The array that it writes into, up to {@link #length()}; another one after the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public void int32(int value) {
        int at = advance(4);
        INT.set(bytes, at, value);
    }

    /** Writes over what was written at that place before: a count, a length that is known only afterwards. */
    public void int32At(int at, int value) {
        INT.set(bytes, at, value);
    }

    public void int64(long value) {
        int at = advance(8);
        LONG.set(bytes, at, value);
    }

    public void float64(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    public void bool(boolean value) {
        int32(value ? TlReader.BOOL_TRUE : TlReader.BOOL_FALSE);
    }

    /** int128, int256 and what is TL already: the bytes in their order. */
    public void raw(byte[] value) {
        raw(value, 0, value.length);
    }

    public void raw(byte[] value, int from, int count) {
        int at = advance(count);
        System.arraycopy(value, from, bytes, at, count);
    }

    public void string(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws TlFailure for more than 16,777,215 bytes */
    public void bytes(byte[] value) {
        if (value.length > LONGEST_STRING) {
            throw new TlFailure("a string of " + value.length + " bytes cannot be written");
        }
        int prefix = value.length < 0xfe ? 1 : 4;
        int padding = -(prefix + value.length) & 3;
        int at = advance(prefix + value.length + padding);
        if (prefix == 1) {
            bytes[at] = (byte) value.length;
        } else {
            INT.set(bytes, at, (value.length << 8) | 0xfe);
        }
        System.arraycopy(value, 0, bytes, at + prefix, value.length);
        Arrays.fill(bytes, length - padding, length, (byte) 0);
    }

    public void vectorOf(int count) {
        int32(TlReader.VECTOR);
        int32(count);
    }

    public <T> void vector(List<T> elements, BiConsumer<TlWriter, T> element) {
        vectorOf(elements.size());
        for (T each : elements) {
            element.accept(this, each);
        }
    }

    public void ints(Collection<Integer> values) {
        vectorOf(values.size());
        values.forEach(this::int32);
    }

    public void longs(Collection<Long> values) {
        vectorOf(values.size());
        values.forEach(this::int64);
    }

    private int advance(int count) {
        int at = length;
        length += count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
        return at;
    }
}
