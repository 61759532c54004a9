package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Cursor;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.SealedToken;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class SystemAccountHandlers {
    private static final int DEFAULT_LIMIT = 50;

    private final Pg pg;
    private final Bus bus;
    private final TokenSeal seal;
    private final PoolKeeper keeper;
    private final TokenVerdicts verdicts;
    private final Idempotency idempotency;

    SystemAccountHandlers(
            Pg pg, Bus bus, TokenSeal seal, PoolKeeper keeper, TokenVerdicts verdicts, Idempotency idempotency) {
        this.pg = pg;
        this.idempotency = idempotency;
        this.bus = bus;
        this.seal = seal;
        this.keeper = keeper;
        this.verdicts = verdicts;
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(SystemAccountOps.CREATE, this::create),
                bus.serve(SystemAccountOps.LIST, this::list),
                bus.serve(SystemAccountOps.GET, this::get),
                bus.serve(SystemAccountOps.UPDATE, this::update),
                bus.serve(SystemAccountOps.DELETE, this::delete));
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
                        tx -> sealed(tx, id, body.token())
                                .compose(token -> new SystemAccountStore(tx)
                                        .insert(id, body.vkUserId(), body.kind(), label, token))
                                .map(Stored::account))
                .compose(account -> {
                    bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status()));
                    return keeper.admit(account.id()).map(account);
                });
    }

    Future<SystemAccount> get(SystemAccountOps.Get request, Call call) {
        return new SystemAccountStore(pg).get(request.id()).map(Stored::account);
    }

    Future<Page<SystemAccount>> list(SystemAccountOps.ListAccounts request, Call call) {
        return new SystemAccountStore(pg).list(request, AccountSort.of(request.sort()), limit(request.limit()));
    }

    Future<SystemAccount> update(SystemAccountOps.Update request, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(request.id())
                            .map(stored -> current(stored, request.ifMatch()))
                            .compose(stored -> change(tx, store, stored, request.body()));
                })
                .compose(this::announced);
    }

    private Future<Stored> change(Sql tx, SystemAccountStore store, Stored before, SystemAccountOps.Update.Body body) {
        UUID id = before.account().id();
        Future<Stored> change = Future.succeededFuture(before);
        if (body.label().present()) {
            String label = body.label().value();
            change = change.compose(stored -> store.setLabel(id, label == null ? "" : label));
        }
        if (body.token().present()) {
            change = change.compose(stored -> replaceToken(tx, store, id, body.token()));
        }
        Boolean enabled = body.enabled().value();
        if (enabled != null) {
            change = change.compose(stored -> enable(store, stored, enabled));
        }
        return change;
    }

    private Future<Stored> replaceToken(Sql tx, SystemAccountStore store, UUID id, Change<String> token) {
        return store.setToken(id, null)
                .compose(cleared -> token.value() == null
                        ? Future.succeededFuture(cleared)
                        : sealed(tx, id, token.value())
                                .compose(fresh -> store.setToken(id, fresh))
                                .compose(stored -> verdicts.settled(tx, id).map(stored)));
    }

    private static Future<Stored> enable(SystemAccountStore store, Stored stored, boolean enabled) {
        Status now = stored.account().status();
        if (enabled ? now.live() : now == Status.DISABLED) {
            return Future.succeededFuture(stored);
        }
        return enabled
                ? store.setStatus(stored.account().id(), Status.UNKNOWN, null)
                : store.setStatus(stored.account().id(), Status.DISABLED, "taken out by a person");
    }

    Future<Nothing> delete(SystemAccountOps.Delete request, Call call) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(request.id())
                            .map(stored -> current(stored, request.ifMatch()))
                            .compose(stored -> store.delete(request.id()))
                            .compose(
                                    stored -> verdicts.settled(tx, request.id()).map(stored));
                })
                .compose(stored -> {
                    bus.publish(SystemAccountOps.CHANGED, new Changed(request.id(), null));
                    return keeper.apply(stored);
                })
                .map(applied -> Nothing.NOTHING);
    }

    /** A new token as the answer to an inbox item; the item is settled by the answer itself. */
    Future<Void> giveToken(UUID id, String token) {
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(id)
                            .compose(stored -> hasAlready(stored, token)
                                    ? Future.succeededFuture(stored)
                                    : replaceToken(tx, store, id, Change.to(token)));
                })
                .compose(this::announced)
                .mapEmpty();
    }

    /** The same answer may come twice. */
    private boolean hasAlready(Stored stored, String token) {
        return stored.tokenHash() != null && seal.hashes(token).contains(stored.tokenHash());
    }

    /** The constraint sees a token again only under the same key; the other keys are asked for. */
    private Future<@Nullable SealedToken> sealed(Sql tx, UUID id, @Nullable String token) {
        if (token == null) {
            return Future.succeededFuture();
        }
        return new SystemAccountStore(tx)
                .knows(seal.hashes(token))
                .compose(known -> known
                        ? Future.failedFuture(SystemAccountStore.tokenKnown())
                        : Future.succeededFuture(seal.seal(id, token)));
    }

    private Future<SystemAccount> announced(Stored stored) {
        SystemAccount account = stored.account();
        bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status()));
        return keeper.apply(stored).map(account);
    }

    private static Stored current(Stored stored, @Nullable Long ifMatch) {
        if (ifMatch != null && ifMatch != stored.account().version()) {
            throw Failure.of(Failure.Kind.STALE, "account.changed", "The account was changed meanwhile; read it again");
        }
        return stored;
    }

    static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > Cursor.MAX_LIMIT) {
            throw Failure.invalid("limit.invalid", "limit is 1 to " + Cursor.MAX_LIMIT);
        }
        return asked;
    }
}
