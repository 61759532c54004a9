package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.contract.telegram.TelegramAccount;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.contract.telegram.TelegramAccountOps.Create;
import io.pult.contract.telegram.TelegramAccountOps.Get;
import io.pult.contract.telegram.TelegramAccountOps.ListAccounts;
import io.pult.contract.telegram.TelegramAccountOps.Update;
import io.pult.infra.Cursor;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.telegram.TelegramAccountStore.SessionWay;
import io.pult.telegram.TelegramAccountStore.Stored;
import io.pult.telegram.TelegramAccountStore.Wish;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do with accounts. Whatever it means for a session is done by whoever holds that, see {@link Settling}. */
final class TelegramAccountHandlers {

    private final Pg pg;
    private final Bus bus;
    private final SessionSeal seal;
    private final AppKeeping apps;
    private final Settling settling;
    private final Idempotency idempotency;
    private final TelegramAccountAudit audit;
    private final boolean proxyRequired;

    TelegramAccountHandlers(
            Pg pg,
            Bus bus,
            SessionSeal seal,
            AppKeeping apps,
            Settling settling,
            Idempotency idempotency,
            TelegramAccountAudit audit,
            boolean proxyRequired) {
        this.pg = pg;
        this.bus = bus;
        this.seal = seal;
        this.apps = apps;
        this.settling = settling;
        this.idempotency = idempotency;
        this.audit = audit;
        this.proxyRequired = proxyRequired;
    }

    Future<?> serve() {
        return Future.all(List.of(
                bus.serve(TelegramAccountOps.CREATE, this::create),
                bus.serve(TelegramAccountOps.LIST, this::list),
                bus.serve(TelegramAccountOps.GET, this::get),
                bus.serve(TelegramAccountOps.UPDATE, this::update)));
    }

    Future<TelegramAccount> create(Create request, Call call) {
        var body = request.body();
        String phone =
                body.phone() == null ? null : PhoneNumber.of(body.phone()).e164();
        WorkspacePick.require(body.workspaceId(), call, body.apiId() == null ? MemberRole.OPERATOR : MemberRole.OWNER);
        UUID id = UUID.randomUUID();
        return idempotency
                .once(
                        call,
                        TelegramAccountOps.CREATE,
                        request,
                        tx -> wayTo(tx, body.proxyId(), null, call)
                                .map(way -> new Wish(
                                        body.workspaceId(),
                                        body.name() == null ? "" : body.name(),
                                        phone,
                                        body.status() == null ? Status.ACTIVE : body.status(),
                                        body.labels() == null ? List.of() : body.labels(),
                                        body.apiId(),
                                        sealed(id, body.apiHash()),
                                        way))
                                .compose(wish -> new TelegramAccountStore(tx)
                                        .insert(id, wish, call.principal().subject()))
                                .compose(made -> audit.account(tx, call, "added", id, Map.of())
                                        .map(made.shown(call.locale()))))
                .onSuccess(this::tell);
    }

    Future<TelegramAccount> get(Get request, Call call) {
        return seen(request.accountId(), call, MemberRole.VIEWER).map(account -> account.shown(call.locale()));
    }

    Future<Page<TelegramAccount>> list(ListAccounts request, Call call) {
        return new TelegramAccountStore(pg)
                .list(
                        request,
                        WorkspacePick.seenBy(call.principal()),
                        TelegramAccountSort.of(request.sort()),
                        Cursor.limit(request.limit()),
                        call.locale())
                .map(page -> new Page<>(
                        page.items().stream()
                                .map(row -> row.shown(call.locale()))
                                .toList(),
                        page.next()));
    }

    Future<TelegramAccount> update(Update request, Call call) {
        var body = request.body();
        UUID id = request.accountId();
        return seen(id, call, MemberRole.OPERATOR)
                .compose(row -> pg.tx(tx -> {
                    var store = new TelegramAccountStore(tx);
                    return wayOf(tx, body.proxyId(), row.proxy(), call)
                            .compose(way -> store.lock(id)
                                    .map(before -> current(before, request.ifMatch()))
                                    .compose(before -> change(tx, before, body, way, call)));
                }))
                .compose(unsettled -> unsettled ? settling.ask(id, call) : Future.succeededFuture())
                .compose(settled -> new TelegramAccountStore(pg).get(id))
                .map(now -> now.shown(call.locale()))
                .onSuccess(this::tell);
    }

    /** @return whether somebody holds its session and has to act upon the change */
    private Future<Boolean> change(Sql tx, Stored before, Update.Body body, @Nullable SessionWay way, Call call) {
        UUID id = before.id();
        var wish = wish(before, body, way == null ? wayOf(before) : way, call);
        boolean status = wish.status() != before.status();
        boolean anotherWay = !wish.way().equals(wayOf(before));
        if (anotherWay && before.state() == State.BANNED) {
            throw banned();
        }
        boolean moved = !Objects.equals(wish.workspace(), before.workspace());
        boolean held = before.owner() != null;
        return (moved ? apps.keep(tx, id) : Future.succeededFuture())
                .compose(kept -> new TelegramAccountStore(tx)
                        .change(id, wish, body.apiId().present(), held && (status || anotherWay)))
                .compose(changed ->
                        held || !status ? Future.succeededFuture() : new SettlingStore(tx).settleUnheld(List.of(id)))
                .compose(changed -> audit.account(tx, call, "changed", id, Map.of("fields", fields(body))))
                .map(audited -> held && (status || anotherWay));
    }

    private Wish wish(Stored before, Update.Body body, SessionWay way, Call call) {
        String phone = before.phone();
        if (body.phone().present()) {
            String asked = body.phone().value();
            phone = asked == null ? null : PhoneNumber.of(asked).e164();
            if (!Objects.equals(phone, before.phone())) {
                requireOut(before);
            }
        }
        UUID workspace = before.workspace();
        if (body.workspaceId().present() && !Objects.equals(body.workspaceId().value(), workspace)) {
            AccountRights.require(workspace, call, MemberRole.OWNER);
            workspace = body.workspaceId().value();
            WorkspacePick.require(workspace, call, MemberRole.OWNER);
        }
        if (body.apiId().present()) {
            AccountRights.require(before.workspace(), call, MemberRole.OWNER);
            requireOut(before);
        }
        String name = body.name().or(before.name());
        List<String> labels = body.labels().or(before.labels());
        return new Wish(
                workspace,
                name == null ? "" : name,
                phone,
                Objects.requireNonNullElse(body.status().or(before.status()), before.status()),
                labels == null ? List.of() : labels,
                body.apiId().value(),
                sealed(before.id(), body.apiHash().value()),
                way);
    }

    /** The proxy is locked before the account, as everywhere. */
    private Future<@Nullable SessionWay> wayOf(Sql tx, Change<UUID> proxy, @Nullable UUID current, Call call) {
        if (!proxy.present()) {
            return Future.succeededFuture();
        }
        if (proxy.value() != null) {
            return wayTo(tx, proxy.value(), current, call).map(way -> way);
        }
        requireAdministrator(call);
        if (proxyRequired) {
            throw WayChoice.required();
        }
        return Future.succeededFuture(SessionWay.DIRECT);
    }

    /** @param current that it has, and for which it needs no more room */
    private static Future<SessionWay> wayTo(Sql tx, @Nullable UUID proxy, @Nullable UUID current, Call call) {
        if (proxy == null) {
            return Future.succeededFuture(SessionWay.UNCHOSEN);
        }
        requireAdministrator(call);
        return new ProxyStore(tx).lockIfThere(proxy).map(found -> {
            var there = found.orElseThrow(
                    () -> Failure.unprocessable("proxy.unknown", "There is no proxy with this proxy_id"));
            if (there.full() && !proxy.equals(current)) {
                throw ProxyStore.full();
            }
            return SessionWay.through(proxy);
        });
    }

    private Future<Stored> seen(UUID id, Call call, MemberRole needed) {
        return new TelegramAccountStore(pg).get(id).map(row -> {
            AccountRights.require(row.workspace(), call, needed);
            return row;
        });
    }

    private void tell(TelegramAccount now) {
        bus.publish(TelegramAccountOps.CHANGED, new Changed(now.id(), now.workspaceId(), now.state()));
    }

    private @Nullable String sealed(UUID account, @Nullable String hash) {
        return hash == null ? null : seal.seal(hash, SessionSeal.appPlace(account));
    }

    private static SessionWay wayOf(Stored row) {
        if (row.proxy() != null) {
            return SessionWay.through(row.proxy());
        }
        return row.unchosen() ? SessionWay.UNCHOSEN : SessionWay.DIRECT;
    }

    static Stored current(Stored row, @Nullable Long ifMatch) {
        if (ifMatch != null && ifMatch != row.version()) {
            throw Failure.of(Failure.Kind.STALE, "account.changed", "The account was changed meanwhile; read it again");
        }
        return row;
    }

    private static void requireOut(Stored row) {
        if (row.signedIn()) {
            throw Failure.conflict(
                    "account.signed_in",
                    "The phone and the application stay while the account is signed in; log it out");
        }
        if (row.signingIn()) {
            throw Failure.conflict(
                    "account.signing_in", "The phone and the application stay during a sign-in; finish or cancel it");
        }
    }

    private static void requireAdministrator(Call call) {
        if (!call.principal().inEveryWorkspace()) {
            throw Failure.forbidden("account.forbidden", "Proxies are given out by administrators");
        }
    }

    static Failure banned() {
        return Failure.conflict("account.banned", "The proxy of a banned account is not changed");
    }

    private static String fields(Update.Body body) {
        var changes = new LinkedHashMap<String, Change<?>>();
        changes.put("name", body.name());
        changes.put("phone", body.phone());
        changes.put("status", body.status());
        changes.put("labels", body.labels());
        changes.put("workspace_id", body.workspaceId());
        changes.put("api_id", body.apiId());
        changes.put("proxy_id", body.proxyId());
        changes.values().removeIf(change -> !change.present());
        return String.join(", ", changes.keySet());
    }
}
