package io.pult.contract.identity;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit as it is kept: an {@link AuditEntry} and its id.
 *
 * @param object on what, {@code noun:id}; absent when there is none
 * @param address of the client; absent for what the system did by itself
 * @param requestId by which what belongs together is found, also in the log
 * @param result {@code done}, or the code of the refusal
 */
public record AuditRecord(
        UUID id,
        Instant at,
        String action,
        @Nullable String object,
        String subject,
        @Nullable String address,
        String requestId,
        String result,
        Map<String, String> details) {
    public AuditRecord {
        details = details == null ? Map.of() : Map.copyOf(details);
    }
}
