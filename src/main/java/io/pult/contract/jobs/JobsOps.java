package io.pult.contract.jobs;

import io.pult.bus.Op;
import io.pult.bus.Page;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs as people and other concerns reach them. */
public final class JobsOps {
    /**
     * @param sort {@code -created_at} (newest first, the default) or {@code created_at}
     * @param limit 1 to 200, 50 when absent
     */
    public record ListJobs(
            @Nullable JobState state,
            @Nullable String kind,
            String sort,
            Integer limit,
            @Nullable String cursor) {
        public ListJobs {
            sort = sort == null ? "-created_at" : sort;
            limit = limit == null ? 50 : limit;
            if (!sort.equals("created_at") && !sort.equals("-created_at")) {
                throw new IllegalArgumentException("sort is created_at or -created_at");
            }
            if (limit < 1 || limit > 200) {
                throw new IllegalArgumentException("limit is 1 to 200");
            }
        }
    }

    /** @param kind counted alone; absent: all of them */
    public record GetSummary(@Nullable String kind) {}

    public record JobId(UUID id) {}

    /** Starts the job that walks every secret of every concern and encrypts it under the current key. */
    public record StartRekey() {}

    /**
     * A concern starts a job.
     *
     * @param args handed to every step; never a secret
     * @param key the asker's own name for this start: the same kind and key give the same job
     */
    public record Start(String kind, Map<String, Object> args, String key) {
        public Start {
            args = args == null ? Map.of() : Map.copyOf(args);
        }
    }

    public static final Op<ListJobs, Page<Job>> LIST = Op.page("jobs.listJobs", ListJobs.class, Job.class);

    public static final Op<GetSummary, JobsSummary> SUMMARY =
            Op.of("jobs.getSummary", GetSummary.class, JobsSummary.class).asIdempotent();

    /** Fails with NOT_FOUND {@code jobs.not_found}. */
    public static final Op<JobId, Job> GET =
            Op.of("jobs.getJob", JobId.class, Job.class).asIdempotent();

    /** Takes effect between two steps; fails with CONFLICT {@code jobs.finished}. */
    public static final Op<JobId, Job> CANCEL =
            Op.of("jobs.cancelJob", JobId.class, Job.class).asIdempotent();

    /**
     * Goes on where a failed or cancelled job stopped, with a new deadline; fails with CONFLICT
     * {@code jobs.not_retryable} or {@code jobs.single}.
     */
    public static final Op<JobId, Job> RETRY = Op.of("jobs.retryJob", JobId.class, Job.class);

    /** Fails with CONFLICT {@code jobs.single}, and the running job's id, while one is unfinished. */
    public static final Op<StartRekey, Job> START_REKEY = Op.of("jobs.startRekey", StartRekey.class, Job.class);

    /** Fails with INVALID {@code jobs.unknown_kind}, CONFLICT {@code jobs.single}. */
    public static final Op<Start, Job> START =
            Op.of("~jobs.start", Start.class, Job.class).asIdempotent();

    private JobsOps() {}
}
