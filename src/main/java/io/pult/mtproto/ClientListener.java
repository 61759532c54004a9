package io.pult.mtproto;

import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.updates.News;

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

    /** Worth keeping: at once after a sign-in and at the end, otherwise some seconds after a change. */
    void save(SavedAccount account);
}
