package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.telegram.Proxy;
import io.pult.contract.telegram.Proxy.Kind;
import io.pult.contract.telegram.ProxyOps;
import io.pult.contract.telegram.ProxyOps.Pasted;
import io.pult.contract.telegram.ProxyOps.Pasted.Line;
import io.pult.contract.telegram.ProxyOps.Pasted.Result;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.infra.Cursor;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.telegram.ProxyStore.Entry;
import io.pult.telegram.ProxyStore.Stored;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What administrators do with proxies. Accounts of one that is changed are connected anew by whoever holds them. */
final class ProxyHandlers {
    private final Pg pg;
    private final Bus bus;
    private final SessionSeal seal;
    private final ProxyCheck check;
    private final Settling settling;
    private final Idempotency idempotency;
    private final TelegramAccountAudit audit;

    ProxyHandlers(
            Pg pg,
            Bus bus,
            SessionSeal seal,
            ProxyCheck check,
            Settling settling,
            Idempotency idempotency,
            TelegramAccountAudit audit) {
        this.pg = pg;
        this.bus = bus;
        this.seal = seal;
        this.check = check;
        this.settling = settling;
        this.idempotency = idempotency;
        this.audit = audit;
    }

    Future<?> serve() {
        return Future.all(List.of(
                bus.serve(ProxyOps.ADD, this::add),
                bus.serve(ProxyOps.PASTE, this::paste),
                bus.serve(ProxyOps.LIST, this::list),
                bus.serve(ProxyOps.GET, this::get),
                bus.serve(ProxyOps.UPDATE, this::update),
                bus.serve(ProxyOps.CHECK, this::check),
                bus.serve(ProxyOps.DELETE, this::delete)));
    }

    Future<Proxy> add(ProxyOps.Add request, Call call) {
        var body = request.body();
        boolean mtproxy = body.kind() == Kind.MTPROXY;
        if ((mtproxy ? body.password() : body.secret()) != null) {
            throw wrongSecret();
        }
        var form = new ProxyForm(
                body.kind(),
                body.host() == null ? "" : body.host(),
                body.port(),
                body.username(),
                mtproxy ? body.secret() : body.password());
        Entry entry = entry(form, body.label(), body.maxAccounts());
        return idempotency.once(
                call,
                ProxyOps.ADD,
                request,
                tx -> new ProxyStore(tx)
                        .insert(List.of(entry))
                        .compose(added -> added.isEmpty()
                                ? Future.failedFuture(ProxyStore.known())
                                : audit.proxy(tx, call, "added", entry.id(), Map.of()))
                        .compose(audited -> new ProxyStore(tx).get(entry.id()))
                        .map(Stored::proxy));
    }

    Future<Pasted> paste(ProxyOps.Paste request, Call call) {
        var body = request.body();
        List<Pasting> lines = read(body);
        List<Entry> entries = lines.stream()
                .filter(line -> line.entry != null && line.first == null)
                .map(line -> Objects.requireNonNull(line.entry))
                .toList();
        return idempotency.once(call, ProxyOps.PASTE, request, tx -> {
            var store = new ProxyStore(tx);
            return store.insert(entries)
                    .compose(added ->
                            audit.pasted(tx, call, added.size()).compose(audited -> told(store, lines, added)));
        });
    }

    /** @param first the entry of an earlier line with the same address */
    private record Pasting(
            int line,
            @Nullable Entry entry,
            @Nullable Entry first,
            @Nullable Failure failure) {}

    private List<Pasting> read(ProxyOps.Paste.Body body) {
        List<Pasting> lines = new ArrayList<>();
        Map<String, Entry> byAddress = new HashMap<>();
        int number = 0;
        for (String raw : body.text().lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                ProxyForm form = ProxyPaste.read(line);
                Entry entry = entry(form, body.label(), body.maxAccounts());
                Entry first = byAddress.putIfAbsent(
                        form.host() + " " + form.port() + " " + Objects.requireNonNullElse(form.username(), ""), entry);
                lines.add(new Pasting(number, entry, first, null));
            } catch (Failure e) {
                lines.add(new Pasting(number, null, null, e));
            }
        }
        return lines;
    }

    private static Future<Pasted> told(ProxyStore store, List<Pasting> lines, List<UUID> added) {
        List<Line> told = new ArrayList<>();
        Future<?> chain = Future.succeededFuture();
        for (Pasting each : lines) {
            chain = chain.compose(before -> told(store, each, added).onSuccess(told::add));
        }
        return chain.map(all ->
                new Pasted(told, count(told, Result.ADDED), count(told, Result.KNOWN), count(told, Result.REFUSED)));
    }

    private static Future<Line> told(ProxyStore store, Pasting each, List<UUID> added) {
        Failure failure = each.failure;
        if (failure != null) {
            return Future.succeededFuture(new Line(each.line, Result.REFUSED, null, failure.code(), failure.text()));
        }
        Entry entry = Objects.requireNonNull(each.entry);
        if (added.contains(entry.id())) {
            return Future.succeededFuture(new Line(each.line, Result.ADDED, entry.id(), null, null));
        }
        return store.idOf(entry.form()).map(id -> new Line(each.line, Result.KNOWN, id, null, null));
    }

    private static int count(List<Line> lines, Result result) {
        return (int) lines.stream().filter(line -> line.result() == result).count();
    }

    Future<Page<Proxy>> list(ProxyOps.ListProxies request, Call call) {
        return new ProxyStore(pg).list(request, Cursor.limit(request.limit()));
    }

    Future<Proxy> get(ProxyOps.Get request, Call call) {
        return new ProxyStore(pg).get(request.proxyId()).map(Stored::proxy);
    }

    Future<Proxy> update(ProxyOps.Update request, Call call) {
        return pg.tx(tx -> new ProxyStore(tx)
                .lock(request.proxyId())
                .map(before -> current(before, request.ifMatch()))
                .compose(before -> change(tx, before, request.body(), call)));
    }

    private Future<Proxy> change(Sql tx, Stored before, ProxyOps.Update.Body body, Call call) {
        var store = new ProxyStore(tx);
        Proxy old = before.proxy();
        ProxyForm form = form(before, body);
        boolean moved = !form.host().equals(old.host())
                || form.port() != old.port()
                || !Objects.equals(form.username(), old.username());
        boolean reconnect = moved || body.password().present() || body.secret().present();
        String sealed = form.secret() == null ? null : seal.seal(form.secret(), SessionSeal.proxyPlace(old.id()));
        String label = body.label().or(old.label());
        Integer most = body.maxAccounts().or(old.maxAccounts());
        var now = new Entry(
                old.id(),
                form,
                sealed,
                label == null ? "" : label,
                Objects.requireNonNullElse(most, old.maxAccounts()));
        Future<Void> may = moved ? unbanned(store, old.id()) : Future.succeededFuture();
        return may.compose(can -> store.update(now, reconnect))
                .compose(stored -> connectedAnew(store, old.id(), reconnect)
                        .onSuccess(accounts -> tx.afterCommit(() -> settling.hasten(accounts, call)))
                        .compose(told ->
                                audit.proxy(tx, call, "changed", old.id(), Map.of("address", Boolean.toString(moved))))
                        .map(stored.proxy()));
    }

    private static Future<List<UUID>> connectedAnew(ProxyStore store, UUID proxy, boolean reconnect) {
        return reconnect ? store.unsettle(proxy) : Future.succeededFuture(List.of());
    }

    private ProxyForm form(Stored before, ProxyOps.Update.Body body) {
        Proxy old = before.proxy();
        boolean mtproxy = old.kind() == Kind.MTPROXY;
        if (mtproxy
                ? body.password().present() || body.username().present()
                : body.secret().present()) {
            throw wrongSecret();
        }
        String username = body.username().or(old.username());
        Change<String> secret = mtproxy ? body.secret() : body.password();
        String kept = before.sealed() == null ? null : seal.open(before.sealed(), SessionSeal.proxyPlace(old.id()));
        // Without a user there is no password; said once is enough.
        boolean userGone = !mtproxy && username == null && body.username().present();
        return new ProxyForm(
                old.kind(),
                Objects.requireNonNullElse(body.host().or(old.host()), ""),
                Objects.requireNonNullElse(body.port().or(old.port()), 0),
                username,
                userGone && !secret.present() ? null : secret.or(kept));
    }

    Future<Proxy> check(ProxyOps.Check request, Call call) {
        var store = new ProxyStore(pg);
        return store.get(request.proxyId())
                .compose(before -> check.of(before)
                        .compose(seen ->
                                store.checked(request.proxyId(), before.proxy().version(), seen)))
                .compose(stored -> stored ? store.get(request.proxyId()) : Future.failedFuture(changedMeanwhile()))
                .map(Stored::proxy);
    }

    Future<Nothing> delete(ProxyOps.Delete request, Call call) {
        UUID id = request.proxyId();
        UUID replacement = request.replacement();
        if (id.equals(replacement)) {
            throw Failure.unprocessable("proxy.replaces_itself", "A proxy cannot take its own place");
        }
        return pg.tx(tx -> {
            var store = new ProxyStore(tx);
            return store.lock(replacement == null ? List.of(id) : List.of(id, replacement))
                    .compose(locked -> store.get(id))
                    .map(before -> current(before, request.ifMatch()))
                    .compose(before -> replace(store, before, replacement))
                    .onSuccess(moved -> tx.afterCommit(() -> tell(moved, call)))
                    .compose(free -> store.delete(id))
                    .compose(gone -> audit.proxy(
                            tx,
                            call,
                            "removed",
                            id,
                            replacement == null ? Map.of() : Map.of("replacement", replacement.toString())))
                    .map(Nothing.NOTHING);
        });
    }

    /** @return the accounts that have another proxy now */
    private static Future<List<Changed>> replace(ProxyStore store, Stored before, @Nullable UUID replacement) {
        Proxy old = before.proxy();
        if (old.accounts() == 0) {
            return Future.succeededFuture(List.of());
        }
        if (replacement == null) {
            return Future.failedFuture(Failure.conflict(
                            "proxy.in_use",
                            old.accounts() + " accounts connect through this proxy; name a replacement for it")
                    .with("accounts", old.accounts()));
        }
        return unbanned(store, old.id())
                .compose(may -> store.lockIfThere(replacement))
                .compose(found -> {
                    Proxy next = found.orElseThrow(() -> Failure.unprocessable(
                                    "proxy.unknown", "There is no proxy with the id of the replacement"))
                            .proxy();
                    if (next.maxAccounts() - next.accounts() < old.accounts()) {
                        throw ProxyStore.full();
                    }
                    return store.move(old.id(), next.id());
                });
    }

    private void tell(List<Changed> moved, Call call) {
        moved.forEach(each -> bus.publish(TelegramAccountOps.CHANGED, each));
        settling.hasten(moved.stream().map(Changed::id).toList(), call);
    }

    /** After a ban no account gets another way out, by whichever door. */
    private static Future<Void> unbanned(ProxyStore store, UUID proxy) {
        return store.banned(proxy)
                .compose(banned -> banned == 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.conflict(
                                        "account.banned",
                                        banned + " banned accounts keep this proxy; remove them first")
                                .with("accounts", banned)));
    }

    private Entry entry(ProxyForm form, @Nullable String label, @Nullable Integer maxAccounts) {
        UUID id = UUID.randomUUID();
        String secret = form.secret();
        return new Entry(
                id,
                form,
                secret == null ? null : seal.seal(secret, SessionSeal.proxyPlace(id)),
                label == null ? "" : label,
                maxAccounts == null ? ProxyOps.DEFAULT_ACCOUNTS : maxAccounts);
    }

    private static Stored current(Stored row, @Nullable Long ifMatch) {
        if (ifMatch != null && ifMatch != row.proxy().version()) {
            throw Failure.of(Failure.Kind.STALE, "proxy.changed", "The proxy was changed meanwhile; read it again");
        }
        return row;
    }

    private static Failure wrongSecret() {
        return Failure.unprocessable(
                "proxy.credentials_invalid", "A SOCKS5 proxy has a username and a password, an MTProxy a secret");
    }

    private static Failure changedMeanwhile() {
        return Failure.conflict("proxy.changed", "The proxy was changed while it was looked at; check it again");
    }
}
