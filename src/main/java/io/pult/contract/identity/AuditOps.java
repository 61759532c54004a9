package io.pult.contract.identity;

import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The audit of all concerns, newest first. What is put there goes by {@link AuditEntry#RECORD}. */
public final class AuditOps {
    /**
     * @param subject who, such as {@code user:<id>} or {@code key:<id>}
     * @param action as a whole, or with a dot at its end the beginning of it: {@code session.}
     * @param object on what, {@code noun:id}
     * @param result {@code done} or the code of a refusal
     * @param since inclusive
     * @param until exclusive
     */
    public record ListAudit(
            @Nullable String subject,
            @Nullable String action,
            @Nullable String object,
            @Nullable String requestId,
            @Nullable String result,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** The same as {@link ListAudit}, all of it: the gateway pulls page after page. */
    public record ExportAudit(
            @Nullable String subject,
            @Nullable String action,
            @Nullable String object,
            @Nullable String requestId,
            @Nullable String result,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String cursor) {}

    public record ListMine(
            @Nullable Integer limit, @Nullable String cursor) {}

    public static final Op<ListAudit, Page<AuditRecord>> LIST =
            Op.page("identity.listAudit", ListAudit.class, AuditRecord.class);

    public static final Op<ExportAudit, Page<AuditRecord>> EXPORT =
            Op.page("identity.exportAudit", ExportAudit.class, AuditRecord.class);

    /**
     * What the asker did, and what was done with their account; others' addresses are left out. Fails with FORBIDDEN
     * {@code person.needed} for API keys.
     */
    public static final Op<ListMine, Page<AuditRecord>> LIST_MINE =
            Op.page("identity.listMyAudit", ListMine.class, AuditRecord.class);

    private AuditOps() {}
}
