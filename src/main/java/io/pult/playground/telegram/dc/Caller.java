package io.pult.playground.telegram.dc;

/** A server session that calls: equal to itself as long as it lives. */
public interface Caller {
    /** The data centre that it is connected to. */
    int dc();

    long authKeyId();

    long sessionId();

    /** Sends an {@code Updates} object, kept until it is acknowledged. On any thread; without effect when nobody is there. */
    void push(byte[] updates);
}
