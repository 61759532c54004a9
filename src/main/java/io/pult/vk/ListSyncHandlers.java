package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.ListSync.Target;
import io.pult.contract.vk.ListSyncOps;
import io.pult.contract.vk.ListSyncOps.Item;
import io.pult.infra.Cursor;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.pult.vk.ListSyncStore.Stored;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.UUID;

final class ListSyncHandlers {
    private static final int EXPORTED_AT_ONCE = 1_000;
    /** Unfinished ones; a little more when they are ordered at the same moment. */
    static final int MOST_WAITING = 200;

    private final Pg pg;
    private final Bus bus;
    private final Idempotency idempotency;
    private final ListSyncKeeper keeper;
    private final ListSyncSteps steps;

    ListSyncHandlers(Ground ground, Pg pg, Idempotency idempotency) {
        this.pg = pg;
        this.bus = ground.bus();
        this.idempotency = idempotency;
        this.keeper = new ListSyncKeeper(ground, pg);
        this.steps = new ListSyncSteps(pg, new ListSyncReader(bus));
    }

    Future<?> serve(Ticker timers) {
        keeper.start(timers);
        return Future.all(
                        bus.serve(ListSyncOps.CREATE, this::create),
                        bus.serve(ListSyncOps.LIST, this::list),
                        bus.serve(ListSyncOps.GET, this::get),
                        bus.serve(ListSyncOps.DELETE, this::delete),
                        bus.serve(ListSyncOps.LIST_ITEMS, this::listItems),
                        bus.serve(ListSyncOps.EXPORT, this::export))
                .compose(served -> steps.serve(bus));
    }

    Future<ListSync> create(ListSyncOps.Create request, Call call) {
        var body = request.body();
        Target target = ListSyncTarget.checked(body.kind(), body.target());
        int keepDays = Objects.requireNonNull(body.keepDays());
        String asker = call.principal().subject();
        return idempotency
                .once(
                        call,
                        ListSyncOps.CREATE,
                        request,
                        tx -> room(new ListSyncStore(tx))
                                .compose(
                                        store -> store.insert(UUID.randomUUID(), body.kind(), target, keepDays, asker)))
                .compose(keeper::started);
    }

    private static Future<ListSyncStore> room(ListSyncStore store) {
        return store.countUnfinished()
                .compose(waiting -> waiting < MOST_WAITING
                        ? Future.succeededFuture(store)
                        : Future.failedFuture(ListSyncFaults.tooMany()));
    }

    Future<ListSync> get(ListSyncOps.Get request, Call call) {
        return found(request.id()).compose(keeper::followed).map(Stored::sync);
    }

    Future<Page<ListSync>> list(ListSyncOps.ListSyncs request, Call call) {
        return new ListSyncStore(pg).list(request, Cursor.limit(request.limit()));
    }

    Future<Nothing> delete(ListSyncOps.Delete request, Call call) {
        return new ListSyncStore(pg)
                .delete(request.id())
                .map(deleted -> deleted.orElseThrow(ListSyncFaults::gone))
                .compose(deleted -> keeper.deleted(deleted.sync()))
                .map(cancelled -> Nothing.NOTHING);
    }

    Future<Page<Item>> listItems(ListSyncOps.ListItems request, Call call) {
        int limit = Cursor.limit(request.limit());
        return found(request.id())
                .compose(stored -> new ListSyncItemStore(pg).list(request.id(), request.cursor(), limit));
    }

    Future<Page<Item>> export(ListSyncOps.ExportItems request, Call call) {
        return found(request.id())
                .compose(stored -> new ListSyncItemStore(pg).list(request.id(), request.cursor(), EXPORTED_AT_ONCE));
    }

    private Future<Stored> found(UUID id) {
        return new ListSyncStore(pg).find(id).map(stored -> stored.orElseThrow(ListSyncFaults::gone));
    }
}
