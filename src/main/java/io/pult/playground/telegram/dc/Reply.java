package io.pult.playground.telegram.dc;

/** Answers one call, once. */
public interface Reply {
    /** @param object the boxed result, as TL */
    void result(byte[] object);

    void error(int code, String text);
}
