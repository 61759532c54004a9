package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Failure;
import io.pult.contract.telegram.OwnershipEvents;
import io.pult.contract.telegram.OwnershipEvents.Claimed;
import io.pult.infra.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements that make this node an owner, one at a time, so that a row of ours that is not known here can only be one whose
 * answer was lost. Confined to one loop.
 */
final class Claims {
    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final int MOST_WAITING = 500;

    private final Lease lease;
    private final String nodeName;
    private final SessionStore store;
    private final HeldSessions held;
    private final Bus bus;
    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private boolean over;
    private boolean doubtful;

    Claims(Lease lease, String nodeName, SessionStore store, HeldSessions held, Bus bus) {
        this.lease = lease;
        this.nodeName = nodeName;
        this.store = store;
        this.held = held;
        this.bus = bus;
    }

    /** Those of them that are free by now, for good. */
    Future<List<HeldSession>> wanted(List<UUID> accounts, UUID[] dead) {
        return alone(() -> store.claimWanted(lease.owner(), nodeName, unheld(accounts), dead)
                .onFailure(this::doubt)
                .map(this::hold));
    }

    /** This one, if it is free, whatever its state. */
    Future<List<HeldSession>> one(UUID account, UUID[] dead, String reason) {
        return alone(() -> store.claimAny(lease.owner(), nodeName, account, dead, reason)
                .onFailure(this::doubt)
                .map(this::hold));
    }

    /** Runs while no claim is on its way. */
    <T> Future<T> between(Supplier<Future<T>> work) {
        return alone(work);
    }

    /** A claim got no answer: whether it was done, the table alone knows. */
    boolean doubtful() {
        return doubtful;
    }

    /** Within {@link #between}: the table was asked. */
    void certain() {
        doubtful = false;
    }

    private void doubt(Throwable cause) {
        doubtful = true;
    }

    /** Within {@link #between}. */
    Future<List<HeldSession>> takeBack(List<SessionStore.Owning> lost) {
        return store.takeBack(lease.owner(), nodeName, lost)
                .onFailure(this::doubt)
                .map(this::hold);
    }

    /** No claim starts any more. @return when the last one was answered, and what it brought is held */
    Future<Void> end() {
        over = true;
        return last.otherwiseEmpty().mapEmpty();
    }

    boolean over() {
        return over;
    }

    private <T> Future<T> alone(Supplier<Future<T>> work) {
        if (over || waiting >= MOST_WAITING) {
            return Future.failedFuture(notNow());
        }
        waiting++;
        Future<T> turn = last.transform(before -> over ? Future.failedFuture(notNow()) : work.get())
                .onComplete(done -> waiting--);
        last = turn;
        return turn;
    }

    private UUID[] unheld(List<UUID> accounts) {
        return accounts.stream().filter(id -> held.find(id).isEmpty()).toArray(UUID[]::new);
    }

    private List<HeldSession> hold(List<SessionRow> rows) {
        if (!lease.held() || rows.isEmpty()) {
            // Too late for them: whatever the table says, they are for others to claim.
            return List.of();
        }
        log.atInfo().addKeyValue("sessions", rows.size()).log("claimed");
        List<HeldSession> sessions = rows.stream().map(held::hold).toList();
        bus.publish(
                OwnershipEvents.CLAIMED,
                new Claimed(
                        lease.owner(),
                        rows.stream()
                                .map(row -> new OwnershipEvents.Ownership(row.account(), row.epoch()))
                                .toList()));
        return sessions;
    }

    private static Failure notNow() {
        return Failure.unavailable(
                Unexecuted.NOT_OWNER, "This node takes no more sessions at the moment", Duration.ofSeconds(2));
    }
}
