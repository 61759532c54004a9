package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.contract.telegram.OwnershipEvents;
import io.pult.contract.telegram.OwnershipEvents.Freed;
import io.pult.infra.Lease;
import io.pult.infra.Ticker;
import io.pult.telegram.SessionStore.Given;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How this node gives sessions up: what is being asked of one ends, its connection is closed, what has to be kept is saved,
 * and only then it is nobody's. A session whose end is not certain is not released; it is claimed anew, by ourselves or, after
 * this node's lease, by others. Confined to one loop.
 */
final class Releases {
    /** How long the questions that a session is answering hold up its end. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    /** What is closed within this time is written down together. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final int AT_ONCE = 500;

    private final Lease lease;
    private final String nodeName;
    private final SessionStore store;
    private final HeldSessions held;
    private final Uses uses;
    private final Bus bus;
    private final Ticker timers;
    private final Map<UUID, Future<Boolean>> leaving = new HashMap<>();
    private final List<Closed> closed = new ArrayList<>();
    private boolean writing;

    private record Closed(Given given, Promise<Boolean> released) {}

    Releases(Lease lease, String nodeName, SessionStore store, HeldSessions held, Uses uses, Bus bus, Ticker timers) {
        this.lease = lease;
        this.nodeName = nodeName;
        this.store = store;
        this.held = held;
        this.uses = uses;
        this.bus = bus;
        this.timers = timers;
    }

    /** On its way out: nothing new may be asked of it. */
    boolean leaving(UUID account) {
        return leaving.containsKey(account);
    }

    /** How many are on their way out. */
    int unfinished() {
        return leaving.size();
    }

    /** @return whether it was ours until then; asking twice gives the same answer */
    Future<Boolean> release(HeldSession session, String reason) {
        UUID account = session.account();
        Future<Boolean> already = leaving.get(account);
        if (already != null) {
            return already;
        }
        Promise<Boolean> gone = Promise.promise();
        leaving.put(account, gone.future());
        quiet(account)
                .compose(silent -> held.letGo(session))
                .compose(ended -> giveUp(new Given(account, session.epoch(), reason)))
                .onComplete(done -> {
                    leaving.remove(account);
                    gone.handle(done);
                });
        return gone.future();
    }

    private Future<Void> quiet(UUID account) {
        if (!uses.inUse(account)) {
            return Future.succeededFuture();
        }
        Promise<Void> enough = Promise.promise();
        Runnable cancel = timers.after(LAST_ANSWERS, enough::tryComplete);
        uses.quiet(account).onComplete(done -> enough.tryComplete());
        return enough.future().onComplete(done -> cancel.run());
    }

    /** Whatever was closed while a statement was on its way goes with the next one. */
    private Future<Boolean> giveUp(Given given) {
        Promise<Boolean> released = Promise.promise();
        closed.add(new Closed(given, released));
        if (!writing) {
            writing = true;
            timers.after(GATHER, this::write);
        }
        return released.future();
    }

    private void write() {
        List<Closed> now = List.copyOf(closed.subList(0, Math.min(AT_ONCE, closed.size())));
        closed.subList(0, now.size()).clear();
        store.release(lease.owner(), nodeName, now.stream().map(Closed::given).toList())
                .onComplete(done -> {
                    if (done.succeeded()) {
                        released(now, done.result());
                    } else {
                        now.forEach(each -> each.released.fail(done.cause()));
                    }
                    writing = !closed.isEmpty();
                    if (writing) {
                        write();
                    }
                });
    }

    private void released(List<Closed> now, List<UUID> ours) {
        Set<UUID> freed = new HashSet<>(ours);
        now.forEach(each -> each.released.complete(freed.contains(each.given.account())));
        if (!ours.isEmpty()) {
            bus.publish(OwnershipEvents.FREED, new Freed(lease.owner(), ours));
        }
    }
}
