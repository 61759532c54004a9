package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.transport.Link;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session says and hears, on whatever connection it has: a "session" in the sense of
 * core.telegram.org/mtproto/description, which outlives its connections. What is to be sent is collected and goes out once in
 * a turn of the event loop, in one packet.
 */
final class Conversation {
    /** A call has to fit into a frame with its wrapper, its envelope and its padding. */
    private static final int LONGEST_CALL = Link.MOST_OUT - 4_096;

    /** An answer that the server works on is asked after when it takes so long. */
    private static final long LONG_WORK = 60_000;

    private static final long MISSED_AGAIN = 5_000;
    private static final int MOST_REPLIES = 16;
    private static final int MOST_RESETS = 5;
    /** Two for each call that may be in flight: what one change of the salt can cost. */
    private static final int MOST_REFUSALS = 2 * Outstanding.IN_FLIGHT;

    private static final long LOOP_PAUSE = 30_000;

    final MessageIds ids;
    final SeenIds seen = new SeenIds();
    final Salts salts;
    final Acks acks = new Acks();
    final Ids resends = new Ids(Outstanding.IN_FLIGHT);
    final Outstanding calls = new Outstanding();
    final Inquiry inquiry = new Inquiry();
    final Pulse pulse = new Pulse();

    private final SessionLoop loop;
    private final Session session;
    private final Guard resets = new Guard(MOST_RESETS);
    private final Guard refusals = new Guard(MOST_REFUSALS);
    private final Inbox inbox;
    private @Nullable Deque<byte[]> replies;
    private long sessionId;
    private long lastPush = Long.MIN_VALUE;
    private long missedAt = Long.MIN_VALUE / 2;
    private boolean missed;
    private boolean introduced;
    private boolean flushing;
    private boolean resetting;

    Conversation(SessionLoop loop, Session session, long salt, long clockDifference) {
        this.loop = loop;
        this.session = session;
        this.ids = new MessageIds(clockDifference);
        this.salts = new Salts(salt);
        this.inbox = new Inbox(loop, session, this);
        this.sessionId = loop.entropy().nonZero();
    }

    long sessionId() {
        return sessionId;
    }

    long lastPush() {
        return lastPush;
    }

    <R> Future<R> call(Call<R> call, Duration patience) {
        if (calls.isFull()) {
            loop.count(Meter.CALL_OVERLOADED);
            return Future.failedFuture(new CallFailure.Overloaded(call.method(), Outstanding.MOST));
        }
        byte[] body;
        try {
            body = loop.bytesOf(call);
        } catch (TlFailure e) {
            return Future.failedFuture(e);
        }
        if (body.length > LONGEST_CALL) {
            return Future.failedFuture(
                    new TlFailure(call.method() + ": " + body.length + " bytes are too many for one call"));
        }
        var pending = new Pending<>(call, body, loop.promise(), loop.now() + patience.toMillis());
        calls.add(pending);
        session.wake(pending.deadline());
        flushSoon();
        return pending.future();
    }

    /** A connection stands. */
    void connected(long now) {
        pulse.connected(now);
        ids.unsettle();
        inquiry.want();
        flushSoon();
    }

    /** The connection is gone: nobody knows what arrived of what was sent on it. */
    void disconnected(long now) {
        inquiry.end();
        calls.eachInFlight(call -> {
            if (call.stage() == Pending.Stage.SENT) {
                call.unknown(now);
            }
        });
    }

    void frame(AuthKey key, byte[] bytes, int offset, int length) {
        inbox.frame(key, bytes, offset, length);
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
        long container = packer.seal(key, salts.use(ids.serverSeconds(now), now), sessionId, ids, now);
        if (question >= 0) {
            inquiry.sent(packer.id(question), container);
        }
        if (ping >= 0) {
            pulse.sent(packer.id(ping), container);
        }
        if (saltsQuestion >= 0) {
            salts.asked(packer.id(saltsQuestion), container);
        }
        noteSent(packer, container, now);
        session.send(packer);
        if (calls.next() != null && calls.room() > 0) {
            flushSoon();
        }
    }

    private int packInquiry(Packer packer, long now) {
        if (!inquiry.wanted()) {
            return -1;
        }
        long[] asked = calls.unknownIds();
        if (asked.length == 0) {
            inquiry.end();
            return -1;
        }
        inquiry.write(packer.body(), asked, now);
        session.wake(inquiry.deadline());
        loop.count(Meter.STATE_ASKED);
        return packer.end(null);
    }

    private void packCalls(Packer packer) {
        for (int room = calls.room(); room > 0; room--) {
            Pending<?> call = calls.next();
            if (call == null || !packer.takes(call.body().length)) {
                return;
            }
            if (!introduced) {
                InitConnection.write(
                        packer.body(), session.plan().app(), session.plan().layer());
            }
            packer.body().raw(call.body());
            packer.end(calls.take());
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
        if (!pulse.due(now)) {
            return -1;
        }
        pulse.write(packer.body(), now, loop.entropy());
        return packer.end(null);
    }

    private int packSaltsQuestion(Packer packer, long now) {
        if (!salts.wanted(now)) {
            return -1;
        }
        salts.write(packer.body(), now);
        return packer.end(null);
    }

    private void packAcks(Packer packer, long now) {
        if (acks.due(now) || !packer.isEmpty() && !acks.isEmpty()) {
            acks.write(packer.body());
            packer.end(null);
        }
    }

    private void noteSent(Packer packer, long container, long now) {
        for (int i = 0; i < packer.size(); i++) {
            Pending<?> call = packer.call(i);
            if (call != null) {
                call.sent(packer.id(i), container, now);
                calls.sent(call);
            }
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

    void pushed(long now) {
        lastPush = now;
    }

    /** Tells the owner that updates may have been missed, not more often than each five seconds, but always in the end. */
    void missed(long now) {
        if (now - missedAt >= MISSED_AGAIN) {
            missed = false;
            missedAt = now;
            session.tellMissed();
        } else if (!missed) {
            missed = true;
            session.wake(missedAt + MISSED_AGAIN);
        }
    }

    /**
     * To be sent again with new ids, before anything else.
     *
     * @param certain whether the server certainly did not execute them; if not, those that must not be executed twice fail
     */
    void again(List<Pending<?>> removed, boolean certain, long now) {
        var repeated = new ArrayList<Pending<?>>(removed.size());
        for (Pending<?> call : removed) {
            if (certain || call.repeatable() || !call.maybeExecuted()) {
                loop.count(Meter.CALL_SENT_AGAIN);
                call.queued(certain, now);
                repeated.add(call);
            }
        }
        calls.sendFirst(repeated);
        removed.removeAll(repeated);
        for (Pending<?> call : removed) {
            loop.count(Meter.CALL_MAYBE_EXECUTED);
            call.fail(new CallFailure.MaybeExecuted(call.method()));
        }
        flushSoon();
    }

    /** The server refuses a message, or all of a container. What was in it is sent again, in words of its own. */
    void refused(long id, boolean certain, long now) {
        inquiry.refused(id);
        pulse.refused(id, now);
        salts.refused(id);
        if (refusals.tooOften(now)) {
            loop.count(Meter.LOOP_GUARDED);
            again(calls.removeInFlight(call -> call.isOrIsIn(id)), certain, now);
            session.failed("the server refuses whatever is sent", LOOP_PAUSE);
            return;
        }
        again(calls.removeInFlight(call -> call.isOrIsIn(id)), certain, now);
    }

    /** A new session is needed once all of what came with the present packet is known. */
    void resetSoon() {
        resetting = true;
    }

    /** All of a packet was read. */
    void packetEnds(long now) {
        if (resetting) {
            resetting = false;
            reset(now);
        }
        if (acks.due(now)) {
            flushSoon();
        }
        session.wake(acks.deadline());
    }

    /**
     * The server and we do not agree about the session any more: a new one starts, on the same connection. Calls that are not
     * answered are made again in it, as far as that does no harm.
     */
    private void reset(long now) {
        loop.count(Meter.SESSION_RESET);
        sessionId = loop.entropy().nonZero();
        ids.restart();
        seen.clear();
        acks.clear();
        resends.clear();
        replies = null;
        introduced = false;
        inquiry.end();
        pulse.connected(now);
        again(calls.removeInFlight(call -> true), false, now);
        missed(now);
        if (resets.tooOften(now)) {
            loop.count(Meter.LOOP_GUARDED);
            session.failed("one new session after another", LOOP_PAUSE);
        }
    }

    /** What the server did not say about the messages in question within five seconds, it does not know. */
    void unanswered(long now) {
        loop.count(Meter.STATE_UNANSWERED);
        inquiry.end();
        again(calls.removeInFlight(call -> call.stage() == Pending.Stage.UNKNOWN), false, now);
    }

    /** Calls expire also while there is no connection. @return when to look again */
    long dueAlways(long now) {
        for (Pending<?> call : calls.expired(now)) {
            loop.count(Meter.CALL_TIMED_OUT);
            call.fail(new CallFailure.TimedOut(call.method(), call.maybeExecuted()));
        }
        if (calls.wake(now)) {
            flushSoon();
        }
        if (missed && now - missedAt >= MISSED_AGAIN) {
            missed(now);
        }
        calls.shrink();
        return Math.min(calls.deadline(), missed ? missedAt + MISSED_AGAIN : Long.MAX_VALUE);
    }

    /** What is to be done while a connection stands. @return when to look again */
    long dueConnected(long now) {
        boolean awaited = calls.inFlight() > 0;
        if (awaited) {
            pulse.waitedFor(now);
        }
        if (pulse.dead(now)) {
            loop.count(Meter.PEER_DEAD);
            session.failed("nothing came from the server in time", 0);
            return now;
        }
        if (inquiry.waiting() && now >= inquiry.deadline()) {
            unanswered(now);
        }
        askAfterLongWork(now);
        if (pulse.due(now) || acks.due(now) || salts.wanted(now) || inquiry.wanted()) {
            flushSoon();
        }
        return Math.min(
                Math.min(pulse.deadline(awaited), acks.deadline()), Math.min(inquiry.deadline(), salts.deadline(now)));
    }

    private void askAfterLongWork(long now) {
        calls.eachInFlight(call -> {
            if (call.stage() == Pending.Stage.ACKED && now - call.since() >= LONG_WORK && !inquiry.waiting()) {
                call.unknown(now);
                inquiry.want();
            }
        });
    }

    /** The session ends: everybody who waits is told. */
    void failAll(SessionState last) {
        for (Pending<?> call : calls.removeAll(call -> true)) {
            call.fail(failure(call.method(), last, call.maybeExecuted()));
        }
    }

    static CallFailure failure(String method, SessionState last, boolean sent) {
        return last instanceof SessionState.Lost lost
                ? new CallFailure.SessionLost(method, lost.reason())
                : new CallFailure.Stopped(method, sent);
    }
}
