package io.pult.mtproto.transport;

/** What a {@link Link} tells, on the context that it was dialled on. Nothing comes after {@link #closed}. */
public interface LinkListener {
    /**
     * A whole frame, without what belongs to the transport.
     *
     * @param bytes may be changed in place; belongs to the link again when the call returns
     * @param length at least 20
     */
    void frame(byte[] bytes, int offset, int length);

    /**
     * The server refuses the connection: -404 for a key that it does not know, -429 for too many connections, -444 for a
     * wrong data centre, or another. The link stays open until the server or whoever listens closes it.
     *
     * @param code negative
     */
    void refused(int code);

    /**
     * The socket is closed: here, there or in between. Exactly once.
     *
     * @param why in words, without addresses
     */
    void closed(String why);
}
