package io.pult.telegram;

import io.pult.infra.Lease;
import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.ClientPlan;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.api.Layer;
import io.pult.mtproto.transport.Framing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that this node owns, and what they share. Confined to the loop of the verticle. */
final class HeldSessions {
    private static final Logger log = LoggerFactory.getLogger(HeldSessions.class);
    private static final int FIRST_DC = 2;

    private final Lease lease;
    private final SessionStore store;
    private final SessionSeal seal;
    private final SessionSaves saves;
    private final WayChoice ways;
    private final AppChoice apps;
    private final DcBook centres;
    private final ClientLoop loop;
    private final Map<UUID, HeldSession> byAccount = new HashMap<>();

    HeldSessions(
            Lease lease,
            SessionStore store,
            SessionSeal seal,
            SessionSaves saves,
            WayChoice ways,
            AppChoice apps,
            DcBook centres,
            ClientLoop loop) {
        this.lease = lease;
        this.store = store;
        this.seal = seal;
        this.saves = saves;
        this.ways = ways;
        this.apps = apps;
        this.centres = centres;
        this.loop = loop;
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
                .eventually(() -> saves.flush(session))
                .onComplete(ended -> byAccount.remove(session.account(), session));
    }

    /** Somebody else owns it by now. */
    void disowned(HeldSession session) {
        log.atWarn()
                .addKeyValue("account", session.account())
                .addKeyValue("epoch", session.epoch())
                .log("a session has another owner by now: dropped");
        byAccount.remove(session.account(), session);
        session.end();
    }

    /** The lease is lost: every connection is closed at once, and nothing is written down any more. */
    void dropAll() {
        List<HeldSession> dropped = new ArrayList<>(byAccount.values());
        byAccount.clear();
        dropped.forEach(HeldSession::end);
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
        return lease.held();
    }

    UUID owner() {
        return lease.owner();
    }

    SessionStore store() {
        return store;
    }

    SessionSaves saves() {
        return saves;
    }

    ClientLoop loop() {
        return loop;
    }

    /** How an account's client starts: its way out is chosen now, if it never was. */
    Future<ClientPlan> plan(SessionRow row) {
        return ways.exitOf(row).map(exit -> {
            SavedAccount saved = row.envelope() == null ? null : seal.open(row.account(), row.envelope());
            return new ClientPlan(
                    centres,
                    FIRST_DC,
                    exit,
                    Framing.INTERMEDIATE,
                    false,
                    apps.of(row),
                    Layer.CURRENT,
                    List.of(),
                    saved);
        });
    }
}
