package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlWriter;

/**
 * What stands before a call until the server knows with whom it speaks, and in which layer (core.telegram.org/api/invoking).
 * Telegram forgets it with a key's last connection, so each process says it again.
 */
final class InitConnection {
    /** Language packs belong to the official applications: others send none. */
    private static final String NO_LANGUAGE_PACK = "";

    private InitConnection() {}

    /** The call itself has to follow. */
    static void write(TlWriter out, AppIdentity app, int layer) {
        out.int32(Service.INVOKE_WITH_LAYER);
        out.int32(layer);
        out.int32(Service.INIT_CONNECTION);
        out.int32(0);
        out.int32(app.apiId());
        out.string(app.deviceModel());
        out.string(app.systemVersion());
        out.string(app.appVersion());
        out.string(app.systemLangCode());
        out.string(NO_LANGUAGE_PACK);
        out.string(app.langCode());
    }
}
