package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.contract.telegram.TelegramApp;
import io.pult.contract.telegram.TelegramAppOps;
import io.pult.infra.Pg;
import io.vertx.core.Future;

/** Applications of workspaces. An account that is signed in keeps the one under which it is, see {@link AppKeeping}. */
final class TelegramAppHandlers {
    private final Pg pg;
    private final Bus bus;
    private final SessionSeal seal;
    private final AppKeeping keeping;
    private final TelegramAccountAudit audit;

    TelegramAppHandlers(Pg pg, Bus bus, SessionSeal seal, AppKeeping keeping, TelegramAccountAudit audit) {
        this.pg = pg;
        this.bus = bus;
        this.seal = seal;
        this.keeping = keeping;
        this.audit = audit;
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(TelegramAppOps.PUT, this::put),
                bus.serve(TelegramAppOps.GET, this::get),
                bus.serve(TelegramAppOps.DELETE, this::delete));
    }

    Future<TelegramApp> put(TelegramAppOps.Put request, Call call) {
        var workspace = request.workspaceId();
        var body = request.body();
        WorkspacePick.require(workspace, call, MemberRole.OWNER);
        return pg.tx(tx -> keeping.keepAllOf(tx, workspace)
                .compose(kept -> new TelegramAppStore(tx)
                        .put(
                                workspace,
                                body.apiId(),
                                seal.seal(body.apiHash(), SessionSeal.workspaceAppPlace(workspace))))
                .compose(app -> audit.app(tx, call, "set", workspace).map(app)));
    }

    Future<TelegramApp> get(TelegramAppOps.Get request, Call call) {
        WorkspacePick.require(request.workspaceId(), call, MemberRole.OWNER);
        return new TelegramAppStore(pg).get(request.workspaceId());
    }

    Future<Nothing> delete(TelegramAppOps.Delete request, Call call) {
        var workspace = request.workspaceId();
        WorkspacePick.require(workspace, call, MemberRole.OWNER);
        return pg.tx(tx -> keeping.keepAllOf(tx, workspace)
                .compose(kept -> new TelegramAppStore(tx).delete(workspace))
                .compose(there -> there
                        ? audit.app(tx, call, "removed", workspace).map(Nothing.NOTHING)
                        : Future.failedFuture(TelegramAppStore.none())));
    }
}
