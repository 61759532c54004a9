package io.pult.vk;

import io.pult.infra.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How many nodes share the budgets when nobody counts for them, and which of them this one is. When the table cannot be
 * read, the last known number holds.
 */
final class LiveNodes {
    private final Lease lease;
    private final InstantSource clock;
    private int count = 1;
    private int rank;

    LiveNodes(Lease lease, InstantSource clock) {
        this.lease = lease;
        this.clock = clock;
    }

    Future<Void> refresh() {
        return lease.live().map(nodes -> {
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).id().equals(lease.owner())) {
                    count = nodes.size();
                    rank = i;
                }
            }
            return null;
        });
    }

    int count() {
        return count;
    }

    /**
     * The nodes take turns by the wall clock, each its own slots of a token: at the same pace but out of step, two nodes
     * would now and then send two calls at once. Clocks that differ by more than VK's tolerance cost a refusal for pace.
     *
     * @param at by {@link System#nanoTime}, the earliest
     * @param spacing of the token, for all nodes together
     * @return by the same clock, no earlier
     */
    long slot(long at, String member, Duration spacing) {
        if (count == 1) {
            return at;
        }
        long step = spacing.toNanos();
        long period = step * count;
        // The members' slots are spread, or all tokens would be free at the same moment.
        long phase = Math.floorMod(member.hashCode() * 1_000_000_007L, period) + rank * step;
        return at + Math.floorMod(phase - (at + wallOffset()), period);
    }

    private long wallOffset() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }
}
