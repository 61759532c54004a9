package io.pult.vk;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the audit what people do with accounts, in the transaction of the act. What VK's answers do with them is in the log. */
final class AccountAudit {
    private final Outbox outbox;
    private final InstantSource clock;

    AccountAudit(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    Future<Void> done(Sql tx, Call call, String action, UUID account) {
        return put(tx, AuditEntry.done(call, clock.instant(), action, object(account)));
    }

    /** @param fields what was changed; to what is nobody's business here */
    Future<Void> changed(Sql tx, Call call, String action, UUID account, String fields) {
        return put(
                tx,
                AuditEntry.done(call, clock.instant(), action, object(account)).with(Map.of("fields", fields)));
    }

    /** @param why it came to nothing; absent: it did not */
    Future<Void> verified(Sql tx, Call call, UUID account, @Nullable Failure why) {
        return why == null
                ? done(tx, call, "system_account.verified", account)
                : put(tx, AuditEntry.refused(call, clock.instant(), "system_account.verified", object(account), why));
    }

    /** One entry for the whole list. */
    Future<Void> addedByLinks(Sql tx, Call call, int added) {
        var entry = AuditEntry.done(call, clock.instant(), "system_account.added_by_links", null)
                .with(Map.of("added", Integer.toString(added)));
        return added == 0 ? Future.succeededFuture() : put(tx, entry);
    }

    private Future<Void> put(Sql tx, AuditEntry entry) {
        return outbox.put(tx, AuditEntry.RECORD, entry).mapEmpty();
    }

    private static String object(UUID account) {
        return "system_account:" + account;
    }
}
