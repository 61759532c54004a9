package io.pult.telegram;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that this node owns. Confined to the loop of the verticle. */
final class HeldSessions {
    private static final Logger log = LoggerFactory.getLogger(HeldSessions.class);

    private final SessionParts parts;
    private final Map<UUID, HeldSession> byAccount = new HashMap<>();
    private Consumer<HeldSession> finished = session -> {};

    HeldSessions(SessionParts parts) {
        this.parts = parts;
    }

    /** What becomes of a session whose key is worth nothing any more: nobody has to hold it. */
    void onFinished(Consumer<HeldSession> release) {
        finished = release;
    }

    /** Claimed just now. */
    HeldSession hold(SessionRow row) {
        HeldSession before = byAccount.remove(row.account());
        if (before != null) {
            // Claimed again by ourselves: the answer to the first claim was lost, or came late.
            before.end();
        }
        var session = new HeldSession(this, row);
        byAccount.put(row.account(), session);
        session.begin();
        return session;
    }

    /** Closes it. @return when nothing more will be written; it may be released then, and is not ours to use any more */
    Future<Void> letGo(HeldSession session) {
        return session.end()
                // What waits of all, in one statement: hundreds are let go in the same second.
                .eventually(() -> parts.saves().flush())
                .onComplete(ended -> byAccount.remove(session.account(), session));
    }

    /** Somebody else owns it by now. */
    void disowned(HeldSession session) {
        if (byAccount.remove(session.account(), session)) {
            log.atWarn()
                    .addKeyValue("account", session.account())
                    .addKeyValue("epoch", session.epoch())
                    .log("a session has another owner by now: dropped");
            session.end();
        }
    }

    void finished(HeldSession session) {
        if (byAccount.get(session.account()) == session) {
            finished.accept(session);
        }
    }

    /** The lease is lost: every connection is closed at once, and nothing is written down any more. */
    void dropAll() {
        List<HeldSession> dropped = new ArrayList<>(byAccount.values());
        byAccount.clear();
        dropped.forEach(HeldSession::end);
    }

    /** Connects what should be connected, and lets rest what nobody needs. */
    Future<?> tend() {
        long now = parts.ticks().millis();
        all().forEach(session -> session.tend(now));
        return Future.succeededFuture();
    }

    Optional<HeldSession> find(UUID account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    Collection<HeldSession> all() {
        return List.copyOf(byAccount.values());
    }

    int size() {
        return byAccount.size();
    }

    boolean mayWrite() {
        return parts.lease().held();
    }

    SessionParts parts() {
        return parts;
    }
}
