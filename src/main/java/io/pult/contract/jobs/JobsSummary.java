package io.pult.contract.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How all jobs are, or those of one kind.
 *
 * @param states how many there are in each state; every state is there
 * @param kinds of which there are any, also when one of them was asked for
 * @param hours the last 24, oldest first, the present one last
 */
public record JobsSummary(Map<String, Long> states, List<String> kinds, List<Hour> hours) {
    public JobsSummary {
        states = Map.copyOf(states);
        kinds = List.copyOf(kinds);
        hours = List.copyOf(hours);
    }

    /** What ended in the hour that begins then. */
    public record Hour(Instant at, long succeeded, long failed) {}
}
