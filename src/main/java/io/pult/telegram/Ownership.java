package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.infra.Lease;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Which sessions this node holds: claims what is free or was of a node that is gone, when it is this node's turn, and gives up
 * what it has to. Membership and placement are hints; the claim's statement decides. Confined to the loop of the verticle.
 */
final class Ownership {
    private static final int AT_ONCE = 250;
    /** More than a node is made for, so that a full look is one statement. */
    private static final int MOST_FREE = 10_000;

    private final Lease lease;
    private final SessionStore store;
    private final HeldSessions held;
    private final Claims claims;
    private final Releases releases;
    private final OwnershipSweep sweep;
    private final Candidates candidates;
    private final Placement placement;
    private final Moves moves;
    private final LongSupplier nano;
    private Set<UUID> bereaved = Set.of();

    /** @param nano monotonic */
    Ownership(
            Lease lease,
            SessionStore store,
            HeldSessions held,
            Claims claims,
            Releases releases,
            OwnershipSweep sweep,
            Candidates candidates,
            Moves moves,
            LongSupplier nano) {
        this.lease = lease;
        this.store = store;
        this.held = held;
        this.claims = claims;
        this.releases = releases;
        this.sweep = sweep;
        this.candidates = candidates;
        this.placement = new Placement(lease.owner());
        this.moves = moves;
        this.nano = nano;
    }

    /** A look at what is free; what it is our turn for is claimed. */
    Future<?> round() {
        if (claims.over()) {
            return Future.succeededFuture();
        }
        Future<?> known = claims.doubtful() ? sweep.run() : Future.succeededFuture();
        return known.compose(sure -> lease.dead())
                .compose(dead -> bereave(dead)
                        .compose(done -> store.free(dead, MOST_FREE))
                        .compose(free -> claim(free, dead)));
    }

    /** Once for each node that is gone, and again when that failed. */
    private Future<?> bereave(UUID[] dead) {
        Set<UUID> all = Set.of(dead);
        return bereaved.containsAll(all)
                ? Future.succeededFuture()
                : store.bereave(dead).onSuccess(done -> bereaved = all);
    }

    /** Gives up a few of those that belong to another node. */
    Future<?> move() {
        List<UUID> accounts = held.all().stream()
                .filter(session -> session.row().wanted() && !releases.leaving(session.account()))
                .map(HeldSession::account)
                .toList();
        List<UUID> next = moves.next(accounts, candidates.known(), candidates.sameFor());
        return Future.join(next.stream()
                .flatMap(account -> held.find(account).stream())
                .map(session -> release(session, "moved"))
                .toList());
    }

    private Future<?> claim(List<UUID> free, UUID[] dead) {
        if (free.isEmpty()) {
            placement.nothingFree();
            return Future.succeededFuture();
        }
        return candidates.refresh().compose(now -> batches(placement.due(free, now, nano.getAsLong()), dead));
    }

    private Future<?> batches(List<UUID> due, UUID[] dead) {
        Future<?> chain = Future.succeededFuture();
        for (int from = 0; from < due.size(); from += AT_ONCE) {
            List<UUID> batch = due.subList(from, Math.min(due.size(), from + AT_ONCE));
            chain = chain.compose(before -> claims.wanted(batch, dead));
        }
        return chain;
    }

    /** The session, when it is here and may be asked. */
    Optional<HeldSession> find(UUID account) {
        return releases.leaving(account) ? Optional.empty() : held.find(account);
    }

    /**
     * Becomes the owner of a session that nobody holds, whatever its state: for a sign-in, an export, the end of it.
     *
     * @param reason for the log of claims, one word
     * @return fails with CONFLICT {@code telegram.not_owner} when somebody else holds it
     */
    Future<HeldSession> own(UUID account, String reason) {
        return lease.dead()
                .compose(dead -> claims.one(account, dead, reason))
                .compose(claimed ->
                        find(account).map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(notOwner())));
    }

    /**
     * Closes its connection and gives it up.
     *
     * @param reason for the log of claims, one word
     * @return whether it was ours until then
     */
    Future<Boolean> release(HeldSession session, String reason) {
        return releases.release(session, reason);
    }

    static Failure notOwner() {
        return Failure.conflict(Unexecuted.NOT_OWNER, "Another node holds this session by now; ask again");
    }
}
