package io.pult.playground.telegram.dc;

/** What answers the calls that the message layer lets through. Called on the event loop of the caller's connection. */
public interface Api {
    /**
     * One call, once: a repetition of the same message is answered by the message layer.
     *
     * @param query with its wrappers, such as invokeWithLayer
     * @param reply to be used once, at once or later, on any thread
     */
    void called(Caller caller, byte[] query, Reply reply);

    /** The server session has no connection any more; nothing can be pushed to it. */
    void left(Caller caller);

    /** The key was forgotten, because it was used from two connections or was destroyed: whoever was signed in with it is not. */
    void keyGone(long authKeyId);
}
