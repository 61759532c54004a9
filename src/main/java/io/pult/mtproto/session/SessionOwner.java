package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlReader;

/**
 * Whoever holds a session. All methods are called on the session's event loop, and never in the middle of a change of its
 * state: they may call the session.
 */
public interface SessionOwner {
    /**
     * Asked before every frame that is written, also before that of a key exchange. After a "no" the session closes its
     * connection and stops: an owner that is not sure says no, since a key that writes from two places is lost for good.
     */
    boolean mayWrite();

    /** After each change; the last one is {@link SessionState.Stopped} or {@link SessionState.Lost}. */
    void changed(SessionState state);

    /** Salt or clock changed: worth keeping, not worth a write of its own. */
    void remember(SessionMemory memory);

    /**
     * Something that Telegram said by itself: an {@code Updates} object, to be read at once, as the reader is reused. What
     * an answer carries is the caller's.
     */
    void pushed(TlReader updates);

    /** Updates may have been missed: a new server session, something unreadable, a reconnect. */
    void missed();

    /**
     * Twice a second, whatever the session is doing, until it has ended: so that an owner who waits for something needs no
     * timer.
     *
     * @param now milliseconds as {@link Ticks} counts
     */
    default void sweep(long now) {}
}
