package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;

/**
 * What the server says about messages, one method for each object (core.telegram.org/mtproto/service_messages and
 * core.telegram.org/mtproto/service_messages_about_messages); whatever is not known here is an update.
 */
final class ServiceMessages {
    /** The low three bits of a message's state say what became of it. */
    private static final int STATE = 7;

    private static final int NOT_KNOWN = 1;
    private static final int NOT_RECEIVED = 2;
    private static final int NOT_RECEIVED_YET = 3;
    private static final int RECEIVED = 4;

    private final SessionLoop loop;
    private final Session session;
    private final Conversation talk;
    private final Answers answers;
    private final BadMessages bad;
    private long serverSession;

    ServiceMessages(SessionLoop loop, Session session, Conversation talk) {
        this.loop = loop;
        this.session = session;
        this.talk = talk;
        this.answers = new Answers(loop, session, talk);
        this.bad = new BadMessages(loop, session, talk);
    }

    /** @throws TlFailure when it is not what its id says */
    void message(long id, TlReader in, long now) {
        switch (in.peek()) {
            case Service.RPC_RESULT -> answers.result(id, after(in), now);
            case Service.PONG -> pong(id, after(in), now);
            case Service.NEW_SESSION_CREATED -> newSessionCreated(after(in), now);
            case Service.BAD_SERVER_SALT -> bad.salt(after(in), now);
            case Service.BAD_MSG_NOTIFICATION -> bad.notification(id, after(in), now);
            case Service.MSGS_ACK -> acked(after(in), now);
            case Service.MSGS_STATE_INFO -> stateInfo(after(in), now);
            case Service.MSGS_ALL_INFO -> allInfo(after(in), now);
            case Service.MSG_DETAILED_INFO -> detailedInfo(after(in), now);
            case Service.MSG_NEW_DETAILED_INFO -> answerExists(after(in).int64(), now);
            case Service.MSGS_STATE_REQ -> stateRequest(id, after(in));
            case Service.MSG_RESEND_REQ -> resendRequest(id, after(in), now);
            case Service.FUTURE_SALTS -> futureSalts(after(in), now);
            case Service.DESTROY_SESSION_OK, Service.DESTROY_SESSION_NONE ->
                after(in).int64();
            case Service.DESTROY_AUTH_KEY_OK, Service.DESTROY_AUTH_KEY_NONE, Service.DESTROY_AUTH_KEY_FAIL ->
                answers.keyDestroyed(in);
            case Service.MSG_CONTAINER, Service.GZIP_PACKED, Service.RPC_ERROR -> throw new TlFailure("out of place");
            default -> update(in, now);
        }
    }

    private static TlReader after(TlReader in) {
        in.int32();
        return in;
    }

    private void pong(long id, TlReader in, long now) {
        long request = in.int64();
        if (talk.pulse.pong(in.int64(), now)) {
            talk.ids.answered(id, request, now);
            talk.ids.settle();
            session.clockHeard();
        }
    }

    private void newSessionCreated(TlReader in, long now) {
        long first = in.int64();
        long unique = in.int64();
        long salt = in.int64();
        if (unique == serverSession) {
            return;
        }
        serverSession = unique;
        talk.salts.correct(salt, now);
        session.remember();
        // What was sent before it went to a server session that is forgotten.
        talk.again(talk.calls.removeInFlight(call -> call.outerId() < first), false, now);
        session.missed(now);
    }

    private void acked(TlReader in, long now) {
        for (int left = in.count(8); left > 0; left--) {
            Pending<?> call = talk.calls.find(in.int64());
            if (call != null) {
                call.acked(now);
            }
        }
    }

    private void stateInfo(TlReader in, long now) {
        long request = in.int64();
        byte[] states = in.bytes();
        if (!talk.inquiry.is(request)) {
            return;
        }
        long[] asked = talk.inquiry.end();
        if (states.length != asked.length) {
            talk.unanswered(now);
            return;
        }
        // Backwards: what has to be sent again goes to the front of the queue, one by one.
        for (int i = asked.length - 1; i >= 0; i--) {
            state(asked[i], states[i], now);
        }
        if (talk.calls.unknownIds().length > 0) {
            talk.unanswered(now);
        }
    }

    private void allInfo(TlReader in, long now) {
        int count = in.count(8);
        var ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = in.int64();
        }
        byte[] states = in.bytes();
        for (int i = Math.min(count, states.length) - 1; i >= 0; i--) {
            state(ids[i], states[i], now);
        }
    }

    private void state(long messageId, byte state, long now) {
        switch (state & STATE) {
            case NOT_KNOWN -> talk.again(talk.calls.removeInFlight(call -> call.messageId() == messageId), false, now);
            case NOT_RECEIVED, NOT_RECEIVED_YET ->
                talk.again(talk.calls.removeInFlight(call -> call.messageId() == messageId), true, now);
            case RECEIVED -> {
                Pending<?> call = talk.calls.find(messageId);
                if (call != null) {
                    call.acked(now);
                }
            }
            // Not a state: as if it had not been said.
            default -> {}
        }
    }

    private void detailedInfo(TlReader in, long now) {
        Pending<?> call = talk.calls.find(in.int64());
        if (call != null) {
            call.acked(now);
        }
        answerExists(in.int64(), now);
    }

    /** Too long to be sent unasked, or lost on the way. */
    private void answerExists(long answer, long now) {
        if (talk.seen.contains(answer)) {
            talk.acks.add(answer, now);
        } else {
            talk.outbox.wantAgain(answer);
        }
    }

    private void stateRequest(long id, TlReader in) {
        int count = in.count(8);
        if (count > Acks.MOST) {
            throw new TlFailure("a question about " + count + " messages");
        }
        var states = new byte[count];
        for (int i = 0; i < count; i++) {
            states[i] = (byte) (talk.seen.contains(in.int64()) ? RECEIVED : NOT_KNOWN);
        }
        info(id, states);
    }

    private void resendRequest(long id, TlReader in, long now) {
        int count = in.count(8);
        if (count > Acks.MOST) {
            throw new TlFailure("a request for " + count + " messages");
        }
        var states = new byte[count];
        boolean unknown = false;
        for (int i = 0; i < count; i++) {
            long wanted = in.int64();
            states[i] = (byte) (talk.calls.find(wanted) == null ? NOT_KNOWN : RECEIVED);
            unknown |= states[i] == NOT_KNOWN;
            talk.again(talk.calls.removeInFlight(call -> call.messageId() == wanted), true, now);
        }
        if (unknown) {
            info(id, states);
        }
    }

    private void info(long request, byte[] states) {
        var out = new TlWriter(16 + states.length);
        out.int32(Service.MSGS_STATE_INFO);
        out.int64(request);
        out.bytes(states);
        talk.outbox.reply(out.toByteArray());
    }

    private void futureSalts(TlReader in, long now) {
        in.int64();
        talk.salts.take(in, now);
    }

    private void update(TlReader in, long now) {
        loop.count(Meter.PUSHED);
        talk.pushed(now);
        session.pushed(in, now);
    }
}
