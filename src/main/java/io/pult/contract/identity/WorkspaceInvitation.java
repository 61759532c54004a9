package io.pult.contract.identity;

import io.pult.bus.MemberRole;
import java.time.Instant;
import java.util.UUID;

/**
 * A way into a workspace that somebody has been given, without its token.
 *
 * @param role of whoever takes it
 */
public record WorkspaceInvitation(UUID id, MemberRole role, String createdBy, Instant createdAt, Instant expiresAt) {}
