package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.dc.Api;
import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.dc.Reply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers {@link Echo}, counts how often each number was executed, and insists on an introduction in each server session. */
final class EchoApi implements Api {
    /** Texts that do something else than to be repeated. */
    static final String SILENCE = "silence";

    static final String ERROR = "error ";

    final Map<Long, AtomicInteger> executed = new ConcurrentHashMap<>();
    final Map<Long, Boolean> introduced = new ConcurrentHashMap<>();
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger introductions = new AtomicInteger();
    /** Errors that are answered once for each text in front of the text itself. */
    final Map<String, AtomicInteger> failing = new ConcurrentHashMap<>();

    final Map<Long, Reply> lastReply = new ConcurrentHashMap<>();

    volatile Caller lastCaller;

    @Override
    public void called(Caller caller, byte[] query, Reply reply) {
        lastCaller = caller;
        calls.incrementAndGet();
        var in = new TlReader(query);
        if (in.peek() == Service.INVOKE_WITH_LAYER) {
            introduction(in);
            introductions.incrementAndGet();
            introduced.put(caller.authKeyId(), true);
        }
        if (!introduced.containsKey(caller.authKeyId())) {
            reply.error(400, "CONNECTION_NOT_INITED");
            return;
        }
        if (in.int32() != Echo.ID) {
            reply.error(400, "INPUT_METHOD_INVALID");
            return;
        }
        long number = in.int64();
        String text = in.string();
        AtomicInteger left = failing.get(text);
        if (left != null && left.getAndDecrement() > 0) {
            reply.error(500, "RPC_CALL_FAIL");
            return;
        }
        lastReply.put(number, reply);
        executed.computeIfAbsent(number, fresh -> new AtomicInteger()).incrementAndGet();
        if (text.startsWith(ERROR)) {
            String[] error = text.split(" ", 3);
            reply.error(Integer.parseInt(error[1]), error[2]);
        } else if (!text.equals(SILENCE)) {
            reply.result(Echo.answer(text));
        }
    }

    private static void introduction(TlReader in) {
        in.skip(4 + 4 + 4 + 4 + 4);
        for (int i = 0; i < 6; i++) {
            in.skipString();
        }
    }

    int times(long number) {
        AtomicInteger count = executed.get(number);
        return count == null ? 0 : count.get();
    }

    @Override
    public void left(Caller caller) {}

    @Override
    public void keyGone(long authKeyId) {
        introduced.remove(authKeyId);
    }
}
