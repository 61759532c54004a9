package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.contract.vk.SystemAccountOps.Refresh;
import io.pult.infra.Cursor;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.SealedRefresh;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class SystemAccountHandlers {
    private static final TokenLogStore.Counts UNUSED = new TokenLogStore.Counts(0, 0);

    private final Pg pg;
    private final Bus bus;
    private final TokenSeal seal;
    private final PoolKeeper keeper;
    private final TokenVerdicts verdicts;
    private final TokenNotices notices;
    private final TokenIntake intake;
    private final TokenLogStore logs;
    private final Idempotency idempotency;
    private final AccountAudit audit;

    SystemAccountHandlers(
            Pg pg,
            Bus bus,
            TokenSeal seal,
            PoolKeeper keeper,
            TokenVerdicts verdicts,
            TokenNotices notices,
            TokenIntake intake,
            TokenLogStore logs,
            Idempotency idempotency,
            AccountAudit audit) {
        this.pg = pg;
        this.notices = notices;
        this.intake = intake;
        this.logs = logs;
        this.idempotency = idempotency;
        this.audit = audit;
        this.bus = bus;
        this.seal = seal;
        this.keeper = keeper;
        this.verdicts = verdicts;
    }

    Future<?> serve() {
        return Future.all(List.of(
                bus.serve(SystemAccountOps.CREATE, this::create),
                bus.serve(SystemAccountOps.LIST, this::list),
                bus.serve(SystemAccountOps.SUMMARY, (request, call) -> new SystemAccountStore(pg).summary(request.q())),
                bus.serve(SystemAccountOps.GET, this::get),
                bus.serve(SystemAccountOps.UPDATE, this::update),
                bus.serve(SystemAccountOps.ENABLE, this::enable),
                bus.serve(SystemAccountOps.DISABLE, this::disable),
                bus.serve(SystemAccountOps.DELETE, this::delete)));
    }

    Future<SystemAccount> create(SystemAccountOps.Create request, Call call) {
        var body = request.body();
        UUID id = UUID.randomUUID();
        String label = body.label() == null ? "" : body.label();
        return idempotency
                .once(
                        call,
                        SystemAccountOps.CREATE,
                        request,
                        tx -> new SystemAccountStore(tx)
                                .insert(id, body.vkUserId(), body.kind(), label)
                                .compose(made -> withToken(tx, made, body))
                                .compose(made -> audit.done(tx, call, "system_account.added", id)
                                        .map(made.account())))
                .compose(account -> keeper.admit(account.id()).map(account))
                .onSuccess(
                        account -> bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status())));
    }

    private Future<Stored> withToken(Sql tx, Stored made, SystemAccountOps.Create.Body body) {
        String token = body.token();
        if (token == null) {
            return Future.succeededFuture(made);
        }
        UUID id = made.account().id();
        Instant end = intake.end(body.expiresAt(), body.expiresIn(), body.refresh() != null);
        return intake.pair(tx, id, token, end, body.refresh())
                .compose(pair -> new SystemAccountStore(tx).setToken(id, pair));
    }

    Future<SystemAccount> get(SystemAccountOps.Get request, Call call) {
        return new SystemAccountStore(pg)
                .get(request.id())
                .compose(stored -> withStats(List.of(stored.account())))
                .map(accounts -> accounts.get(0));
    }

    Future<Page<SystemAccount>> list(SystemAccountOps.ListAccounts request, Call call) {
        return new SystemAccountStore(pg)
                .list(request, AccountSort.of(request.sort()), Cursor.limit(request.limit()))
                .compose(page -> withStats(page.items()).map(accounts -> new Page<>(accounts, page.next())));
    }

    private Future<List<SystemAccount>> withStats(List<SystemAccount> accounts) {
        var ids = accounts.stream().map(SystemAccount::id).toList();
        return logs.countsOf(ids)
                .compose(counts -> logs.lastSuccessesOf(ids)
                        .map(last -> accounts.stream()
                                .map(account -> {
                                    var of = counts.getOrDefault(account.id(), UNUSED);
                                    return account.with(
                                            new SystemAccount.Stats(of.success(), of.error(), last.get(account.id())));
                                })
                                .toList()));
    }

    Future<SystemAccount> update(SystemAccountOps.Update request, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(request.id())
                            .map(stored -> current(stored, request.ifMatch()))
                            .compose(stored -> change(tx, store, stored, request.body())
                                    .compose(now -> moved(tx, now, LockCarry.ofOther(stored, now))))
                            .compose(moved -> audit.changed(
                                            tx, call, action(request.body()), request.id(), fields(request.body()))
                                    .map(moved));
                })
                .compose(this::announced);
    }

    private static String action(SystemAccountOps.Update.Body body) {
        if (!body.token().present()) {
            return "system_account.changed";
        }
        return body.token().value() == null ? "system_account.token_removed" : "system_account.token_replaced";
    }

    private static String fields(SystemAccountOps.Update.Body body) {
        var changes = new LinkedHashMap<String, Change<?>>();
        changes.put("label", body.label());
        changes.put("token", body.token());
        changes.put("expires_at", body.expiresAt());
        changes.put("expires_in", body.expiresIn());
        changes.put("refresh", body.refresh());
        changes.values().removeIf(change -> !change.present());
        return String.join(", ", changes.keySet());
    }

    private Future<Stored> change(Sql tx, SystemAccountStore store, Stored before, SystemAccountOps.Update.Body body) {
        UUID id = before.account().id();
        if (body.refresh().value() != null && before.account().kind() != Kind.USER) {
            throw SystemAccountOps.refreshNotUser();
        }
        Future<Stored> change = Future.succeededFuture(before);
        if (body.label().present()) {
            String label = body.label().value();
            change = change.compose(stored -> store.setLabel(id, label == null ? "" : label));
        }
        if (body.token().present()) {
            return change.compose(stored -> replaceToken(tx, stored, body));
        }
        if (body.expiresAt().present()
                || body.expiresIn().present()
                || body.refresh().present()) {
            return change.compose(stored -> changeLife(tx, stored, body));
        }
        return change;
    }

    private Future<Stored> replaceToken(Sql tx, Stored before, SystemAccountOps.Update.Body body) {
        UUID id = before.account().id();
        String token = body.token().value();
        Refresh refresh = body.refresh().value();
        var store = new SystemAccountStore(tx);
        Future<Stored> cleared = store.setToken(id, null)
                .compose(row -> notices.settled(tx, before).map(row));
        if (token == null) {
            return cleared;
        }
        Instant end = intake.end(body.expiresAt().value(), body.expiresIn().value(), refresh != null);
        return cleared.compose(row -> intake.pair(tx, id, token, end, refresh))
                .compose(pair -> store.setToken(id, pair))
                .compose(stored -> verdicts.settled(tx, id).map(stored));
    }

    /** The token stays: when it ends, or what follows it, was not known or not right. */
    private Future<Stored> changeLife(Sql tx, Stored before, SystemAccountOps.Update.Body body) {
        UUID id = before.account().id();
        if (before.envelope() == null) {
            throw SystemAccountOps.withoutToken();
        }
        boolean endTold = body.expiresAt().present() || body.expiresIn().present();
        boolean refreshable = body.refresh().present()
                ? body.refresh().value() != null
                : before.account().refreshable();
        Instant end = endTold
                ? intake.end(body.expiresAt().value(), body.expiresIn().value(), refreshable)
                : before.account().expiresAt();
        return refreshOf(tx, before, body.refresh())
                .compose(refresh -> new SystemAccountStore(tx).setLife(id, end, refresh))
                .compose(stored -> notices.settled(tx, before).map(stored));
    }

    private Future<@Nullable SealedRefresh> refreshOf(Sql tx, Stored before, Change<Refresh> change) {
        UUID id = before.account().id();
        String envelope = before.refresh();
        Refresh refresh = change.present() || envelope == null ? change.value() : seal.openRefresh(id, envelope);
        return refresh == null
                ? Future.succeededFuture()
                : intake.refresh(tx, id, refresh).map(next -> next);
    }

    Future<SystemAccount> enable(SystemAccountOps.Enable request, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(request.id())
                            .compose(stored -> (stored.account().status().live()
                                            ? Future.succeededFuture(stored)
                                            : store.setStatus(request.id(), Status.UNKNOWN, null))
                                    .compose(now -> moved(tx, now, LockCarry.ofSame(stored, now))))
                            .compose(moved -> audit.done(tx, call, "system_account.enabled", request.id())
                                    .map(moved));
                })
                .compose(this::announced);
    }

    Future<SystemAccount> disable(SystemAccountOps.Disable request, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(request.id())
                            .compose(stored -> (stored.account().status() == Status.DISABLED
                                            ? Future.succeededFuture(stored)
                                            : notices.settled(tx, stored)
                                                    .compose(settled -> store.setStatus(
                                                            request.id(), Status.DISABLED, "taken out by a person")))
                                    .compose(now -> moved(tx, now, LockCarry.ofSame(stored, now))))
                            .compose(moved -> audit.done(tx, call, "system_account.disabled", request.id())
                                    .map(moved));
                })
                .compose(this::announced);
    }

    Future<Nothing> delete(SystemAccountOps.Delete request, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(request.id())
                            .map(stored -> current(stored, request.ifMatch()))
                            .compose(stored -> notices.settled(tx, stored))
                            .compose(settled -> store.delete(request.id()))
                            .compose(
                                    stored -> verdicts.settled(tx, request.id()).map(stored))
                            .compose(stored -> audit.done(tx, call, "system_account.deleted", request.id())
                                    .map(stored));
                })
                .compose(keeper::apply)
                .onSuccess(applied -> bus.publish(SystemAccountOps.CHANGED, new Changed(request.id(), null)))
                .map(applied -> Nothing.NOTHING);
    }

    /**
     * Its owner has done at VK what VK asked for. Only an account that waits for that comes back: meanwhile another person
     * may have taken it out on purpose.
     */
    Future<Void> takeBack(UUID id, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(id)
                            .compose(stored -> (stored.account().status() == Status.NEEDS_HUMAN
                                            ? store.setStatus(id, Status.UNKNOWN, null)
                                            : Future.succeededFuture(stored))
                                    .compose(now -> moved(tx, now, LockCarry.ofSame(stored, now))))
                            .compose(moved -> audit.done(tx, call, "system_account.taken_back", id)
                                    .map(moved));
                })
                .compose(this::announced)
                .mapEmpty();
    }

    /** A new token as the answer to an inbox item; the item is settled by the answer itself. */
    Future<Void> giveToken(UUID id, String token, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(id)
                            .compose(stored -> (hasAlready(stored, token)
                                            ? Future.succeededFuture(stored)
                                            : replaceToken(
                                                            tx,
                                                            stored,
                                                            new SystemAccountOps.Update.Body(
                                                                    Change.absent(), Change.to(token)))
                                                    .compose(now -> audit.done(
                                                                    tx, call, "system_account.token_replaced", id)
                                                            .map(now)))
                                    .compose(now -> moved(tx, now, LockCarry.ofOther(stored, now))));
                })
                .compose(this::announced)
                .mapEmpty();
    }

    /** The same answer may come twice. */
    private boolean hasAlready(Stored stored, String token) {
        return stored.tokenHash() != null && seal.hashes(token).contains(stored.tokenHash());
    }

    /** A changed account, and the locks that go along with it. */
    private record Moved(Stored now, LockCarry carry) {}

    private static Future<Moved> moved(Sql tx, Stored now, LockCarry carry) {
        return new LockStore(tx).carry(carry).map(carried -> new Moved(now, carry));
    }

    /** The pool first: who hears of a live account may ask VK with it. */
    private Future<SystemAccount> announced(Moved moved) {
        SystemAccount account = moved.now.account();
        return keeper.apply(moved.now, moved.carry)
                .map(account)
                .onSuccess(
                        applied -> bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status())));
    }

    private static Stored current(Stored stored, @Nullable Long ifMatch) {
        if (ifMatch != null && ifMatch != stored.account().version()) {
            throw Failure.of(Failure.Kind.STALE, "account.changed", "The account was changed meanwhile; read it again");
        }
        return stored;
    }
}
