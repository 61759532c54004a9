package io.pult.mtproto.tl;

/**
 * A function of the API with its arguments. Immutable.
 *
 * @param <R> what it answers
 */
public interface Call<R> {
    /** The function as the documentation names it: {@code messages.sendMessage}. */
    String method();

    /**
     * Whether a second execution does no harm. When a connection was lost and nobody can tell whether the call was
     * executed, it is sent again only then; otherwise it fails as "maybe executed".
     */
    boolean repeatable();

    /** The id and the arguments, without any wrapper. */
    void write(TlWriter out);

    /** The answer, whose id comes first. */
    R read(TlReader in);
}
