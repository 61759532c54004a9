package io.pult.contract.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit, which any concern puts into the outbox in the transaction of the act. Holds no secret.
 *
 * @param action {@code noun.happened}, such as {@code session.ended}
 * @param object on what, {@code noun:id}; absent when there is none
 * @param subject who, as {@link io.pult.bus.Principal#subject}
 * @param address of the client; absent for what the system does by itself
 * @param result {@code done}, or the code of the refusal
 * @param details in words for people, small
 */
public record AuditEntry(
        Instant at,
        String action,
        @Nullable String object,
        String subject,
        @Nullable String address,
        String requestId,
        String result,
        Map<String, String> details) {

    /** Recorded once for each row of the outbox, however often it arrives. */
    public static final Op<AuditEntry, Nothing> RECORD =
            Op.of("~identity.audit", AuditEntry.class, Nothing.class).asIdempotent();

    public AuditEntry {
        details = details == null ? Map.of() : Map.copyOf(details);
    }

    public static AuditEntry done(Call call, Instant at, String action, @Nullable String object) {
        return of(call, at, action, object, "done");
    }

    public static AuditEntry refused(Call call, Instant at, String action, @Nullable String object, Failure why) {
        return of(call, at, action, object, why.code());
    }

    private static AuditEntry of(Call call, Instant at, String action, @Nullable String object, String result) {
        return new AuditEntry(
                at, action, object, call.principal().subject(), call.address(), call.requestId(), result, Map.of());
    }

    /** For acts before anybody is signed in: the person whom the act is about did it. */
    public AuditEntry by(String subject) {
        return new AuditEntry(at, action, object, subject, address, requestId, result, details);
    }

    public AuditEntry with(Map<String, String> details) {
        return new AuditEntry(at, action, object, subject, address, requestId, result, details);
    }
}
