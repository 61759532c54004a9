package io.pult.infra;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * For how long each incarnation has not renewed, measured on this node's own monotonic clock. The database's clock alone
 * must not decide that a node is dead: stepped forward by an hour, it says so of every living one.
 */
final class Silence {
    private record Seen(Instant leaseUntil, long since) {}

    private final Map<UUID, Seen> seen = new HashMap<>();

    /**
     * @param leaseUntil as the table has it now
     * @param now monotonic nanoseconds, read after the answer of the database had arrived
     */
    Duration of(UUID node, Instant leaseUntil, long now) {
        Seen known = seen.get(node);
        if (known == null || !known.leaseUntil.equals(leaseUntil)) {
            seen.put(node, new Seen(leaseUntil, now));
            return Duration.ZERO;
        }
        return Duration.ofNanos(now - known.since);
    }

    /** Forgets everybody else. */
    void retain(Collection<UUID> nodes) {
        seen.keySet().retainAll(nodes);
    }
}
