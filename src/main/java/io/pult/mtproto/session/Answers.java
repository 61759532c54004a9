package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import java.util.List;

/** Brings answers to those who asked (core.telegram.org/mtproto/service_messages, "RPC Result"). */
final class Answers {
    /** What was "out of order" or asked for an introduction so often will stay so. */
    private static final int MOST_RETRIES = 5;

    private final SessionLoop loop;
    private final Session session;
    private final Conversation talk;

    Answers(SessionLoop loop, Session session, Conversation talk) {
        this.loop = loop;
        this.session = session;
        this.talk = talk;
    }

    /** @param in after the id of rpc_result */
    void result(long id, TlReader in, long now) {
        long request = in.int64();
        if (talk.inquiry.is(request)) {
            // Only an error is answered in this way: a server that does not know the question.
            talk.unanswered(now);
            return;
        }
        Pending<?> call = talk.calls.remove(request);
        if (call == null) {
            return;
        }
        talk.ids.answered(id, request, now);
        try {
            if (in.peek() == Service.GZIP_PACKED) {
                in.int32();
                try {
                    answer(call, loop.inflation().open(in), now);
                } finally {
                    loop.inflation().release();
                }
            } else {
                answer(call, in, now);
            }
        } catch (TlFailure e) {
            unreadable(call, e);
        }
    }

    /** Of destroy_auth_key, which alone is answered without an rpc_result. */
    void keyDestroyed(TlReader in) {
        for (Pending<?> call : talk.calls.removeInFlight(each -> each.method().equals("destroy_auth_key"))) {
            int at = in.position();
            complete(call, in);
            in.seek(at);
        }
    }

    private void answer(Pending<?> call, TlReader in, long now) {
        if (in.peek() == Service.RPC_ERROR) {
            in.int32();
            refused(call, RpcError.of(in.int32(), in.string()), now);
            return;
        }
        talk.outbox.introduced();
        complete(call, in);
    }

    private <R> void complete(Pending<R> call, TlReader in) {
        R result;
        try {
            result = call.read(in);
        } catch (RuntimeException e) {
            // TlFailure for what is not in the schema; anything else is a mistake of a reader, which is no one else's
            // matter.
            unreadable(call, e);
            return;
        }
        loop.count(Meter.CALL_ANSWERED);
        call.complete(result);
    }

    private void unreadable(Pending<?> call, RuntimeException why) {
        loop.count(Meter.CALL_UNREADABLE);
        // The server may have lost the layer that was agreed upon.
        talk.outbox.introduceAgain();
        call.fail(new CallFailure.Unreadable(call.method(), String.valueOf(why.getMessage())));
    }

    private void refused(Pending<?> call, RpcError error, long now) {
        Verdict verdict = Verdict.of(error, session.isAuthorised());
        if (verdict instanceof Verdict.Introduce && call.retry() < MOST_RETRIES) {
            talk.outbox.introduceAgain();
            talk.again(List.of(call), true, now);
            return;
        }
        talk.outbox.introduced();
        if (verdict instanceof Verdict.Later && later(call, now)) {
            return;
        }
        if (verdict instanceof Verdict.Flood flood) {
            loop.count(Meter.CALL_FLOODED);
            call.fail(new CallFailure.FloodWait(call.method(), error, flood.retryAfter()));
        } else if (verdict instanceof Verdict.Gone gone) {
            session.lost(gone.reason());
            call.fail(new CallFailure.SessionLost(call.method(), gone.reason()));
        } else {
            loop.count(Meter.CALL_REFUSED);
            call.fail(new CallFailure.Refused(call.method(), error));
        }
    }

    /** After 1, 2, 4, 8, 16 s. @return whether another try may be made before the caller gives up */
    private boolean later(Pending<?> call, long now) {
        int before = call.retry();
        long at = now + (1_000L << Math.min(before, MOST_RETRIES));
        if (!call.repeatable() || before >= MOST_RETRIES || at >= call.deadline()) {
            return false;
        }
        loop.count(Meter.CALL_RETRIED);
        call.delayed(at);
        talk.calls.delay(call);
        session.wake(at);
        return true;
    }
}
