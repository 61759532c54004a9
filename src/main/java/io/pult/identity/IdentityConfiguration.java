package io.pult.identity;

import io.pult.identity.audit.AuditSettings;
import io.pult.identity.factor.FactorSettings;
import io.pult.identity.social.SocialSettings;
import org.jspecify.annotations.Nullable;

/**
 * All that the concern is configured by.
 *
 * @param publicUrl as clients see this system; absent: on this machine alone
 */
public record IdentityConfiguration(
        IdentitySettings sessions,
        PasswordSettings passwords,
        FactorSettings factors,
        AuditSettings audit,
        SocialSettings social,
        @Nullable String publicUrl) {}
