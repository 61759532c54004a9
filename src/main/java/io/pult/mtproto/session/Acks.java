package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlWriter;

/** The messages that the server wants to know received: told with whatever is sent next, at 16 of them, or after 30 s. */
final class Acks {
    /** In one msgs_ack, as many as the server takes. */
    static final int MOST = 8_192;

    private static final int ENOUGH = 16;
    private static final long LONGEST = 30_000;

    private final Ids ids = new Ids(MOST);
    private long oldest;

    void add(long id, long now) {
        if (ids.size() == 0) {
            oldest = now;
        }
        ids.add(id);
    }

    boolean isEmpty() {
        return ids.size() == 0;
    }

    boolean due(long now) {
        return ids.size() >= ENOUGH || (ids.size() > 0 && now - oldest >= LONGEST);
    }

    /** When they are due at the latest. */
    long deadline() {
        return ids.size() == 0 ? Long.MAX_VALUE : oldest + LONGEST;
    }

    void clear() {
        ids.clear();
    }

    void write(TlWriter out) {
        ids.write(out, Service.MSGS_ACK);
    }
}
