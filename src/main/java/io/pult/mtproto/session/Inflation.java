package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip_packed (core.telegram.org/mtproto/service_messages, "Packed Object") with the one inflater of an event loop,
 * which holds 40 KB of native memory. What is packed for more than 16 MiB is refused, and so is what was packed twice.
 */
final class Inflation implements AutoCloseable {
    static final int MOST = 16 * 1_024 * 1_024;

    private static final int KEEP = 64 * 1_024;
    private static final int HEADER = 10;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int CHECK = 2;

    private final Inflater inflater = new Inflater(true);
    private final TlReader unpacked = new TlReader();
    private byte[] bytes = new byte[4_096];
    private boolean busy;

    /**
     * @param in after the id, at the packed bytes
     * @return a reader of the object, valid until {@link #release}
     */
    TlReader open(TlReader in) {
        if (busy) {
            throw new TlFailure("what was packed is packed again");
        }
        byte[] packed = in.bytes();
        busy = true;
        int length = inflate(packed, body(packed));
        return unpacked.over(bytes, 0, length);
    }

    /** Has to follow each {@link #open}, also one that failed. */
    void release() {
        busy = false;
        if (bytes.length > KEEP) {
            bytes = new byte[KEEP];
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private int inflate(byte[] packed, int from) {
        inflater.reset();
        inflater.setInput(packed, from, packed.length - from);
        int length = 0;
        try {
            while (!inflater.finished()) {
                if (length == bytes.length) {
                    grow();
                }
                int more = inflater.inflate(bytes, length, bytes.length - length);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new TlFailure("packed bytes end early");
                }
                length += more;
            }
        } catch (DataFormatException e) {
            throw new TlFailure("packed bytes cannot be unpacked");
        }
        return length;
    }

    private void grow() {
        if (bytes.length >= MOST) {
            throw new TlFailure("packed bytes hold more than 16 MiB");
        }
        bytes = Arrays.copyOf(bytes, Math.min(MOST, bytes.length * 4));
    }

    /** Where the deflated data starts: after a header of ten bytes, and what its flags announce (RFC 1952, 2.3). */
    private static int body(byte[] packed) {
        if (packed.length < HEADER || packed[0] != 0x1f || packed[1] != (byte) 0x8b || packed[2] != 8) {
            throw new TlFailure("packed bytes are not gzip");
        }
        int flags = packed[3];
        int at = HEADER;
        if ((flags & EXTRA) != 0) {
            at = at + 2 > packed.length
                    ? packed.length
                    : at + 2 + ((packed[at] & 0xff) | ((packed[at + 1] & 0xff) << 8));
        }
        at = (flags & NAME) == 0 ? at : afterText(packed, at);
        at = (flags & COMMENT) == 0 ? at : afterText(packed, at);
        at = (flags & CHECK) == 0 ? at : at + 2;
        if (at >= packed.length) {
            throw new TlFailure("packed bytes end early");
        }
        return at;
    }

    private static int afterText(byte[] packed, int from) {
        int at = from;
        while (at < packed.length && packed[at] != 0) {
            at++;
        }
        return at + 1;
    }
}
