package io.pult.contract.jobs;

import io.pult.bus.Topic;
import java.util.UUID;

/** What the concern {@code jobs} tells. */
public final class JobsEvents {
    /** @param job any engine with a free place may take it now */
    public record Enqueued(UUID job) {}

    /**
     * At each change of a job's state, and at most every 250 ms while it moves. Two nodes may tell of one job: the higher
     * version is the newer.
     */
    public static final Topic<Job> PROGRESSED =
            Topic.of("jobs.progressed", Job.class).visibleTo("ADMIN", "jobs:read");

    /** Hastens the engines; what is missed is found by their sweep. */
    public static final Topic<Enqueued> ENQUEUED = Topic.of("jobs.enqueued", Enqueued.class);

    /** An item was opened, changed, answered or withdrawn. */
    public static final Topic<InboxItem> INBOX_CHANGED =
            Topic.of("jobs.inboxChanged", InboxItem.class).visibleTo("ADMIN", "jobs:read");

    private JobsEvents() {}
}
