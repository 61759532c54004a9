package io.pult.mtproto.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The only timer of an event loop: looks twice a second through one array for the sessions that have something to do, so that
 * thousands of sessions need no timer of their own. Confined to its loop.
 */
final class Sweep {
    /** A loop that did not come round for so long may have lost its lease meanwhile. */
    private static final long STALL = 5_000;

    private long[] deadlines = new long[64];
    private @Nullable Session[] sessions = new Session[64];
    private int count;
    private long last;

    Sweep(long now) {
        last = now;
    }

    void add(Session session) {
        if (count == sessions.length) {
            sessions = Arrays.copyOf(sessions, count * 2);
            deadlines = Arrays.copyOf(deadlines, count * 2);
        }
        sessions[count] = session;
        deadlines[count] = Long.MAX_VALUE;
        session.slot(count++);
    }

    /** The last one moves into its place. */
    void remove(Session session) {
        int slot = session.slot();
        count--;
        Session moved = sessions[count];
        if (moved != null && moved != session) {
            sessions[slot] = moved;
            deadlines[slot] = deadlines[count];
            moved.slot(slot);
        }
        sessions[count] = null;
        session.slot(-1);
    }

    /** Looks at a session at that time, or earlier. */
    void wake(int slot, long at) {
        if (slot >= 0 && at < deadlines[slot]) {
            deadlines[slot] = at;
        }
    }

    int size() {
        return count;
    }

    Session[] all() {
        return Arrays.copyOf(sessions, count, Session[].class);
    }

    void run(long now) {
        if (now - last >= STALL) {
            for (Session session : all()) {
                session.stalled();
            }
        }
        last = now;
        // Backwards: a session that leaves is replaced by one that was looked at.
        for (int i = count - 1; i >= 0; i--) {
            Session session = i < count ? sessions[i] : null;
            if (session != null) {
                session.swept(now);
            }
            if (i < count && deadlines[i] <= now) {
                look(i, now);
            }
        }
    }

    private void look(int slot, long now) {
        Session session = sessions[slot];
        if (session == null) {
            return;
        }
        deadlines[slot] = Long.MAX_VALUE;
        long next = session.due(now);
        wake(session.slot(), next);
    }
}
