package io.pult.contract.vk;

import java.util.Map;

/**
 * How all accounts are.
 *
 * @param statuses how many there are of each; every status is there
 * @param ending those that serve, whose token ends within a day and is not followed by another of itself
 */
public record SystemAccountsSummary(Map<String, Long> statuses, long ending) {
    public SystemAccountsSummary {
        statuses = Map.copyOf(statuses);
    }
}
