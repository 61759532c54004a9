package io.pult.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.Lease;
import io.pult.telegram.SessionStore.Owning;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Compares what this node holds with what the table gives to it, as answers and news get lost: a session of ours that is not
 * here is claimed anew, one that is another's or was deleted is dropped, one that nobody should hold is given up. Confined to
 * one loop.
 */
final class OwnershipSweep {
    /** Nothing can be asked of these but what takes them first. */
    private static final Set<State> OVER = EnumSet.of(State.LOST, State.BANNED, State.EXPORTED, State.STOPPED);

    private final Lease lease;
    private final SessionStore store;
    private final HeldSessions held;
    private final Claims claims;
    private final Releases releases;
    private final Uses uses;

    OwnershipSweep(Lease lease, SessionStore store, HeldSessions held, Claims claims, Releases releases, Uses uses) {
        this.lease = lease;
        this.store = store;
        this.held = held;
        this.claims = claims;
        this.releases = releases;
        this.uses = uses;
    }

    Future<?> run() {
        return claims.over() || !lease.held()
                ? Future.succeededFuture()
                : claims.between(() -> store.ownedBy(lease.owner()).compose(this::compare));
    }

    private Future<?> compare(List<Owning> ours) {
        claims.certain();
        Set<UUID> known = new HashSet<>();
        List<Owning> lost = new ArrayList<>();
        List<HeldSession> unwanted = new ArrayList<>();
        for (Owning each : ours) {
            known.add(each.account());
            if (releases.leaving(each.account())) {
                continue;
            }
            Optional<HeldSession> session = held.find(each.account());
            if (session.isEmpty()) {
                lost.add(each);
            } else if (session.get().epoch() != each.epoch()) {
                held.disowned(session.get());
                lost.add(each);
            } else if (OVER.contains(each.state()) && !uses.inUse(each.account())) {
                unwanted.add(session.get());
            }
        }
        held.all().stream()
                .filter(session -> !known.contains(session.account()) && !releases.leaving(session.account()))
                .forEach(held::disowned);
        unwanted.forEach(session -> releases.release(session, "unwanted"));
        return lost.isEmpty() ? Future.succeededFuture() : claims.takeBack(lost);
    }
}
