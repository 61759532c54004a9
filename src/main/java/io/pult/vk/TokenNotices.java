package io.pult.vk;

import io.pult.contract.jobs.InboxOps;
import io.pult.contract.vk.SystemAccount;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inbox items about tokens that end and that nothing but a person can follow up. */
final class TokenNotices {
    static final String INBOX_KIND = "vk_token_expiry";

    private final Outbox outbox;

    TokenNotices(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param reason why it is not refreshed; absent: it was never meant to be */
    Future<Void> open(Sql tx, Stored stored, @Nullable String reason) {
        SystemAccount account = stored.account();
        var details = new LinkedHashMap<String, Object>();
        details.put("label", account.label());
        details.put("status", SystemAccountStore.word(account.status()));
        if (account.expiresAt() != null) {
            details.put("expires_at", account.expiresAt().toString());
        }
        if (reason != null) {
            details.put("reason", reason);
        }
        return outbox.put(
                        tx,
                        InboxOps.OPEN,
                        new InboxOps.Open(
                                "vk",
                                INBOX_KIND,
                                account.id().toString(),
                                "A VK token ends and needs another in its place",
                                List.of("token"),
                                details))
                .mapEmpty();
    }

    /** Nothing is written when nobody was told. */
    Future<Void> settled(Sql tx, Stored before) {
        if (!before.warned()) {
            return Future.succeededFuture();
        }
        return outbox.put(
                        tx,
                        InboxOps.WITHDRAW,
                        new InboxOps.Withdraw(
                                "vk", INBOX_KIND, before.account().id().toString()))
                .mapEmpty();
    }
}
