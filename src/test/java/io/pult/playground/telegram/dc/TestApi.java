package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Three functions, and a record of who called. */
final class TestApi implements Api {
    /** Answers its argument as a long in a TL object. */
    static final int ECHO = 0x11111111;
    /** Answered when the test likes. */
    static final int LATER = 0x22222222;
    /** Answers so many random-looking bytes. */
    static final int LARGE = 0x33333333;
    /** Answers so many zeros. */
    static final int ZEROS = 0x44444444;

    static final int RESULT = 0x55555555;

    final ConcurrentHashMap<Long, AtomicInteger> echoed = new ConcurrentHashMap<>();
    final List<Reply> waiting = new CopyOnWriteArrayList<>();
    final List<Caller> callers = new CopyOnWriteArrayList<>();
    final List<Caller> gone = new CopyOnWriteArrayList<>();
    final List<Long> keysGone = new CopyOnWriteArrayList<>();

    @Override
    public void called(Caller caller, byte[] query, Reply reply) {
        callers.add(caller);
        var in = new TlReader(query);
        switch (in.int32()) {
            case ECHO -> {
                long number = in.int64();
                echoed.computeIfAbsent(number, n -> new AtomicInteger()).incrementAndGet();
                reply.result(result(number));
            }
            case LATER -> waiting.add(reply);
            case LARGE -> {
                var bytes = new byte[in.int32()];
                new java.util.Random(1).nextBytes(bytes);
                reply.result(bytes(bytes));
            }
            case ZEROS -> reply.result(bytes(new byte[in.int32()]));
            default -> reply.error(400, "INPUT_METHOD_INVALID");
        }
    }

    @Override
    public void left(Caller caller) {
        gone.add(caller);
    }

    @Override
    public void keyGone(long authKeyId) {
        keysGone.add(authKeyId);
    }

    static byte[] echo(long number) {
        var out = new TlWriter();
        out.int32(ECHO);
        out.int64(number);
        return out.toByteArray();
    }

    static byte[] result(long number) {
        var out = new TlWriter();
        out.int32(RESULT);
        out.int64(number);
        return out.toByteArray();
    }

    static byte[] call(int function, int argument) {
        var out = new TlWriter();
        out.int32(function);
        out.int32(argument);
        return out.toByteArray();
    }

    private static byte[] bytes(byte[] value) {
        var out = new TlWriter();
        out.int32(RESULT);
        out.bytes(value);
        return out.toByteArray();
    }
}
