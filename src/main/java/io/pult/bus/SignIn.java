package io.pult.bus;

import java.time.Instant;
import java.util.UUID;

/**
 * The session of a person who asks.
 *
 * @param confirmedAt when this person last showed who they are, by password, second step or a launch of the Mini App:
 *     dangerous acts want it to be minutes ago
 */
public record SignIn(UUID session, Instant confirmedAt) {}
