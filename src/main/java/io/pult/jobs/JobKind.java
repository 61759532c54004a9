package io.pult.jobs;

import io.pult.bus.Op;
import io.pult.contract.jobs.JobStep;
import java.time.Duration;
import java.util.List;

/**
 * What jobs there are. A job copies its kind into its row, so a change here is for jobs started from then on.
 *
 * @param name what follows in the steps' addresses, {@code ~<leg>.<name>Step}
 * @param legs concerns whose steps are walked, in this order
 * @param limit time from start, or from a retry, to the deadline
 * @param single at most one unfinished job of the kind
 */
public record JobKind(String name, List<String> legs, Duration limit, boolean single) {
    /** Walks every secret of every concern; whoever holds secrets is a leg. */
    public static final JobKind REKEY =
            new JobKind("rekey", List.of("vk", "identity", "telegram"), Duration.ofHours(24), true);

    /** Reads a list of VK page by page; a day is enough for a limit of VK's to pass. */
    public static final JobKind LIST_SYNC = new JobKind("list_sync", List.of("vk"), Duration.ofHours(24), false);

    /** Takes sessions of Telegram that were brought; some hundred lines, and another node may have to be waited for. */
    public static final JobKind ACCOUNT_IMPORT =
            new JobKind("account_import", List.of("telegram"), Duration.ofHours(12), false);

    public static final List<JobKind> ALL = List.of(REKEY, LIST_SYNC, ACCOUNT_IMPORT);

    public JobKind {
        legs = List.copyOf(legs);
        if (legs.isEmpty() || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a kind of job needs a leg and a time limit: " + name);
        }
    }

    /** What the legs have to serve for a job of this kind to succeed. */
    public List<Op<JobStep, JobStep.Result>> steps() {
        return legs.stream().map(leg -> JobStep.of(leg, name)).toList();
    }
}
