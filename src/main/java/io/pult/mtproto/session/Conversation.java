package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.transport.Link;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    private static final int MOST_RESETS = 5;
    private static final int MOST_MISTAKES = 1;
    /** Two for each call that may be in flight: what one change of the salt can cost. */
    private static final int MOST_REFUSALS = 2 * Outstanding.IN_FLIGHT;

    private static final long LOOP_PAUSE = 30_000;

    final MessageIds ids;
    final SeenIds seen = new SeenIds();
    final Salts salts;
    final Acks acks = new Acks();
    final Outstanding calls = new Outstanding();
    final Inquiry inquiry = new Inquiry();
    final Pulse pulse = new Pulse();
    final Outbox outbox;

    private final SessionLoop loop;
    private final Session session;
    private final Guard resets = new Guard(MOST_RESETS);
    private final Guard mistakes = new Guard(MOST_MISTAKES);
    private final Guard refusals = new Guard(MOST_REFUSALS);
    private final Inbox inbox;
    private long sessionId;
    private long lastPush = Long.MIN_VALUE;
    private boolean resetting;

    Conversation(SessionLoop loop, Session session, long salt, long clockDifference) {
        this.loop = loop;
        this.session = session;
        this.ids = new MessageIds(clockDifference);
        this.salts = new Salts(salt);
        this.outbox = new Outbox(loop, session, this);
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
        outbox.flushSoon();
        return pending.future();
    }

    /** A connection stands. */
    void connected(long now) {
        pulse.connected(now);
        ids.unsettle();
        inquiry.want();
        outbox.flushSoon();
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

    void pushed(long now) {
        lastPush = now;
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
        outbox.flushSoon();
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

    /**
     * The server wrote what cannot be taken, and the connection ends. It says so again on the next one, as nobody acknowledged
     * it: then only a new session can end that.
     */
    void mistaken(long now) {
        if (mistakes.tooOften(now)) {
            renew(now);
        }
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
            outbox.flushSoon();
        }
        session.wake(acks.deadline());
    }

    /**
     * The server and we do not agree about the session any more: a new one starts, on the same connection. Calls that are not
     * answered are made again in it, as far as that does no harm.
     */
    private void reset(long now) {
        renew(now);
        if (resets.tooOften(now)) {
            loop.count(Meter.LOOP_GUARDED);
            session.failed("one new session after another", LOOP_PAUSE);
        }
    }

    private void renew(long now) {
        loop.count(Meter.SESSION_RESET);
        sessionId = loop.entropy().nonZero();
        ids.restart();
        seen.clear();
        acks.clear();
        outbox.restart();
        inquiry.end();
        pulse.connected(now);
        again(calls.removeInFlight(call -> true), false, now);
        session.missed(now);
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
            outbox.flushSoon();
        }
        calls.shrink();
        return calls.deadline();
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
            outbox.flushSoon();
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
