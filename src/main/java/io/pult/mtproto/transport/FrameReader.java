package io.pult.mtproto.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in what arrives, wherever the stream is cut. A frame that arrives in one piece is not copied; one that
 * does not is collected in an array that grows with what is there, not with what its length claims, and is given up with
 * the frame. Quick acknowledgements, which nobody asked for but some servers send, are dropped.
 */
final class FrameReader {
    /** As in TDLib: what a server may send in one frame. */
    static final int MOST = 4 * 1_024 * 1_024 + 1_024;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NONE = {};
    private static final int PLAIN_HEADER = 20;
    private static final int ENCRYPTED_HEADER = 24;
    private static final int MOST_PADDING = 15;

    private final Framing framing;

    // What arrived last: not looked at from position to limit.
    private byte[] input = NONE;
    private int position;
    private int limit;

    // A frame, or a part of its header, that began earlier; empty when there is none.
    private byte[] partial = NONE;
    private int collected;

    // The frame that was found.
    private byte[] bytes = NONE;
    private int offset;
    private int length;
    private @Nullable String fault;

    FrameReader(Framing framing) {
        this.framing = framing;
    }

    void over(byte[] arrived, int from, int count) {
        input = arrived;
        position = from;
        limit = from + count;
    }

    /** Whether there is another frame; when there is none, either the stream goes on later or there is a {@link #fault}. */
    boolean next() {
        while (fault == null) {
            int size = collected > 0 ? collect() : inPlace();
            if (size == 0) {
                return false;
            }
            if (length > 0) {
                strip();
                return fault == null;
            }
        }
        return false;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** The code of an error when the frame is one, otherwise 0. */
    int refusal() {
        return length == 4 ? (int) INT.get(bytes, offset) : 0;
    }

    /** Why the stream cannot go on. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Whether a frame has begun that is not complete. */
    boolean inTheMiddle() {
        return collected > 0;
    }

    /** @return the size of the frame with its header, or 0 when it is not there as a whole */
    private int inPlace() {
        int there = limit - position;
        int size = there == 0 ? 0 : measure(input, position, there);
        if (fault != null) {
            return 0;
        }
        if (size == 0 || size > there) {
            partial = Arrays.copyOfRange(input, position, limit);
            collected = there;
            position = limit;
            return 0;
        }
        found(input, position, size);
        position += size;
        return size;
    }

    private int collect() {
        while (true) {
            int size = measure(partial, 0, collected);
            if (fault != null) {
                return 0;
            }
            if (size > 0 && collected == size) {
                found(partial, 0, size);
                partial = NONE;
                collected = 0;
                return size;
            }
            // No header is longer than four bytes.
            int wanted = size == 0 ? 4 : size;
            int taken = Math.min(wanted - collected, limit - position);
            if (taken == 0) {
                return 0;
            }
            if (collected + taken > partial.length) {
                partial = Arrays.copyOf(partial, Math.min(wanted, Math.max(collected + taken, 2 * partial.length)));
            }
            System.arraycopy(input, position, partial, collected, taken);
            collected += taken;
            position += taken;
        }
    }

    /**
     * The size of what begins there, header included; 0 as long as that cannot be told. Leaves the length of the frame alone
     * in its field, which is 0 for a quick acknowledgement.
     */
    private int measure(byte[] source, int at, int there) {
        int first = source[at] & 0xff;
        if (framing == Framing.ABRIDGED && first < 0x7f) {
            return sized(1, first * 4);
        }
        if (there < 4) {
            return 0;
        }
        int header = (int) INT.get(source, at);
        if (framing == Framing.ABRIDGED ? first >= 0x80 : header < 0) {
            length = 0;
            return 4;
        }
        return sized(4, framing == Framing.ABRIDGED ? (header >>> 8) * 4 : header);
    }

    private int sized(int header, int size) {
        if (size == 0) {
            return fail("the server sent a frame of length 0");
        }
        if (size > MOST) {
            return fail("the server sent a frame of " + size + " bytes, more than is taken");
        }
        if (framing != Framing.PADDED && size % 4 != 0) {
            return fail("the server sent a frame whose length is no multiple of 4: " + size);
        }
        length = size;
        return header + size;
    }

    private void found(byte[] source, int at, int size) {
        bytes = source;
        offset = at + size - length;
    }

    /** Padding does not say how long it is: what is in front of it does. */
    private void strip() {
        boolean padded = framing == Framing.PADDED;
        if (length == 4 || (padded && length < ENCRYPTED_HEADER && (length < 8 || keyId() != 0))) {
            if (length < 4 || (int) INT.get(bytes, offset) >= 0) {
                fail("the server sent " + length + " bytes, which are neither a message nor an error");
            }
            length = 4;
        } else if (length >= 8 && keyId() == 0) {
            stripPlain(padded);
        } else if (length < ENCRYPTED_HEADER) {
            fail("the server sent a message of " + length + " bytes, which is too short");
        } else if (padded) {
            length -= (length - ENCRYPTED_HEADER) % 16;
        }
    }

    private void stripPlain(boolean padded) {
        if (length < PLAIN_HEADER) {
            fail("the server sent a plain message of " + length + " bytes, which is too short");
        } else if (padded) {
            int said = (int) INT.get(bytes, offset + 16);
            if (said < 0 || said > length - PLAIN_HEADER || length - PLAIN_HEADER - said > MOST_PADDING) {
                fail("the server sent a plain message whose length does not fit its frame");
            } else {
                length = PLAIN_HEADER + said;
            }
        }
    }

    private long keyId() {
        return (long) LONG.get(bytes, offset);
    }

    private int fail(String why) {
        fault = why;
        partial = NONE;
        collected = 0;
        return 0;
    }
}
