package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A key with its sessions and the one connection that may use it. On any thread. */
final class KnownKey {
    private static final int SESSIONS = 16;
    private static final long NEVER = -1;

    private final AuthKey key;
    private final long firstSalt;
    private final long firstEra;
    private final AtomicReference<@Nullable Connection> holder = new AtomicReference<>();
    // The one used last is last.
    private final Map<Long, ServerSession> sessions = new LinkedHashMap<>(2, 0.75f, true);
    private final AtomicBoolean burned = new AtomicBoolean();
    private volatile long leftAt = NEVER;
    private volatile @Nullable Gap gap;

    /** @param firstEra in which the salt is the first one; -1 when there is none */
    KnownKey(AuthKey key, long firstSalt, long firstEra) {
        this.key = key;
        this.firstSalt = firstSalt;
        this.firstEra = firstEra;
    }

    AuthKey key() {
        return key;
    }

    long id() {
        return key.id();
    }

    long firstSalt() {
        return firstSalt;
    }

    long firstEra() {
        return firstEra;
    }

    /** @return the other connection that has it and lives, if any; none means that it is now this one's */
    @Nullable
    Connection claim(Connection connection, long now) {
        if (holder.get() == connection) {
            return null;
        }
        Connection other = take(connection);
        long left = leftAt;
        if (other == null && left != NEVER) {
            leftAt = NEVER;
            gap = new Gap(id(), left, now);
        }
        return other;
    }

    private @Nullable Connection take(Connection connection) {
        Connection witness = holder.compareAndExchange(null, connection);
        while (witness != null && witness != connection) {
            if (witness.living()) {
                return witness;
            }
            Connection before = witness;
            witness = holder.compareAndExchange(before, connection);
            if (witness == before) {
                return null;
            }
        }
        return null;
    }

    /**
     * Nobody may use it any more.
     *
     * @return false when that was so already
     */
    boolean burn() {
        return burned.compareAndSet(false, true);
    }

    /** @return whether it passed from the one to the other; not when somebody else has it by now */
    boolean supersede(Connection silent, Connection speaking) {
        return holder.compareAndSet(silent, speaking);
    }

    @Nullable
    Connection holder() {
        return holder.get();
    }

    void release(Connection connection, long now) {
        if (holder.get() == connection) {
            // First: whoever claims it from now on ends this gap.
            leftAt = now;
            holder.compareAndSet(connection, null);
        }
    }

    /** The last time that it was without a connection, once there is one again. */
    @Nullable
    Gap gap() {
        return gap;
    }

    synchronized @Nullable ServerSession find(long sessionId) {
        return sessions.get(sessionId);
    }

    /** A new one; when there are too many, the one that was not used for the longest time is forgotten. */
    synchronized ServerSession open(long sessionId, Function<KnownKey, ServerSession> make) {
        if (sessions.size() >= SESSIONS) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        ServerSession session = make.apply(this);
        sessions.put(sessionId, session);
        return session;
    }

    synchronized @Nullable ServerSession destroy(long sessionId) {
        return sessions.remove(sessionId);
    }

    synchronized List<ServerSession> all() {
        return new ArrayList<>(sessions.values());
    }

    synchronized void forgetSessions() {
        sessions.clear();
    }

    synchronized int sessions() {
        return sessions.size();
    }
}
