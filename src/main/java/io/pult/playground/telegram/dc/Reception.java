package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Holds decrypted packets against the rules (core.telegram.org/mtproto/description and
 * core.telegram.org/mtproto/service_messages_about_messages) and hands on what passes. One for each loop, confined to it.
 */
final class Reception {
    /** salt, session_id, msg_id, seqno, length. */
    static final int HEADER = 32;

    private static final int OLDEST_SECONDS = 300;
    private static final int NEWEST_SECONDS = 30;
    private static final int MOST_IN_CONTAINER = 1_020;
    private static final int INNER_HEADER = 16;

    private final DataCentre dc;
    private final ServerLoop loop;
    private final Dispatch dispatch;
    private final TlReader outer = new TlReader();
    private final TlReader inner = new TlReader();

    Reception(DataCentre dc, ServerLoop loop) {
        this.dc = dc;
        this.loop = loop;
        this.dispatch = new Dispatch(dc);
    }

    /** @param length of the plain text, padding included */
    void packet(Connection connection, KnownKey key, byte[] plain, int offset, int length) throws BadFrame {
        outer.over(plain, offset, length);
        long salt = outer.int64();
        long sessionId = outer.int64();
        long id = outer.int64();
        int seqno = outer.int32();
        int size = outer.int32();
        int padding = length - HEADER - size;
        if (sessionId == 0 || size < 4 || size % 4 != 0 || padding < 12 || padding > 1_024) {
            throw new BadFrame(-404, "a packet with session " + sessionId + " and a body of " + size + " bytes");
        }
        int refusal = dated(id);
        if (refusal != 0) {
            refuse(connection, key, sessionId, id, seqno, refusal);
            return;
        }
        if (!dc.salts().accepts(key, salt)) {
            dc.tally().wrongSalts.increment();
            byte[] body = Services.badSalt(id, seqno, dc.salts().current(key));
            connection.tell(session(connection, key, sessionId), body);
            return;
        }
        try {
            message(connection, key, sessionId, id, seqno, plain, offset + HEADER, size);
        } catch (TlFailure e) {
            throw new BadFrame("a message that is no TL: " + e.getMessage());
        }
    }

    private void message(
            Connection connection, KnownKey key, long sessionId, long id, int seqno, byte[] bytes, int at, int size)
            throws BadFrame {
        int tl = outer.over(bytes, at, size).peek();
        if (tl == Tl.GZIP_PACKED) {
            byte[] unpacked = unpacked(bytes, at, size);
            if (outer.over(unpacked, 0, unpacked.length).peek() == Tl.MSG_CONTAINER) {
                container(connection, key, sessionId, id, seqno, unpacked, 0, unpacked.length);
            } else {
                var session = connection.attend(key, sessionId, id);
                one(session, connection, id, seqno, unpacked, 0, unpacked.length);
            }
        } else if (tl == Tl.MSG_CONTAINER) {
            container(connection, key, sessionId, id, seqno, bytes, at, size);
        } else {
            one(connection.attend(key, sessionId, id), connection, id, seqno, bytes, at, size);
        }
    }

    private void container(
            Connection connection, KnownKey key, long sessionId, long id, int seqno, byte[] bytes, int at, int size)
            throws BadFrame {
        ServerSession known = key.find(sessionId);
        int refusal = (seqno & 1) == 1 ? 34 : known == null ? 0 : containerMisfit(known, id, seqno);
        long lowest = refusal == 0 ? lowestInner(id, seqno, bytes, at, size) : 0;
        if (refusal != 0 || lowest == 0) {
            refuse(connection, key, sessionId, id, seqno, refusal == 0 ? 64 : refusal);
            return;
        }
        ServerSession session = connection.attend(key, sessionId, lowest);
        outer.over(bytes, at + 4, size - 4);
        int count = outer.int32();
        for (int i = 0; i < count; i++) {
            long innerId = outer.int64();
            int innerSeqno = outer.int32();
            int innerSize = outer.int32();
            int innerAt = outer.position();
            outer.skip(innerSize);
            int next = outer.position();
            if (inner.over(bytes, innerAt, innerSize).peek() == Tl.GZIP_PACKED) {
                byte[] unpacked = unpacked(bytes, innerAt, innerSize);
                if (inner.over(unpacked, 0, unpacked.length).peek() == Tl.MSG_CONTAINER) {
                    throw new BadFrame("a container in gzip_packed in a container");
                }
                one(session, connection, innerId, innerSeqno, unpacked, 0, unpacked.length);
            } else {
                one(session, connection, innerId, innerSeqno, bytes, innerAt, innerSize);
            }
            outer.over(bytes, next, at + size - next);
        }
        synchronized (session) {
            session.inbox().add(id, seqno, null);
        }
    }

    /** The lowest id in it; 0 when it is no container by the rules. */
    private long lowestInner(long id, int seqno, byte[] bytes, int at, int size) {
        outer.over(bytes, at + 4, size - 4);
        long lowest = id;
        if (size < 8) {
            return 0;
        }
        int count = outer.int32();
        if (count < 1 || count > MOST_IN_CONTAINER || (long) count * (INNER_HEADER + 4) > outer.remaining()) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            if (outer.remaining() < INNER_HEADER + 4) {
                return 0;
            }
            long innerId = outer.int64();
            int innerSeqno = outer.int32();
            int innerSize = outer.int32();
            if (innerId >= id
                    || innerSeqno > seqno
                    || innerSize < 4
                    || innerSize % 4 != 0
                    || innerSize > outer.remaining()
                    || outer.peek() == Tl.MSG_CONTAINER) {
                return 0;
            }
            lowest = Math.min(lowest, innerId);
            outer.skip(innerSize);
        }
        return outer.remaining() == 0 ? lowest : 0;
    }

    private static int containerMisfit(ServerSession session, long id, int seqno) {
        synchronized (session) {
            Inbox inbox = session.inbox();
            if (inbox.find(id) >= 0) {
                return 19;
            }
            return inbox.tooOld(id) ? 20 : inbox.misfit(id, seqno);
        }
    }

    /** A message that is no container, alone or from one. */
    private void one(ServerSession session, Connection connection, long id, int seqno, byte[] bytes, int at, int size)
            throws BadFrame {
        boolean odd = (seqno & 1) == 1;
        int tl = inner.over(bytes, at, size).peek();
        boolean call = !Dispatch.isService(tl);
        PendingCall pending = null;
        synchronized (session) {
            Inbox inbox = session.inbox();
            int place = inbox.find(id);
            if (place >= 0) {
                dc.tally().repeated.increment();
                if (session.repeated(inbox.call(place)) && odd) {
                    connection.acknowledge(session, id);
                }
                return;
            }
            int refusal = refusal(connection, inbox, id, seqno, tl, call);
            if (refusal != 0) {
                refuse(connection, session.key(), session.sessionId(), id, seqno, refusal);
                return;
            }
            pending = call ? new PendingCall(session, id) : null;
            inbox.add(id, seqno, pending);
        }
        dc.tally().messages.increment();
        if (pending != null) {
            called(session, connection, pending, Arrays.copyOfRange(bytes, at, at + size));
            return;
        }
        if (odd) {
            connection.acknowledge(session, id);
        }
        inner.skip(4);
        dispatch.service(session, connection, id, tl, inner);
    }

    private static int refusal(Connection connection, Inbox inbox, long id, int seqno, int tl, boolean call) {
        if ((id & 3) != 0) {
            return 18;
        }
        if (inbox.tooOld(id)) {
            return 20;
        }
        boolean odd = (seqno & 1) == 1;
        if (call && !odd) {
            return 35;
        }
        if (odd && (tl == Tl.MSGS_ACK || tl == Tl.HTTP_WAIT) && connection.fault(Fault.Moment.ODD_ACK) == null) {
            return 34;
        }
        return inbox.misfit(id, seqno);
    }

    private void called(ServerSession session, Connection connection, PendingCall call, byte[] query) {
        if (connection.condemned()) {
            call.error(406, "AUTH_KEY_DUPLICATED");
            return;
        }
        dc.tally().executed.increment();
        try {
            dc.api().called(session, query, call);
        } catch (RuntimeException e) {
            loop.broken("a call", e);
            call.error(500, "INTERNAL");
        }
        if (!call.answered()) {
            connection.acknowledge(session, call.id());
        }
    }

    /** 18, 16 or 17 by the id alone. */
    private int dated(long id) {
        if ((id & 3) != 0) {
            return 18;
        }
        long age = dc.clock().millis() / 1_000 - MessageIds.seconds(id);
        if (age > OLDEST_SECONDS) {
            return 16;
        }
        return age < -NEWEST_SECONDS ? 17 : 0;
    }

    private void refuse(Connection connection, KnownKey key, long sessionId, long id, int seqno, int code) {
        dc.tally().refused.increment();
        connection.tell(session(connection, key, sessionId), Services.badMessage(id, seqno, code));
    }

    /** To answer with; one that is not known yet is not made known by being refused. */
    private ServerSession session(Connection connection, KnownKey key, long sessionId) {
        @Nullable ServerSession known = key.find(sessionId);
        return known == null ? new ServerSession(dc, key, sessionId, connection.loop()) : known;
    }

    private byte[] unpacked(byte[] bytes, int at, int size) throws BadFrame {
        byte[] unpacked = Gzip.unpack(inner.over(bytes, at + 4, size - 4).bytes());
        if (inner.over(unpacked, 0, unpacked.length).peek() == Tl.GZIP_PACKED) {
            throw new BadFrame("gzip_packed in gzip_packed");
        }
        return unpacked;
    }
}
