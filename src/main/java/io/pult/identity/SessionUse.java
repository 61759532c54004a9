package io.pult.identity;

import io.pult.bus.Principal;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** When sessions were last used. */
final class SessionUse {
    private final SessionStore sessions;
    private final InstantSource clock;
    private final Set<UUID> used = new HashSet<>();

    SessionUse(SessionStore sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    void mark(Principal who) {
        if (who.signIn() != null) {
            used.add(who.signIn().session());
        }
    }

    /** Written in one statement every few seconds, as of {@link ApiKeyUse#noteUse API keys}. */
    Future<Void> note() {
        if (used.isEmpty()) {
            return Future.succeededFuture();
        }
        var ids = Set.copyOf(used);
        used.clear();
        return sessions.noteUse(ids, clock.instant());
    }
}
