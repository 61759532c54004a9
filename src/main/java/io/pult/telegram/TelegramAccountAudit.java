package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.contract.identity.AuditEntry;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the audit what people do with accounts, their applications and proxies, in the transaction of the act. */
final class TelegramAccountAudit {
    private final Outbox outbox;
    private final InstantSource clock;

    TelegramAccountAudit(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    Future<Void> account(Sql tx, Call call, String action, UUID account, Map<String, String> details) {
        return put(tx, call, "telegram_account." + action, "telegram_account:" + account, details);
    }

    Future<Void> app(Sql tx, Call call, String action, UUID workspace) {
        return put(tx, call, "telegram_app." + action, "workspace:" + workspace, Map.of());
    }

    Future<Void> proxy(Sql tx, Call call, String action, UUID proxy, Map<String, String> details) {
        return put(tx, call, "proxy." + action, "proxy:" + proxy, details);
    }

    /** One entry for the whole import; what became of its sessions is in its lines. */
    Future<Void> brought(Sql tx, Call call, int sessions, @Nullable UUID workspace) {
        String into = workspace == null ? null : "workspace:" + workspace;
        return put(tx, call, "telegram_account.import_asked", into, Map.of("sessions", Integer.toString(sessions)));
    }

    /** One entry for the whole list. */
    Future<Void> pasted(Sql tx, Call call, int added) {
        return added == 0
                ? Future.succeededFuture()
                : put(tx, call, "proxy.pasted", null, Map.of("added", Integer.toString(added)));
    }

    private Future<Void> put(Sql tx, Call call, String action, @Nullable String object, Map<String, String> details) {
        return outbox.put(
                        tx,
                        AuditEntry.RECORD,
                        AuditEntry.done(call, clock.instant(), action, object).with(details))
                .mapEmpty();
    }
}
