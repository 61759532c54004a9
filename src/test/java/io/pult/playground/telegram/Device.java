package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.dc.Reply;
import io.pult.playground.telegram.schema.Schema;
import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client without a network: speaks one layer, and keeps what it is told. */
final class Device implements Caller {
    private static final AtomicLong IDS = new AtomicLong();

    private final WorldApi api;
    private final Schema schema;
    private final int dc;
    private final long key;
    private final long session = IDS.incrementAndGet();
    private final List<TlObject> pushed = new ArrayList<>();
    private boolean introduced;

    private Device(WorldApi api, Schema schema, int dc, long key) {
        this.api = api;
        this.schema = schema;
        this.dc = dc;
        this.key = key;
    }

    static Device of(WorldApi api, int layer, int dc) {
        return new Device(api, Schema.of(layer), dc, IDS.incrementAndGet());
    }

    /** Another session of the same key. */
    Device again() {
        return new Device(api, schema, dc, key);
    }

    /** An error that it was answered with. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(int code, String text) {
            super(code + " " + text);
        }
    }

    TlObject ask(String function, @Nullable Object... fields) {
        return (TlObject) call(TlObject.of(function, fields));
    }

    /** The first call says layer and app. */
    Object call(TlObject function) {
        TlObject wrapped = introduced ? function : introduction(schema.layer(), function);
        Answer answer = send(schema.bytes(wrapped));
        introduced = true;
        if (answer.error != null) {
            throw answer.error;
        }
        if (answer.result == null) {
            throw new AssertionError("no answer to " + function.name());
        }
        return schema.readAnswer(function.name(), answer.result);
    }

    Answer send(byte[] query) {
        var answer = new Answer();
        api.called(this, query, answer);
        return answer;
    }

    static TlObject introduction(int layer, TlObject function) {
        TlObject init = TlObject.of("initConnection")
                .with("api_id", 4)
                .with("device_model", "test")
                .with("query", function);
        return TlObject.of("invokeWithLayer", "layer", layer, "query", init);
    }

    /** What came of one call. */
    static final class Answer implements Reply {
        byte @Nullable [] result;

        @Nullable
        Refused error;

        @Override
        public void result(byte[] object) {
            result = object;
        }

        @Override
        public void error(int code, String text) {
            error = new Refused(code, text);
        }
    }

    /** Since it was asked last. */
    List<TlObject> pushed() {
        List<TlObject> copy = List.copyOf(pushed);
        pushed.clear();
        return copy;
    }

    Schema schema() {
        return schema;
    }

    void signIn(World world, Account account) {
        world.authorise(key, dc, account);
    }

    @Override
    public int dc() {
        return dc;
    }

    @Override
    public long authKeyId() {
        return key;
    }

    @Override
    public long sessionId() {
        return session;
    }

    @Override
    public void push(byte[] updates) {
        pushed.add(schema.read(updates));
    }
}
