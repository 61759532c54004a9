package io.pult.contract.identity;

import io.pult.bus.MemberRole;
import io.pult.bus.Versioned;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What accounts, channels, tokens and tasks belong to, and whose members may see them.
 *
 * @param role of the asker; absent for those who see it without being a member
 * @param version rises with every change of the workspace or of its members
 */
public record Workspace(UUID id, String name, @Nullable MemberRole role, long version, Instant createdAt)
        implements Versioned {}
