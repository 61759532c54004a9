package io.pult.infra;

import java.time.Instant;
import java.util.UUID;

/**
 * An incarnation whose lease runs.
 *
 * @param id new at every start of the process
 * @param name for people; not unique over time
 */
public record LiveNode(UUID id, String name, String host, Instant startedAt) {}
