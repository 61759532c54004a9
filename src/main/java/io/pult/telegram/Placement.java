package io.pult.telegram;

import io.pult.infra.Rendezvous;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * When it is this node's turn to claim what is free: at once where it is the preferred one, and the later the further behind
 * in the session's order of nodes, so that sessions come to where they belong and yet anybody rescues them.
 */
final class Placement {
    static final Duration STEP = Duration.ofSeconds(3);

    private final UUID self;
    private final Map<UUID, Long> seen = new HashMap<>();

    Placement(UUID self) {
        this.self = self;
    }

    /**
     * @param free all that is free now; what is not among them is forgotten
     * @param candidates nodes that may take sessions; this one is taken for one of them
     * @param now monotonic nanoseconds
     */
    List<UUID> due(List<UUID> free, Set<UUID> candidates, long now) {
        seen.keySet().retainAll(new HashSet<>(free));
        List<UUID> due = new ArrayList<>();
        for (UUID account : free) {
            long since = seen.computeIfAbsent(account, first -> now);
            long rank = Rendezvous.rank(account.toString(), self, candidates);
            if (now - since >= rank * STEP.toNanos()) {
                due.add(account);
            }
        }
        return due;
    }

    void nothingFree() {
        seen.clear();
    }
}
