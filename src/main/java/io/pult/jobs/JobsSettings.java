package io.pult.jobs;

import io.pult.infra.Backoff;
import java.time.Duration;

/**
 * @param sweep how often a node looks for jobs that nobody told it of; 50 ms to a minute
 * @param concurrent jobs that one node walks at a time, 1 to 64
 * @param retries of a step whose concern is away or late; one that fails for good fails the job
 * @param stopWithin how long a stopping node waits for its running steps; what is longer is left to the lease
 * @param keepFinished how long finished jobs and closed inbox items stay; at least a day
 */
public record JobsSettings(
        Duration sweep, int concurrent, Backoff retries, Duration stopWithin, Duration keepFinished) {
    public JobsSettings {
        require(between(sweep, Duration.ofMillis(50), Duration.ofMinutes(1)), "jobs.sweep", sweep, "50ms to 1m");
        require(concurrent >= 1 && concurrent <= 64, "jobs.concurrent", concurrent, "1 to 64");
        require(between(stopWithin, Duration.ZERO, Duration.ofMinutes(1)), "jobs.stop_within", stopWithin, "0s to 1m");
        require(
                between(keepFinished, Duration.ofDays(1), Duration.ofDays(3650)),
                "jobs.keep_finished",
                keepFinished,
                "1d to 3650d");
    }

    public static JobsSettings defaults() {
        return new JobsSettings(
                Duration.ofSeconds(1),
                4,
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 8),
                Duration.ofSeconds(10),
                Duration.ofDays(30));
    }

    private static boolean between(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean holds, String path, Object value, String remedy) {
        if (!holds) {
            throw new IllegalArgumentException(path + " is " + value + "; give " + remedy);
        }
    }
}
