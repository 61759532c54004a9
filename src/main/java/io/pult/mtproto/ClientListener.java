package io.pult.mtproto;

import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.updates.News;
import org.jspecify.annotations.Nullable;

/**
 * Whoever owns an account here. Called on the event loop of the client, between the turns of the protocol: it may call the
 * client, and must not block.
 */
public interface ClientListener {
    /** See {@link io.pult.mtproto.session.SessionOwner#mayWrite}: asked within the protocol, before each frame. */
    boolean mayWrite();

    /** Of the connection to the data centre of the account; a sign-in that moves to another one tells only the new one's. */
    void changed(SessionState state);

    /** Somebody came, went, or went at an approximate time. Also told when a time that was said in advance has passed. */
    void presence(long userId, Presence presence);

    /** Messages, posts and everything else, each once. */
    void news(News news);

    /**
     * Asked before each call, also before those that the client makes by itself: for waits that Telegram has ordered.
     *
     * @param method as Telegram names it
     * @return with what the call fails, and nothing is sent; null: it is sent
     */
    default @Nullable CallFailure refuse(String method) {
        return null;
    }

    /** A call failed at Telegram, or on the way. */
    default void failed(String method, CallFailure why) {}

    /** Worth keeping: at once after a sign-in and at the end, otherwise some seconds after a change. */
    void save(SavedAccount account);
}
