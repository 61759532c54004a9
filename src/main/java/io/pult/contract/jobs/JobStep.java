package io.pult.contract.jobs;

import io.pult.bus.Op;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One bounded piece of a job, asked of the concern that knows how.
 *
 * @param step counts from 0; the same step may be asked twice and must then do no more than once
 * @param cursor where the last step ended; absent at the first
 * @param args what the job was started with
 */
public record JobStep(UUID job, int step, @Nullable String cursor, Map<String, Object> args) {
    /** How long a step may take. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    public JobStep {
        args = args == null ? Map.of() : Map.copyOf(args);
    }

    /**
     * @param cursor where the next step goes on; absent when this concern's part is finished
     * @param done units of work that this step finished
     * @param total of this concern's part, when it is known
     */
    public record Result(
            @Nullable String cursor, long done, @Nullable Long total) {}

    /** {@code ~<concern>.<kind>Step}: each concern that takes part in a kind of job serves it. */
    public static Op<JobStep, Result> of(String concern, String kind) {
        return Op.of("~" + concern + "." + kind + "Step", JobStep.class, Result.class)
                .within(LIMIT)
                .asIdempotent();
    }
}
