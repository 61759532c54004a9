package io.pult.process;

import io.pult.support.Chance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls that members of a crowd make, each checked: two that read and one that writes, in turn. None
 * waits for another.
 */
final class CrowdCalls {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger randomIds = new AtomicInteger();

    record Failed(CrowdMember who, Throwable cause) {
        @Override
        public String toString() {
            return who.number() + ": " + cause;
        }
    }

    /** @return when it has its answer, or has failed */
    Future<Void> make(CrowdMember who) {
        int turn = made.incrementAndGet();
        Future<Void> call = switch (turn % 3) {
            case 0 -> who.looksAtItself();
            case 1 -> who.looksForItsContacts();
            default -> who.says(randomIds.incrementAndGet());
        };
        return call.transform(done -> {
            if (done.failed()) {
                failures.add(new Failed(who, done.cause()));
            }
            completed.incrementAndGet();
            return Future.succeededFuture();
        });
    }

    /** Until the timer of that id is cancelled. */
    long trickle(Vertx vertx, Chance chance, List<CrowdMember> members, int perSecond) {
        return vertx.setPeriodic(1_000 / perSecond, tick -> make(chance.of(members)));
    }

    int made() {
        return made.get();
    }

    int underWay() {
        return made.get() - completed.get();
    }

    /** Since it was asked last. */
    List<Failed> newFailures() {
        var all = new ArrayList<Failed>();
        for (Failed each = failures.poll(); each != null; each = failures.poll()) {
            all.add(each);
        }
        return all;
    }
}
