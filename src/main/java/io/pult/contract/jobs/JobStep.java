package io.pult.contract.jobs;

import io.pult.bus.Op;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One bounded piece of a job, asked of the concern that knows how.
 *
 * @param step counts from 0 over the whole job; the same step may be asked twice and must then do no more than once
 * @param cursor where this concern's last step ended; absent at its first
 * @param args what the job was started with
 */
public record JobStep(UUID job, int step, @Nullable String cursor, Map<String, Object> args) {
    /** How long a step may take. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    public JobStep {
        args = args == null ? Map.of() : Map.copyOf(args);
    }

    /**
     * @param cursor where the next step goes on, up to 4,000 characters; absent when this concern's part is finished
     * @param done units of work that this step finished, 0 or more
     * @param total of this concern's part, when it is known; may differ from step to step
     */
    public record Result(
            @Nullable String cursor, long done, @Nullable Long total) {
        public Result {
            if (cursor != null && (cursor.length() > 4_000 || cursor.indexOf(0) >= 0)) {
                throw new IllegalArgumentException("a cursor has up to 4,000 characters and no NUL");
            }
            if (done < 0 || (total != null && total < 0)) {
                throw new IllegalArgumentException("done and total must be 0 or more");
            }
        }
    }

    /** {@code ~<concern>.<kind>Step}: each concern that takes part in a kind of job serves it. */
    public static Op<JobStep, Result> of(String concern, String kind) {
        return Op.of("~" + concern + "." + kind + "Step", JobStep.class, Result.class)
                .within(LIMIT)
                .asIdempotent();
    }
}
