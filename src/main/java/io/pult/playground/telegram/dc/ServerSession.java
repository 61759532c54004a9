package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as the server remembers it: what came, what went and is not acknowledged. Outlives connections. On any thread;
 * its lock is held for moments only and no other is taken under it.
 */
final class ServerSession implements Caller {
    private static final int MOST_UNACKED = 1_000;
    /** What is longer is announced instead of being sent a second time. */
    private static final int TOO_LONG_TO_REPEAT = 4_096;

    private final DataCentre dc;
    private final KnownKey key;
    private final long id;
    private final Inbox inbox = new Inbox();
    private final Map<Long, Outgoing> unacked = new LinkedHashMap<>(4);
    private int content;
    private @Nullable Connection connection;
    private volatile ServerLoop loop;

    ServerSession(DataCentre dc, KnownKey key, long id, ServerLoop loop) {
        this.dc = dc;
        this.key = key;
        this.id = id;
        this.loop = loop;
    }

    @Override
    public int dc() {
        return dc.id();
    }

    @Override
    public long authKeyId() {
        return key.id();
    }

    @Override
    public long sessionId() {
        return id;
    }

    KnownKey key() {
        return key;
    }

    /** Where its connection is, or was. */
    ServerLoop loop() {
        return loop;
    }

    synchronized Inbox inbox() {
        return inbox;
    }

    @Override
    public synchronized void push(byte[] updates) {
        if (connection != null) {
            say(updates, MessageIds.OTHER, true, null);
        }
    }

    /** From now on it is spoken to over this connection; what may have been lost with the last one goes out again. */
    synchronized boolean attach(Connection now) {
        if (connection == now) {
            return false;
        }
        connection = now;
        loop = now.loop();
        unacked.values().forEach(this::repeat);
        return true;
    }

    synchronized boolean detach(Connection then) {
        if (connection != then) {
            return false;
        }
        connection = null;
        return true;
    }

    /** It was destroyed: nothing reaches it any more. Says whether somebody was there. */
    synchronized boolean leave() {
        boolean there = connection != null;
        connection = null;
        unacked.clear();
        return there;
    }

    /** A message that is sent once and needs no acknowledgement. */
    void tell(byte[] body) {
        tell(body, MessageIds.ANSWER);
    }

    synchronized void tell(byte[] body, int kind) {
        say(body, kind, false, null);
    }

    /** A message that is kept until it is acknowledged. */
    synchronized void keep(byte[] body, int kind) {
        say(body, kind, true, null);
    }

    /** Even, so that it fits before the next content message. */
    synchronized int containerSeqno() {
        return content * 2;
    }

    /** On the loop of the session. */
    void answer(PendingCall call, byte[] object) {
        if (!call.take()) {
            return;
        }
        Connection now = connectionNow();
        Faults.Order order = now == null ? null : now.fault(Fault.Moment.ANSWER);
        byte[] body = order == null
                ? Answers.body(call.id(), object, loop, dc.options().gzipAbove())
                : Answers.faulty(call.id(), object, loop, order);
        synchronized (this) {
            long ahead = order != null && order.fault() == Fault.FUTURE_ID ? order.value(3_600) : 0;
            var outgoing = create(body, dc.ids().next(MessageIds.ANSWER) + (ahead << 32), true, call);
            call.answer = outgoing;
            if (order != null && order.fault() == Fault.DROP_ANSWER) {
                outgoing.sentAt = dc.clock().millis();
                outgoing.sent = 1;
            } else if (body.length > dc.options().announceAbove()) {
                announce(outgoing);
            } else {
                enqueue(outgoing);
                if (order != null && order.fault() == Fault.ANSWER_TWICE) {
                    enqueue(outgoing);
                }
            }
        }
    }

    /** A call that came again is not executed again. Says whether there is something to acknowledge instead of an answer. */
    synchronized boolean repeated(@Nullable PendingCall call) {
        Outgoing answer = call == null ? null : call.answer;
        if (answer == null) {
            return true;
        }
        repeat(answer);
        return false;
    }

    synchronized void acknowledged(long outgoingId) {
        Outgoing gone = unacked.remove(outgoingId);
        if (gone != null && gone.call != null) {
            gone.call.answer = null;
        }
    }

    /** msg_resend_req: what is there goes out whole, and what is not is told by msgs_state_info. */
    void resend(TlReader wanted, int count, long requestId) {
        var states = new byte[count];
        boolean missing = false;
        synchronized (this) {
            for (int i = 0; i < count; i++) {
                Outgoing outgoing = unacked.get(wanted.int64());
                if (outgoing == null) {
                    states[i] = 1;
                    missing = true;
                } else {
                    states[i] = 4;
                    dc.tally().resent.increment();
                    enqueue(outgoing);
                }
            }
        }
        if (missing) {
            tell(Services.stateInfo(requestId, states));
        }
    }

    /** What was not acknowledged for too long; each time twice as long. */
    synchronized void resendDue(long now) {
        if (unacked.isEmpty() || connection == null) {
            return;
        }
        long patience = dc.options().resendAfter().toMillis();
        for (Outgoing each : unacked.values()) {
            if (each.sent > 0 && now - each.sentAt >= patience << Math.min(each.sent - 1, 6)) {
                repeat(each);
            }
        }
    }

    /** rpc_drop_answer. */
    synchronized byte[] drop(long callId) {
        int place = inbox.find(callId);
        PendingCall call = place < 0 ? null : inbox.call(place);
        var out = new TlWriter(32);
        if (call == null || (call.answered() && call.answer == null)) {
            out.int32(Tl.RPC_ANSWER_UNKNOWN);
            return out.toByteArray();
        }
        Outgoing answer = call.answer;
        if (answer == null) {
            call.take();
            out.int32(Tl.RPC_ANSWER_DROPPED_RUNNING);
            return out.toByteArray();
        }
        acknowledged(answer.id);
        out.int32(Tl.RPC_ANSWER_DROPPED);
        out.int64(answer.id);
        out.int32(answer.seqno);
        out.int32(answer.body.length);
        return out.toByteArray();
    }

    /** Written to a connection, at that time. */
    synchronized void written(Outgoing outgoing, long now) {
        outgoing.sentAt = now;
        outgoing.sent++;
    }

    /** Every call that was not answered yet gets this error now. */
    void failAll(int code, String text) {
        unanswered().forEach(call -> call.error(code, text));
    }

    private synchronized List<PendingCall> unanswered() {
        return inbox.unanswered();
    }

    private synchronized @Nullable Connection connectionNow() {
        return connection;
    }

    private void say(byte[] body, int kind, boolean kept, @Nullable PendingCall call) {
        enqueue(create(body, dc.ids().next(kind), kept, call));
    }

    private Outgoing create(byte[] body, long outgoingId, boolean kept, @Nullable PendingCall call) {
        int seqno = content * 2 + (kept ? 1 : 0);
        var outgoing = new Outgoing(this, outgoingId, seqno, body, call);
        if (kept) {
            content++;
            unacked.put(outgoingId, outgoing);
            if (unacked.size() > MOST_UNACKED) {
                giveUpOldest();
            }
        }
        return outgoing;
    }

    private void giveUpOldest() {
        Iterator<Outgoing> oldest = unacked.values().iterator();
        Outgoing given = oldest.next();
        oldest.remove();
        dc.tally().forgotten.increment();
        if (given.call != null) {
            given.call.answer = null;
        }
    }

    private void repeat(Outgoing outgoing) {
        dc.tally().resent.increment();
        if (outgoing.body.length > TOO_LONG_TO_REPEAT) {
            announce(outgoing);
        } else {
            // Until it is written once more it is not due again.
            outgoing.sentAt = dc.clock().millis();
            enqueue(outgoing);
        }
    }

    private void announce(Outgoing outgoing) {
        written(outgoing, dc.clock().millis());
        PendingCall call = outgoing.call;
        var out = new TlWriter(32);
        out.int32(call == null ? Tl.MSG_NEW_DETAILED_INFO : Tl.MSG_DETAILED_INFO);
        if (call != null) {
            out.int64(call.id());
        }
        out.int64(outgoing.id);
        out.int32(outgoing.body.length);
        out.int32(0);
        say(out.toByteArray(), MessageIds.OTHER, false, null);
    }

    private void enqueue(Outgoing outgoing) {
        if (connection != null) {
            connection.enqueue(outgoing);
        }
    }
}
