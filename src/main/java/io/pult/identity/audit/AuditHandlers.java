package io.pult.identity.audit;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.AuditOps;
import io.pult.contract.identity.AuditOps.ExportAudit;
import io.pult.contract.identity.AuditOps.ListAudit;
import io.pult.contract.identity.AuditRecord;
import io.pult.identity.Asker;
import io.pult.identity.User;
import io.pult.infra.Cursor;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

final class AuditHandlers {

    /** A clock that is outside of these is broken, and would have partitions made for its years. */
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final AuditStore audit;

    AuditHandlers(AuditStore audit) {
        this.audit = audit;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(AuditEntry.RECORD, this::record),
                bus.serve(AuditOps.LIST, this::list),
                bus.serve(AuditOps.EXPORT, this::export),
                bus.serve(AuditOps.LIST_MINE, this::listMine));
    }

    Future<Nothing> record(AuditEntry entry, Call call) {
        if (entry.at().isBefore(EARLIEST) || !entry.at().isBefore(LATEST)) {
            throw Failure.invalid("audit.time_invalid", "An entry of the audit is of our time");
        }
        return audit.insert(idOf(call), entry).map(Nothing.NOTHING);
    }

    /** Of the outbox's row, which may come twice. */
    private static UUID idOf(Call call) {
        try {
            return UUID.fromString(String.valueOf(call.idempotencyKey()));
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(
                    "audit.id_missing", "An entry of the audit comes through the outbox, whose id it has");
        }
    }

    Future<Page<AuditRecord>> list(ListAudit request, Call call) {
        return audit.list(request, Cursor.limit(request.limit()));
    }

    Future<Page<AuditRecord>> export(ExportAudit request, Call call) {
        return list(
                new ListAudit(
                        request.subject(),
                        request.action(),
                        request.object(),
                        request.requestId(),
                        request.result(),
                        request.since(),
                        request.until(),
                        Cursor.MAX_LIMIT,
                        request.cursor()),
                call);
    }

    Future<Page<AuditRecord>> listMine(AuditOps.ListMine request, Call call) {
        return audit.about(User.subject(Asker.person(call)), Cursor.limit(request.limit()), request.cursor());
    }
}
