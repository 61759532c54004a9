package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.infra.Lease;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * Which sessions this node holds: claims what is free or was of a node that is gone, and gives up what it has to. Confined to
 * the loop of the verticle.
 */
final class Ownership {
    private static final int AT_ONCE = 250;

    private final Lease lease;
    private final String nodeName;
    private final SessionStore store;
    private final HeldSessions held;

    Ownership(Lease lease, String nodeName, SessionStore store, HeldSessions held) {
        this.lease = lease;
        this.nodeName = nodeName;
        this.store = store;
        this.held = held;
    }

    /** A look at what is free. */
    Future<?> round() {
        return lease.dead().compose(dead -> store.free(dead, AT_ONCE).compose(free -> claim(free, dead, "free")));
    }

    private Future<List<SessionRow>> claim(List<UUID> accounts, UUID[] dead, String reason) {
        UUID[] unheld = accounts.stream().filter(id -> held.find(id).isEmpty()).toArray(UUID[]::new);
        if (unheld.length == 0) {
            return Future.succeededFuture(List.of());
        }
        return store.claim(lease.owner(), nodeName, unheld, dead, reason).onSuccess(rows -> rows.forEach(held::hold));
    }

    /**
     * Becomes the owner of a session that nobody holds, whatever its state: for a sign-in, an export, the end of it.
     *
     * @return fails with CONFLICT {@code telegram.not_owner} when somebody else holds it
     */
    Future<HeldSession> own(UUID account, String reason) {
        return lease.dead()
                .compose(dead -> claim(List.of(account), dead, reason))
                .compose(claimed -> held.find(account)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(notOwner())));
    }

    /** Closes its connection and gives it up. */
    Future<?> release(HeldSession session, String reason) {
        return held.letGo(session)
                .compose(closed -> store.release(session.account(), lease.owner(), nodeName, session.epoch(), reason));
    }

    /** Gives up everything, so that others go on at once. */
    Future<?> handOver() {
        return Future.join(held.all().stream()
                .map(session -> release(session, "the node stops"))
                .toList());
    }

    static Failure notOwner() {
        return Failure.conflict("telegram.not_owner", "Another node holds this session by now; ask again");
    }
}
