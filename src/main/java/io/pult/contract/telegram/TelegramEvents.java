package io.pult.contract.telegram;

import io.pult.bus.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What happens to accounts that others asked to be told of, and nothing else. At most once, like every Topic: whoever must not
 * miss anything asks {@link TelegramActs#STATUSES} or {@link TelegramActs#POSTS} as well.
 */
public final class TelegramEvents {
    /** Changes in one event, at most. */
    public static final int MOST_CHANGES = 500;

    /** @param account that sees it; the same person may be seen differently by another one */
    public record PresenceChange(UUID account, SeenPresence presence) {}

    /** What came in one turn of a node's loop, in its order: 1 to {@link #MOST_CHANGES}. */
    public record PresenceChanged(List<PresenceChange> changes) {
        public PresenceChanged {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A new post in a watched channel. Several accounts that watch the same one tell of it each.
     *
     * @param text at most 4,096 UTF-16 units
     */
    public record Posted(UUID account, long channel, int post, String text, Instant date) {}

    public static final Topic<PresenceChanged> PRESENCE_CHANGED =
            Topic.of("telegram.presenceChanged", PresenceChanged.class);
    public static final Topic<Posted> POSTED = Topic.of("telegram.posted", Posted.class);

    private TelegramEvents() {}
}
