package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.crypto.MessageCipher.Writer;
import io.pult.mtproto.tl.TlWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes packets of what waits for one connection: neighbours of one session share one. Confined to its context. */
final class Parcels {
    private static final int MOST_MESSAGES = 100;
    private static final int MOST_BYTES = 256 * 1_024;

    private final DataCentre dc;
    private final ServerLoop loop;
    private final Outlet outlet;
    private final int port;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>(4);
    private final List<Outgoing> parcel = new ArrayList<>(4);
    private @Nullable ServerSession acknowledging;
    private long[] acks = {};
    private int ackCount;

    Parcels(DataCentre dc, ServerLoop loop, Outlet outlet, int port) {
        this.dc = dc;
        this.loop = loop;
        this.outlet = outlet;
        this.port = port;
    }

    /** Returns how many wait. */
    int add(Outgoing outgoing) {
        queue.add(outgoing);
        return queue.size();
    }

    void acknowledge(ServerSession session, long id) {
        if (acknowledging != session) {
            tellAcks();
            acknowledging = session;
        }
        if (ackCount == acks.length) {
            acks = Arrays.copyOf(acks, Math.max(8, ackCount * 2));
        }
        acks[ackCount++] = id;
    }

    void flush() {
        tellAcks();
        while (!queue.isEmpty() && !outlet.full()) {
            collect();
            write();
            parcel.clear();
        }
    }

    private void tellAcks() {
        ServerSession session = acknowledging;
        if (session == null) {
            return;
        }
        add(new Outgoing(
                session,
                dc.ids().next(MessageIds.OTHER),
                session.containerSeqno(),
                Services.acks(acks, ackCount),
                null));
        acknowledging = null;
        ackCount = 0;
        acks = new long[0];
    }

    private void collect() {
        Outgoing first = queue.remove();
        parcel.add(first);
        int size = first.body.length;
        Outgoing next = queue.peek();
        while (next != null
                && next.session == first.session
                && parcel.size() < MOST_MESSAGES
                && size + next.body.length < MOST_BYTES) {
            size += next.body.length;
            parcel.add(queue.remove());
            next = queue.peek();
        }
    }

    private void write() {
        Outgoing first = parcel.get(0);
        ServerSession session = first.session;
        TlWriter out = loop.writer();
        out.int64(dc.salts().current(session.key()));
        Faults.Order order = dc.faults().take(Fault.Moment.PACKET, port);
        out.int64(order == null ? session.sessionId() : ~session.sessionId());
        if (parcel.size() == 1) {
            out.int64(first.id);
            out.int32(first.seqno);
            out.int32(first.body.length);
            out.raw(first.body);
        } else {
            container(session, out);
        }
        encrypt(session, out);
        long now = dc.clock().millis();
        for (Outgoing each : parcel) {
            if (each.content()) {
                session.written(each, now);
            }
        }
    }

    private void container(ServerSession session, TlWriter out) {
        int size = 8;
        boolean answers = false;
        for (Outgoing each : parcel) {
            size += 16 + each.body.length;
            answers |= each.call != null;
        }
        out.int64(dc.ids().next(answers ? MessageIds.ANSWER : MessageIds.OTHER));
        out.int32(session.containerSeqno());
        out.int32(size);
        out.int32(Tl.MSG_CONTAINER);
        out.int32(parcel.size());
        for (Outgoing each : parcel) {
            out.int64(each.id);
            out.int32(each.seqno);
            out.int32(each.body.length);
            out.raw(each.body);
        }
    }

    private void encrypt(ServerSession session, TlWriter out) {
        int text = out.length();
        int padding = 12 + (-(text + 12) & 15) + 16 * loop.entropy().below(8);
        int length = text + padding;
        byte[] room = loop.frameRoom(MessageCipher.HEADER + length);
        int plain = Framing.ROOM + MessageCipher.HEADER;
        System.arraycopy(out.array(), 0, room, plain, text);
        loop.entropy().fill(room, plain + text, padding);
        loop.cipher().encrypt(session.key().key(), Writer.SERVER, room, Framing.ROOM, length);
        outlet.frame(room, MessageCipher.HEADER + length);
    }
}
