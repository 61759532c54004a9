package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;

/** The messages about messages, sessions and the connection, as they go over the wire. */
final class Services {
    private Services() {}

    static byte[] badMessage(long id, int seqno, int code) {
        var out = new TlWriter(20);
        out.int32(Tl.BAD_MSG_NOTIFICATION);
        out.int64(id);
        out.int32(seqno);
        out.int32(code);
        return out.toByteArray();
    }

    static byte[] badSalt(long id, int seqno, long salt) {
        var out = new TlWriter(28);
        out.int32(Tl.BAD_SERVER_SALT);
        out.int64(id);
        out.int32(seqno);
        out.int32(48);
        out.int64(salt);
        return out.toByteArray();
    }

    static byte[] sessionCreated(long firstId, long uniqueId, long salt) {
        var out = new TlWriter(28);
        out.int32(Tl.NEW_SESSION_CREATED);
        out.int64(firstId);
        out.int64(uniqueId);
        out.int64(salt);
        return out.toByteArray();
    }

    static byte[] acks(long[] ids, int count) {
        var out = new TlWriter(12 + 8 * count);
        out.int32(Tl.MSGS_ACK);
        out.vectorOf(count);
        for (int i = 0; i < count; i++) {
            out.int64(ids[i]);
        }
        return out.toByteArray();
    }

    static byte[] stateInfo(long requestId, byte[] states) {
        var out = new TlWriter(24 + states.length);
        out.int32(Tl.MSGS_STATE_INFO);
        out.int64(requestId);
        out.bytes(states);
        return out.toByteArray();
    }

    static byte[] pong(long requestId, long pingId) {
        var out = new TlWriter(20);
        out.int32(Tl.PONG);
        out.int64(requestId);
        out.int64(pingId);
        return out.toByteArray();
    }

    static byte[] salts(long requestId, int count, KnownKey key, DataCentre dc) {
        var out = new TlWriter(20 + 16 * count);
        out.int32(Tl.FUTURE_SALTS);
        out.int64(requestId);
        out.int32((int) (dc.clock().millis() / 1_000));
        dc.salts().write(key, count, out);
        return out.toByteArray();
    }

    static byte[] destroyed(boolean found, long sessionId) {
        var out = new TlWriter(12);
        out.int32(found ? Tl.DESTROY_SESSION_OK : Tl.DESTROY_SESSION_NONE);
        out.int64(sessionId);
        return out.toByteArray();
    }

    static byte[] keyDestroyed() {
        var out = new TlWriter(4);
        out.int32(Tl.DESTROY_AUTH_KEY_OK);
        return out.toByteArray();
    }

    static byte[] states(TlReader wanted, int count, Inbox inbox) {
        var states = new byte[count];
        for (int i = 0; i < count; i++) {
            states[i] = inbox.state(wanted.int64());
        }
        return states;
    }
}
