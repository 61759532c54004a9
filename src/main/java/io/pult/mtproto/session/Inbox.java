package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Takes packets apart, after every check of core.telegram.org/mtproto/security_guidelines in its order. A packet that does not
 * pass ends the connection, and nothing is answered, so that whoever made it learns nothing.
 */
final class Inbox {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ENVELOPE = 32;
    private static final int LEAST_PADDING = 12;
    private static final int MOST_PADDING = 1_024;
    private static final long MOST_AGE = 300_000;
    private static final long MOST_FUTURE = 30_000;
    /** msg_id, seqno, length. */
    private static final int INNER_HEADER = 16;

    private final SessionLoop loop;
    private final Session session;
    private final Conversation talk;
    private final ServiceMessages service;

    Inbox(SessionLoop loop, Session session, Conversation talk) {
        this.loop = loop;
        this.session = session;
        this.talk = talk;
        this.service = new ServiceMessages(loop, session, talk);
    }

    void frame(AuthKey key, byte[] bytes, int offset, int length) {
        int encrypted = length - MessageCipher.HEADER;
        if (encrypted <= 0 || encrypted % 16 != 0) {
            distrust(Meter.PACKET_SIZE_WRONG);
        } else if ((long) LONG.get(bytes, offset) != key.id()) {
            distrust(Meter.PACKET_KEY_WRONG);
        } else if (!loop.cipher().decrypt(key, MessageCipher.Writer.SERVER, bytes, offset, length)) {
            distrust(Meter.PACKET_FORGED);
        } else {
            opened(loop.packet().over(bytes, offset + MessageCipher.HEADER, encrypted), loop.now());
        }
    }

    private void opened(TlReader in, long now) {
        if (in.remaining() < ENVELOPE) {
            refuse(Meter.PACKET_LENGTH_WRONG, now);
            return;
        }
        // The salt is the server's own: no client checks it.
        in.skip(8);
        if (in.int64() != talk.sessionId()) {
            // Of a session that was given up on this connection, and no fault.
            loop.count(Meter.PACKET_SESSION_WRONG);
            return;
        }
        long id = in.int64();
        int sequence = in.int32();
        int length = in.int32();
        int padding = in.remaining() - length;
        if (length < 4 || length % 4 != 0 || padding < LEAST_PADDING || padding > MOST_PADDING) {
            refuse(Meter.PACKET_LENGTH_WRONG, now);
        } else if ((id & 1) == 0) {
            refuse(Meter.PACKET_ID_WRONG, now);
        } else if (timely(id, sequence, now)) {
            loop.count(Meter.PACKET_RECEIVED);
            packet(id, sequence, in.array(), in.position(), length, now);
        }
    }

    private boolean timely(long id, int sequence, long now) {
        if (talk.ids.settled()) {
            long age = talk.ids.age(id, now);
            if (age < -MOST_FUTURE) {
                // The next connection finds out what time it is.
                refuse(Meter.PACKET_FROM_THE_FUTURE, now);
                return false;
            }
            if (age > MOST_AGE) {
                // Acknowledged, or it would come again and again.
                loop.count(Meter.PACKET_TOO_OLD);
                acknowledge(id, sequence, now);
                return false;
            }
        }
        talk.ids.heard(id, now);
        return true;
    }

    private void packet(long id, int sequence, byte[] bytes, int offset, int length, long now) {
        session.heard();
        talk.pulse.read(now);
        try {
            if (fresh(id, sequence, now)) {
                content(id, bytes, offset, length, now);
            }
        } catch (TlFailure e) {
            refuse(Meter.PACKET_MALFORMED, now);
        } finally {
            loop.inflation().release();
        }
        talk.packetEnds(now);
    }

    private boolean fresh(long id, int sequence, long now) {
        acknowledge(id, sequence, now);
        if (talk.seen.add(id)) {
            return true;
        }
        loop.count(Meter.PACKET_REPLAYED);
        return false;
    }

    /** What has an odd number wants to be acknowledged, each time that it comes. */
    private void acknowledge(long id, int sequence, long now) {
        if ((sequence & 1) == 1) {
            talk.acks.add(id, now);
        }
    }

    private void content(long id, byte[] bytes, int offset, int length, long now) {
        TlReader in = loop.body().over(bytes, offset, length);
        switch (in.peek()) {
            case Service.MSG_CONTAINER -> container(id, in, now);
            case Service.GZIP_PACKED -> {
                in.int32();
                TlReader unpacked = loop.inflation().open(in);
                int start = unpacked.position();
                int size = unpacked.remaining();
                if (unpacked.peek() == Service.MSG_CONTAINER) {
                    container(id, unpacked, now);
                } else {
                    service.message(id, loop.body().over(unpacked.array(), start, size), now);
                }
            }
            default -> service.message(id, in, now);
        }
    }

    private void container(long id, TlReader all, long now) {
        TlReader in = loop.container().over(all.array(), all.position() + 4, all.remaining() - 4);
        int count = in.bareCount(INNER_HEADER + 4);
        for (int i = 0; i < count && session.isActive(); i++) {
            long inner = in.int64();
            int sequence = in.int32();
            int length = in.int32();
            if (length < 4 || length % 4 != 0 || length > in.remaining() || (inner & 1) == 0 || inner >= id) {
                throw new TlFailure("a message in a container is not one");
            }
            int start = in.position();
            in.skip(length);
            if (fresh(inner, sequence, now)) {
                inner(inner, in.array(), start, length, now);
            }
        }
    }

    private void inner(long id, byte[] bytes, int offset, int length, long now) {
        TlReader in = loop.body().over(bytes, offset, length);
        switch (in.peek()) {
            case Service.MSG_CONTAINER -> throw new TlFailure("a container in a container");
            case Service.GZIP_PACKED -> {
                in.int32();
                try {
                    service.message(id, loop.inflation().open(in), now);
                } finally {
                    loop.inflation().release();
                }
            }
            default -> service.message(id, in, now);
        }
    }

    /** The server itself wrote it, as it has the key. */
    private void refuse(Meter why, long now) {
        talk.mistaken(now);
        distrust(why);
    }

    private void distrust(Meter why) {
        loop.count(why);
        session.failed("a packet came that cannot be trusted", 0);
    }
}
