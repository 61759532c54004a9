package io.pult.contract.telegram;

import io.pult.bus.Topic;
import java.util.List;
import java.util.UUID;

/** Which node holds which session, for those who keep it in mind: a hint, the table decides. */
public final class OwnershipEvents {
    /** @param epoch of this ownership; it rises with every claim */
    public record Ownership(UUID account, long epoch) {}

    /** @param node incarnation that holds them now */
    public record Claimed(UUID node, List<Ownership> sessions) {
        public Claimed {
            sessions = List.copyOf(sessions);
        }
    }

    /** @param node incarnation that held them; their connections are closed */
    public record Freed(UUID node, List<UUID> accounts) {
        public Freed {
            accounts = List.copyOf(accounts);
        }
    }

    public static final Topic<Claimed> CLAIMED = Topic.of("telegram.sessionsClaimed", Claimed.class);
    public static final Topic<Freed> FREED = Topic.of("telegram.sessionsFreed", Freed.class);

    private OwnershipEvents() {}
}
