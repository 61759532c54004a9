package io.pult.telegram;

import io.pult.infra.Rendezvous;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Which sessions leave this node because they belong to another, now that the nodes have been the same for a while: a few a
 * second, so that nobody notices. A session whose preferred node did not take it stays where it is.
 */
final class Moves {
    /** How often all sessions are looked at; in between, what is left of the last look is moved. */
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** How long a session that came back to us is left alone. */
    private static final Duration STAY = Duration.ofMinutes(10);

    private final UUID self;
    private final Duration after;
    private final int most;
    private final LongSupplier nano;
    private final Deque<UUID> going = new ArrayDeque<>();
    private final Map<UUID, Long> moved = new HashMap<>();
    private Set<UUID> lookedFor = Set.of();
    private long looked;

    /**
     * @param after how long the nodes have to be the same
     * @param most a second
     * @param nano monotonic
     */
    Moves(UUID self, Duration after, int most, LongSupplier nano) {
        this.self = self;
        this.after = after;
        this.most = most;
        this.nano = nano;
    }

    /**
     * Those that should go within this second.
     *
     * @param candidates with this node among them, or it moves nothing
     * @param sameFor how long they have been the same
     */
    List<UUID> next(Collection<UUID> held, Set<UUID> candidates, Duration sameFor) {
        if (sameFor.compareTo(after) < 0 || candidates.size() < 2 || !candidates.contains(self)) {
            going.clear();
            lookedFor = Set.of();
            return List.of();
        }
        long now = nano.getAsLong();
        if (!candidates.equals(lookedFor) || now - looked >= LOOK.toNanos()) {
            lookedFor = Set.copyOf(candidates);
            looked = now;
            look(held, now);
        }
        List<UUID> next = new ArrayList<>();
        Set<UUID> here = going.isEmpty() ? Set.of() : new HashSet<>(held);
        while (!going.isEmpty() && next.size() < most) {
            UUID account = going.remove();
            if (here.contains(account)) {
                moved.put(account, now);
                next.add(account);
            }
        }
        return next;
    }

    private void look(Collection<UUID> held, long now) {
        moved.values().removeIf(at -> now - at >= STAY.toNanos());
        going.clear();
        for (UUID account : held) {
            boolean elsewhere = Rendezvous.preferred(account.toString(), lookedFor)
                    .filter(preferred -> !preferred.equals(self))
                    .isPresent();
            if (elsewhere && !moved.containsKey(account)) {
                going.add(account);
            }
        }
    }
}
