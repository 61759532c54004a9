package io.pult.playground.telegram;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A call as it came, taken out of its wrappers. These look the same in every layer. */
final class Query {
    private static final Schema ANY = Schema.of(204);
    private static final int INVOKE_WITH_LAYER = ANY.id("invokeWithLayer");
    private static final int INIT_CONNECTION = ANY.id("initConnection");
    private static final int INVOKE_WITHOUT_UPDATES = ANY.id("invokeWithoutUpdates");
    private static final int INVOKE_AFTER_MSG = ANY.id("invokeAfterMsg");
    private static final int INVOKE_AFTER_MSGS = ANY.id("invokeAfterMsgs");
    private static final int MOST_WRAPPERS = 8;

    private final int layer;
    private final @Nullable App app;
    private final boolean withoutUpdates;
    private final int function;
    private final byte[] bytes;
    private final int at;

    private Query(int layer, @Nullable App app, boolean withoutUpdates, int function, byte[] bytes, int at) {
        this.layer = layer;
        this.app = app;
        this.withoutUpdates = withoutUpdates;
        this.function = function;
        this.bytes = bytes;
        this.at = at;
    }

    /** What a client tells of itself. */
    record App(int apiId, String device, String system, String version, String language) {}

    /** @throws TlFailure when it is no call in wrappers */
    static Query of(byte[] bytes) {
        var in = new TlReader(bytes);
        int layer = 0;
        App app = null;
        boolean withoutUpdates = false;
        for (int i = 0; i < MOST_WRAPPERS; i++) {
            int at = in.position();
            int id = in.int32();
            if (id == INVOKE_WITH_LAYER) {
                layer = in.int32();
            } else if (id == INIT_CONNECTION) {
                app = app(in);
            } else if (id == INVOKE_WITHOUT_UPDATES) {
                withoutUpdates = true;
            } else if (id == INVOKE_AFTER_MSG) {
                in.int64();
            } else if (id == INVOKE_AFTER_MSGS) {
                in.skip(8 * in.count(8));
            } else {
                return new Query(layer, app, withoutUpdates, id, bytes, at);
            }
        }
        throw new TlFailure("more than " + MOST_WRAPPERS + " wrappers");
    }

    /** That the client speaks from now on; 0 when it did not say. */
    int layer() {
        return layer;
    }

    /** That the client says it is; null when it did not say. */
    @Nullable
    App app() {
        return app;
    }

    /** Whether the session wants to hear of nothing. */
    boolean withoutUpdates() {
        return withoutUpdates;
    }

    /** Its id. */
    int function() {
        return function;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the function begins in the bytes. */
    int at() {
        return at;
    }

    int length() {
        return bytes.length - at;
    }

    private static App app(TlReader in) {
        int flags = in.int32();
        int apiId = in.int32();
        String device = in.string();
        String system = in.string();
        String version = in.string();
        in.skipString();
        in.skipString();
        String language = in.string();
        if ((flags & 1) != 0) {
            ANY.read(in);
        }
        if ((flags & 2) != 0) {
            ANY.read(in);
        }
        return new App(apiId, device, system, version, language);
    }
}
