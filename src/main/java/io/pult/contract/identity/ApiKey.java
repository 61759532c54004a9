package io.pult.contract.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs, without the key itself.
 *
 * @param hint last four characters, by which a person tells keys apart
 * @param owner the person with whose rights it ends; absent for a key that was made on the machine itself
 * @param workspace whose rows are all that it reaches; absent: those of every workspace
 * @param scopes {@code concern:read|act|admin}; {@code *} stands for every concern
 */
public record ApiKey(
        UUID id,
        String name,
        String hint,
        @Nullable UUID owner,
        @Nullable UUID workspace,
        List<String> scopes,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
