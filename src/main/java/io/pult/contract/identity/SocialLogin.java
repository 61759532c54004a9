package io.pult.contract.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account elsewhere with which a person signs in here.
 *
 * @param externalId the provider's own, which never changes hands
 * @param username as it was there at the last sign-in; absent when there was none
 * @param name likewise, may be empty
 */
public record SocialLogin(
        SocialProvider provider,
        String externalId,
        @Nullable String username,
        String name,
        Instant linkedAt,
        Instant lastUsedAt) {}
