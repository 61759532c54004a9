package io.pult.identity.audit;

import java.time.Duration;

/** @param keep how long entries stay, at least 30 days; they go by whole months, so a month longer at most */
public record AuditSettings(Duration keep) {
    private static final Duration LEAST = Duration.ofDays(30);

    public AuditSettings {
        if (keep.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "audit.keep is " + keep.toDays() + "d but must be at least " + LEAST.toDays() + "d");
        }
    }
}
