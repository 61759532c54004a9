package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a conversation has to say into packets: once in a turn of the event loop, all that there is in one
 * (core.telegram.org/mtproto/service_messages, "Containers").
 */
final class Outbox {
    private static final int MOST_REPLIES = 16;

    private final SessionLoop loop;
    private final Session session;
    private final Conversation talk;
    private final Ids resends = new Ids(Outstanding.IN_FLIGHT);
    private @Nullable Deque<byte[]> replies;
    private boolean introduced;
    private boolean flushing;

    Outbox(SessionLoop loop, Session session, Conversation talk) {
        this.loop = loop;
        this.session = session;
        this.talk = talk;
    }

    /** Whatever there is to say is said at the end of this turn of the loop. */
    void flushSoon() {
        if (!flushing && session.isActive()) {
            flushing = true;
            loop.flushSoon(this);
        }
    }

    void flush() {
        flushing = false;
        AuthKey key = session.writableKey();
        if (key == null || !session.mayWrite()) {
            return;
        }
        long now = loop.now();
        Packer packer = loop.packer();
        packer.begin();
        int question = packInquiry(packer, now);
        packCalls(packer);
        packReplies(packer);
        int ping = packPing(packer, now);
        int saltsQuestion = packSaltsQuestion(packer, now);
        packAcks(packer, now);
        if (packer.isEmpty()) {
            return;
        }
        long container =
                packer.seal(key, talk.salts.use(talk.ids.serverSeconds(now), now), talk.sessionId(), talk.ids, now);
        if (question >= 0) {
            talk.inquiry.sent(packer.id(question), container);
        }
        if (ping >= 0) {
            talk.pulse.sent(packer.id(ping), container);
        }
        if (saltsQuestion >= 0) {
            talk.salts.asked(packer.id(saltsQuestion), container);
        }
        noteSent(packer, container, now);
        session.send(packer);
        if (talk.calls.next() != null && talk.calls.room() > 0) {
            flushSoon();
        }
    }

    private int packInquiry(Packer packer, long now) {
        if (!talk.inquiry.wanted()) {
            return -1;
        }
        long[] asked = talk.calls.unknownIds();
        if (asked.length == 0) {
            talk.inquiry.end();
            return -1;
        }
        talk.inquiry.write(packer.body(), asked, now);
        session.wake(talk.inquiry.deadline());
        loop.count(Meter.STATE_ASKED);
        return packer.end(null);
    }

    private void packCalls(Packer packer) {
        for (int room = talk.calls.room(); room > 0; room--) {
            Pending<?> call = talk.calls.next();
            if (call == null || !packer.takes(call.body().length)) {
                return;
            }
            if (!introduced) {
                InitConnection.write(
                        packer.body(), session.plan().app(), session.plan().layer());
            }
            packer.body().raw(call.body());
            packer.end(talk.calls.take());
        }
    }

    private void packReplies(Packer packer) {
        while (replies != null && packer.takesService()) {
            packer.body().raw(replies.removeFirst());
            packer.end(null);
            replies = replies.isEmpty() ? null : replies;
        }
        if (resends.size() > 0 && packer.takesService()) {
            resends.write(packer.body(), Service.MSG_RESEND_REQ);
            packer.end(null);
        }
    }

    private int packPing(Packer packer, long now) {
        if (!talk.pulse.due(now)) {
            return -1;
        }
        talk.pulse.write(packer.body(), now, loop.entropy());
        return packer.end(null);
    }

    private int packSaltsQuestion(Packer packer, long now) {
        if (!talk.salts.wanted(now)) {
            return -1;
        }
        talk.salts.write(packer.body(), now);
        return packer.end(null);
    }

    private void packAcks(Packer packer, long now) {
        if (talk.acks.due(now) || (!packer.isEmpty() && !talk.acks.isEmpty())) {
            talk.acks.write(packer.body());
            packer.end(null);
        }
    }

    private void noteSent(Packer packer, long container, long now) {
        for (int i = 0; i < packer.size(); i++) {
            Pending<?> call = packer.call(i);
            if (call != null) {
                call.sent(packer.id(i), container, now);
                talk.calls.sent(call);
            }
        }
        if (talk.calls.inFlight() > 0) {
            session.wake(talk.pulse.deadline(true));
        }
    }

    /** An answer to something that the server asks; not acknowledged. What does not fit is asked again. */
    void reply(byte[] body) {
        replies = replies == null ? new ArrayDeque<>(2) : replies;
        if (replies.size() < MOST_REPLIES) {
            replies.addLast(body);
            flushSoon();
        }
    }

    /** The answer to a call that was wrapped came: the server knows us. */
    void introduced() {
        introduced = true;
    }

    void introduceAgain() {
        introduced = false;
    }

    /** An answer of the server that did not come, or is too long to be sent unasked. */
    void wantAgain(long messageId) {
        resends.add(messageId);
        flushSoon();
    }

    /** Of a new session: what concerns the old one is not said any more, and the server does not know us yet. */
    void restart() {
        resends.clear();
        replies = null;
        introduced = false;
    }
}
