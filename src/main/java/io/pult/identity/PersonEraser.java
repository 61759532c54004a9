package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ErasureOps.Erase;
import io.pult.identity.BequestStore.Heir;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Forgets a person whose erasure was asked for, in one transaction: a node that dies in between has done nothing, and the
 * outbox asks again.
 */
final class PersonEraser {
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;

    PersonEraser(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @return false when the person was gone already */
    Future<Boolean> erase(Erase request, Call call) {
        UUID user = request.user();
        return pg.tx(tx -> {
            var store = new ErasureStore(tx);
            return new BequestStore(tx)
                    .lock(user)
                    .compose(locked -> store.lock(user))
                    .compose(person -> person.isEmpty()
                            ? Future.succeededFuture(false)
                            : erase(tx, store, request, asked(person.get().since()), call)
                                    .map(true));
        });
    }

    private static Instant asked(@Nullable Instant since) {
        if (since == null) {
            throw Failure.unprocessable("erasure.not_asked", "Nobody has asked for this person to be erased");
        }
        return since;
    }

    private Future<Void> erase(Sql tx, ErasureStore store, Erase request, Instant asked, Call call) {
        UUID user = request.user();
        Instant now = clock.instant();
        var handles = new ArrayList<>(List.of(RevocationStore.user(user)));
        var trail = new Trail(tx, request, call, now);
        return bequeath(new BequestStore(tx), user, trail, handles)
                .compose(passed -> store.revokeKeys(user, asked))
                .onSuccess(handles::addAll)
                .compose(revoked -> store.delete(user))
                .compose(deleted -> store.note(user, now))
                .compose(noted -> trail.put("user.erased", User.subject(user), Map.of()))
                .compose(put -> new RevocationStore(tx).add(handles.toArray(String[]::new)));
    }

    private static Future<Void> bequeath(BequestStore workspaces, UUID user, Trail trail, List<String> handles) {
        Map<String, String> owner = Map.of("owner", User.subject(user));
        return workspaces
                .removeEmpty(user)
                .compose(removed -> trail.putAll("workspace.removed", removed, owner))
                .compose(put -> workspaces.pass(user))
                .compose(heirs -> {
                    heirs.forEach(heir -> handles.add(RevocationStore.user(heir.user())));
                    return trail.putHeirs(heirs, owner);
                })
                .compose(put -> workspaces.ownerless(user))
                .compose(ownerless -> trail.putAll("workspace.left_without_owner", ownerless, owner));
    }

    /** Entries of the audit under the request that the person, or whoever it was, had asked with. */
    private final class Trail {
        private final Sql tx;
        private final Erase request;
        private final Call call;
        private final Instant at;

        Trail(Sql tx, Erase request, Call call, Instant at) {
            this.tx = tx;
            this.request = request;
            this.call = call;
            this.at = at;
        }

        Future<Void> put(String action, String object, Map<String, String> details) {
            String subject = call.principal().subject();
            var entry = new AuditEntry(at, action, object, subject, null, request.requestId(), "done", details);
            return outbox.put(tx, AuditEntry.RECORD, entry).mapEmpty();
        }

        Future<Void> putAll(String action, List<UUID> workspaces, Map<String, String> details) {
            return Future.all(workspaces.stream()
                            .map(workspace -> put(action, "workspace:" + workspace, details))
                            .toList())
                    .mapEmpty();
        }

        Future<Void> putHeirs(List<Heir> heirs, Map<String, String> owner) {
            return Future.all(heirs.stream()
                            .map(heir -> put(
                                    "workspace.transferred",
                                    "workspace:" + heir.workspace(),
                                    Map.of("owner", owner.get("owner"), "to", User.subject(heir.user()))))
                            .toList())
                    .mapEmpty();
        }
    }
}
