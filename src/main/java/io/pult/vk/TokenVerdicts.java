package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what calls have shown of an account, with the inbox item of its owner in the same transaction. The caller
 * does not wait for it: Redis has heard already, and a verdict that the database could not take is kept and repeated.
 */
final class TokenVerdicts {
    private static final Logger log = LoggerFactory.getLogger(TokenVerdicts.class);

    /** Kind of the inbox items: a token is what helps against each of them. */
    static final String INBOX_KIND = "vk_token";

    private final Pg pg;
    private final Bus bus;
    private final Outbox outbox;
    private final TokenVault vault;
    private final TokenPool pool;
    /** At most one an account. */
    private final Map<UUID, Verdict> unwritten = new LinkedHashMap<>();

    TokenVerdicts(Pg pg, Bus bus, Outbox outbox, TokenVault vault, TokenPool pool) {
        this.pg = pg;
        this.bus = bus;
        this.outbox = outbox;
        this.vault = vault;
        this.pool = pool;
    }

    private record Verdict(
            UUID account,
            long epoch,
            Status status,
            @Nullable String reason,
            @Nullable Instant until,
            boolean asksPerson,
            @Nullable String page) {}

    /** @param status one in which the pool does not use the account */
    void condemned(PoolToken token, Status status, String reason) {
        condemned(token, status, reason, null);
    }

    /** @param page where the owner can set it right; absent: only another token helps */
    void condemned(PoolToken token, Status status, String reason, @Nullable String page) {
        pass(token, status, reason, null, true, page);
    }

    void cooled(PoolToken token, Instant until, String reason, boolean asksPerson) {
        pass(token, Status.COOLING, reason, until, asksPerson, null);
    }

    /** Its rest is over before its time. */
    void woken(PoolToken token) {
        pass(token, Status.UNKNOWN, null, null, false, null);
    }

    /** A call succeeded: worth a write only when that is news. */
    void proven(PoolToken token) {
        pool.proven(token);
        if (token.status() != Status.ACTIVE) {
            pass(token, Status.ACTIVE, null, null, false, null);
        }
    }

    private void pass(
            PoolToken token,
            Status status,
            @Nullable String reason,
            @Nullable Instant until,
            boolean asksPerson,
            @Nullable String page) {
        if (reason != null) {
            log.atWarn()
                    .addKeyValue("account", token.member())
                    .addKeyValue("status", status)
                    .addKeyValue("reason", reason)
                    .log("a token is out");
        }
        UUID account = token.account();
        if (account == null) {
            return;
        }
        if (status == Status.ACTIVE && unwritten.containsKey(account)) {
            return;
        }
        var verdict = new Verdict(account, token.epoch(), status, reason, until, asksPerson, page);
        unwritten.put(account, verdict);
        write(verdict)
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", account)
                        .addKeyValue("reason", cause.toString())
                        .log("a verdict could not be written yet"));
    }

    /** Those that the database could not take. */
    Future<Void> repeat() {
        return Future.all(new ArrayList<>(unwritten.values())
                        .stream().map(this::write).toList())
                .mapEmpty();
    }

    private Future<Void> write(Verdict verdict) {
        return pg.tx(tx -> judge(tx, verdict))
                .compose(changed -> {
                    unwritten.remove(verdict.account, verdict);
                    changed.ifPresent(stored -> bus.publish(
                            SystemAccountOps.CHANGED,
                            new Changed(verdict.account, stored.account().status())));
                    return changed.isEmpty() ? Future.succeededFuture() : vault.refresh(verdict.account);
                })
                .mapEmpty();
    }

    private Future<Optional<Stored>> judge(Sql tx, Verdict verdict) {
        return new SystemAccountStore(tx)
                .judge(verdict.account, verdict.epoch, verdict.status, verdict.reason, verdict.until)
                .compose(changed -> {
                    if (changed.isEmpty()) {
                        return Future.succeededFuture(changed);
                    }
                    if (verdict.asksPerson && !refreshes(changed.get())) {
                        return askPerson(tx, changed.get(), verdict).map(changed);
                    }
                    return verdict.status == Status.ACTIVE
                            ? settled(tx, verdict.account).map(changed)
                            : Future.succeededFuture(changed);
                });
    }

    /** Another token is fetched at once ({@link TokenRefresh}); a person is asked when that comes to nothing. */
    private static boolean refreshes(Stored stored) {
        var account = stored.account();
        return account.refreshable() && (account.status() == Status.EXPIRED || account.status() == Status.ERROR);
    }

    private Future<Void> askPerson(Sql tx, Stored stored, Verdict verdict) {
        var account = stored.account();
        var details = new LinkedHashMap<String, Object>();
        if (account.vkUserId() != null) {
            details.put("vk_user_id", account.vkUserId());
        }
        details.put("label", account.label());
        details.put("status", SystemAccountStore.word(verdict.status));
        details.put("reason", String.valueOf(verdict.reason));
        if (verdict.page != null) {
            details.put("redirect_uri", verdict.page);
        }
        return outbox.put(
                        tx,
                        InboxOps.OPEN,
                        new InboxOps.Open(
                                "vk",
                                INBOX_KIND,
                                account.id().toString(),
                                "A VK account needs its owner, or another token",
                                List.of(verdict.page == null ? "token" : InboxHandlers.DONE_OR_TOKEN),
                                details))
                .mapEmpty();
    }

    /** The token is somebody else's, and so is what would be fetched with it: nobody asks again. */
    Future<Stored> foreign(Sql tx, UUID account, String reason) {
        var store = new SystemAccountStore(tx);
        return store.forgetRefresh(account)
                .compose(row -> store.setStatus(account, Status.ERROR, reason))
                .compose(row -> new ProbeStore(tx).never(account, row.epoch()).map(row));
    }

    /** Nobody has to do anything about the account any more. */
    Future<Void> settled(Sql tx, UUID account) {
        return outbox.put(tx, InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", INBOX_KIND, account.toString()))
                .mapEmpty();
    }
}
