package io.pult.contract.identity;

import io.pult.bus.MemberRole;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody in a workspace.
 *
 * @param name of the profile; may be empty
 */
public record WorkspaceMember(UUID userId, String name, MemberRole role, Instant since) {}
