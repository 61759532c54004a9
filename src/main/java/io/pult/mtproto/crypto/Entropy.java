package io.pult.mtproto.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/** Secure random numbers from a block that is refilled, as small draws cost as much as large ones. Confined to one thread. */
public final class Entropy {
    private final SecureRandom source;
    private final byte[] block = new byte[4_096];
    private int used = block.length;

    public Entropy() {
        this(new SecureRandom());
    }

    /** @param source of all draws; a test gives one that repeats itself */
    public Entropy(SecureRandom source) {
        this.source = source;
    }

    public void fill(byte[] target, int offset, int length) {
        if (length > block.length / 4) {
            var large = new byte[length];
            source.nextBytes(large);
            System.arraycopy(large, 0, target, offset, length);
            return;
        }
        if (block.length - used < length) {
            source.nextBytes(block);
            used = 0;
        }
        System.arraycopy(block, used, target, offset, length);
        // What was handed out may be a key: it does not stay here.
        Arrays.fill(block, used, used + length, (byte) 0);
        used += length;
    }

    public byte[] bytes(int length) {
        var bytes = new byte[length];
        fill(bytes, 0, length);
        return bytes;
    }

    /** Other than 0, which means "none" for a session_id and a random_id. */
    public long nonZero() {
        long value = 0;
        while (value == 0) {
            value = ByteBuffer.wrap(bytes(8)).getLong();
        }
        return value;
    }

    /** From 0 up to and without the bound; the bound is a power of two. */
    public int below(int powerOfTwo) {
        return (int) nonZero() & (powerOfTwo - 1);
    }
}
