package io.pult.mtproto.handshake;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The envelope of messages that are not encrypted (core.telegram.org/mtproto/description, "Unencrypted Message"). */
final class PlainMessages {
    private static final int HEADER = 20;
    // The longest answer has some 700 bytes. Whoever answers is not known yet.
    private static final int MOST = 4_096;

    private final InstantSource clock;
    private long last;

    PlainMessages(InstantSource clock) {
        this.clock = clock;
    }

    byte[] wrap(TlWriter body) {
        TlWriter message = new TlWriter(HEADER + body.length());
        message.int64(0);
        message.int64(nextId());
        message.int32(body.length());
        message.raw(body.array(), 0, body.length());
        return message.toByteArray();
    }

    /** The time in seconds times 2^32, divisible by four and more than the one before. */
    private long nextId() {
        long millis = clock.millis();
        long fraction = (Math.floorMod(millis, 1_000L) << 32) / 1_000;
        long id = (Math.floorDiv(millis, 1_000L) << 32 | fraction) & ~3L;
        last = Math.max(id, last + 4);
        return last;
    }

    /**
     * A reader of the server's message, on a copy of it.
     *
     * @return null when it is not in a plain envelope; a failure says what is wrong with one that is
     */
    static @Nullable TlReader open(byte[] bytes, int offset, int length) {
        if (length > MOST) {
            throw new HandshakeFailure("the server's message has " + length + " bytes, more than any answer");
        }
        TlReader in = new TlReader(Arrays.copyOfRange(bytes, offset, offset + length));
        if (length < HEADER || in.int64() != 0) {
            return null;
        }
        if ((in.int64() & 3) != 1) {
            throw new HandshakeFailure("the server's message id is not that of an answer");
        }
        if (in.int32() != in.remaining()) {
            throw new HandshakeFailure("the server's message has another length than it says");
        }
        return in;
    }
}
