package io.pult.playground.telegram;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A call as it came, taken out of its wrappers. These look the same in every layer.
 *
 * @param layer that the client speaks from now on; 0 when it did not say
 * @param app that the client says it is; null when it did not say
 * @param withoutUpdates whether the session wants to hear of nothing
 * @param function its id
 * @param at where it begins in {@code bytes}
 */
record Query(int layer, @Nullable App app, boolean withoutUpdates, int function, byte[] bytes, int at) {
    private static final Schema ANY = Schema.of(204);
    private static final int INVOKE_WITH_LAYER = ANY.id("invokeWithLayer");
    private static final int INIT_CONNECTION = ANY.id("initConnection");
    private static final int INVOKE_WITHOUT_UPDATES = ANY.id("invokeWithoutUpdates");
    private static final int INVOKE_AFTER_MSG = ANY.id("invokeAfterMsg");
    private static final int INVOKE_AFTER_MSGS = ANY.id("invokeAfterMsgs");
    private static final int MOST_WRAPPERS = 8;

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
