package io.pult.jobs;

import io.pult.bus.Call;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.jobs.InboxItem;
import io.pult.contract.jobs.Job;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;

/** Tells the audit what people do with jobs and inbox items, in the transaction of the act. */
final class JobsAudit {
    private final Outbox outbox;
    private final InstantSource clock;

    JobsAudit(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    Future<Void> of(Sql tx, Call call, String action, Job job) {
        var entry = AuditEntry.done(call, clock.instant(), action, "job:" + job.id());
        return put(tx, entry.with(Map.of("kind", job.kind())));
    }

    /** That it was answered, and not what. */
    Future<Void> answered(Sql tx, Call call, InboxItem item) {
        var entry = AuditEntry.done(call, clock.instant(), "inbox_item.answered", "inbox_item:" + item.id());
        return put(tx, entry.with(Map.of("concern", item.concern(), "kind", item.kind(), "about", item.subject())));
    }

    private Future<Void> put(Sql tx, AuditEntry entry) {
        return outbox.put(tx, AuditEntry.RECORD, entry).mapEmpty();
    }
}
