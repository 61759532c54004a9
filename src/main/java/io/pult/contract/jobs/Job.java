package io.pult.contract.jobs;

import io.pult.bus.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits for a machine, as it stands.
 *
 * @param args what its concern started it with, such as the id of what it works for; never a secret
 * @param legs concerns whose steps it walks, in this order
 * @param leg index of the leg being walked; the number of legs when all are behind it
 * @param step steps finished, over all legs
 * @param done units of work finished, over all legs
 * @param total units of the legs walked so far and the present one; may grow, absent while unknown
 * @param progress 0 to 1, never falls; absent while no total is known
 * @param error why it failed, or why its present step is tried again
 * @param attempts of the present step that failed
 * @param node name of the node that walks it, or walked it last; absent while none has
 * @param createdBy subject of whoever started it
 * @param deadline past it the job fails between two steps
 */
public record Job(
        UUID id,
        String kind,
        Map<String, Object> args,
        JobState state,
        List<String> legs,
        int leg,
        int step,
        long done,
        @Nullable Long total,
        @Nullable Double progress,
        @Nullable Fault error,
        int attempts,
        @Nullable String node,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant deadline,
        long version)
        implements Versioned {
    public Job {
        args = args == null ? Map.of() : Map.copyOf(args);
    }

    /** @param code of the step's failure, or {@code job.deadline}, {@code job.stuck} */
    public record Fault(String code, String message) {}
}
