package io.pult.telegram;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The nodes that may take sessions, as they were last seen, and since when they are the same. Confined to one loop. */
final class Candidates {
    private final UUID self;
    private final TelegramNodeStore nodes;
    private final LongSupplier nano;
    private Set<UUID> known = Set.of();
    private long since;
    private boolean leaving;

    /** @param nano monotonic */
    Candidates(UUID self, TelegramNodeStore nodes, LongSupplier nano) {
        this.self = self;
        this.nodes = nodes;
        this.nano = nano;
        this.since = nano.getAsLong();
    }

    Future<Set<UUID>> refresh() {
        return nodes.candidates().map(this::seen);
    }

    /** @param listed by the table, in which this node need not stand yet */
    Set<UUID> seen(Set<UUID> listed) {
        Set<UUID> now = new HashSet<>(listed);
        if (leaving) {
            now.remove(self);
        } else {
            now.add(self);
        }
        if (!now.equals(known)) {
            known = Set.copyOf(now);
            since = nano.getAsLong();
        }
        return known;
    }

    /** This node takes nothing any more. */
    void leave() {
        leaving = true;
        seen(known);
    }

    boolean leaving() {
        return leaving;
    }

    Set<UUID> known() {
        return known;
    }

    Duration sameFor() {
        return Duration.ofNanos(nano.getAsLong() - since);
    }
}
