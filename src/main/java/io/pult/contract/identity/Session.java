package io.pult.contract.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One device of a person that is signed in.
 *
 * @param proof by which it was opened, such as {@code password} or {@code telegram_and_code}
 * @param device what the client called itself (User-Agent)
 * @param address from which it was opened or last refreshed
 * @param lastUsedAt to the minute: a gateway remembers a token for as long
 * @param expiresAt unless it is refreshed before
 * @param current the session of the asker
 */
public record Session(
        UUID id,
        ClientKind client,
        String proof,
        @Nullable String device,
        @Nullable String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean current) {}
