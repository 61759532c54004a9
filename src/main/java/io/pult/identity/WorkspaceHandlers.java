package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Workspace;
import io.pult.contract.identity.WorkspaceOps;
import io.pult.infra.Cursor;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class WorkspaceHandlers {
    /** Any signed-in person makes workspaces: without a bound, one of them would fill the table. */
    private static final int MOST_OWNED = 20;

    /** A principal carries its memberships with every question over the bus. */
    private static final int MOST_JOINED = 50;

    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    private final WorkspaceAccess access;

    WorkspaceHandlers(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
        this.access = new WorkspaceAccess(pg);
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(WorkspaceOps.CREATE, this::create),
                bus.serve(WorkspaceOps.LIST, this::list),
                bus.serve(WorkspaceOps.GET, this::get),
                bus.serve(WorkspaceOps.UPDATE, this::update),
                bus.serve(WorkspaceOps.DELETE, this::delete),
                bus.serve(WorkspaceOps.TRANSFER, this::transfer));
    }

    Future<Workspace> create(WorkspaceOps.Create request, Call call) {
        UUID owner = Asker.person(call);
        UUID id = UUID.randomUUID();
        return pg.tx(tx -> new MemberStore(tx)
                .lockPerson(owner)
                .compose(locked -> new MemberStore(tx).count(owner))
                .compose(count -> {
                    requireRoom(count);
                    return new WorkspaceStore(tx)
                            .insert(id, request.body().name().strip(), owner, clock.instant());
                })
                .compose(made -> audit(tx, call, "workspace.created", id, Map.of("name", made.name()))
                        .compose(put -> new RevocationStore(tx).add(RevocationStore.user(owner)))
                        .onSuccess(told -> call.notes().markAskerChanged())
                        .map(made)));
    }

    private static void requireRoom(MemberStore.Count count) {
        if (count.owned() >= MOST_OWNED) {
            throw Failure.unprocessable(
                    "workspace.too_many", "You own " + MOST_OWNED + " workspaces already, which is the most");
        }
        requireRoomToJoin(count);
    }

    static void requireRoomToJoin(MemberStore.Count count) {
        if (count.joined() >= MOST_JOINED) {
            throw Failure.unprocessable(
                    "workspace.too_many", "You are in " + MOST_JOINED + " workspaces already, which is the most");
        }
    }

    Future<Page<Workspace>> list(WorkspaceOps.ListWorkspaces request, Call call) {
        int limit = Cursor.limit(request.limit());
        var store = new WorkspaceStore(pg);
        UUID person = Asker.personIn(call).orElse(null);
        if (Boolean.TRUE.equals(request.all())) {
            if (!call.principal().inEveryWorkspace()) {
                throw Failure.forbidden("workspace.all_forbidden", "Only administrators see all workspaces");
            }
            return store.listAll(person, limit, request.cursor());
        }
        return store.list(person, person == null ? workspaces(call) : List.of(), limit, request.cursor())
                .map(page -> new Page<>(
                        page.items().stream()
                                .map(found -> WorkspaceAccess.withRole(found, call))
                                .toList(),
                        page.next()));
    }

    private static List<UUID> workspaces(Call call) {
        var principal = call.principal();
        return principal.inEveryWorkspace()
                ? List.of()
                : principal.memberships().keySet().stream()
                        .map(UUID::fromString)
                        .toList();
    }

    Future<Workspace> get(WorkspaceOps.Get request, Call call) {
        return access.see(request.id(), MemberRole.VIEWER, call);
    }

    Future<Workspace> update(WorkspaceOps.Update request, Call call) {
        UUID id = request.id();
        return access.change(id, MemberRole.OWNER, call, (tx, workspace) -> {
            requireCurrent(workspace, request.ifMatch());
            var name = request.body().name();
            if (!name.present()) {
                return Future.succeededFuture(workspace);
            }
            String wanted = Objects.requireNonNull(name.value(), "the request was checked")
                    .strip();
            return new WorkspaceStore(tx)
                    .rename(id, wanted)
                    .compose(renamed -> audit(tx, call, "workspace.renamed", id, Map.of("name", wanted)))
                    .compose(put -> shown(tx, id, call));
        });
    }

    Future<Nothing> delete(WorkspaceOps.Delete request, Call call) {
        UUID id = request.id();
        return access.change(id, MemberRole.OWNER, call, (tx, workspace) -> {
            requireCurrent(workspace, request.ifMatch());
            return new MemberStore(tx)
                    .people(id)
                    .compose(people -> new WorkspaceStore(tx)
                            .delete(id)
                            .compose(deleted ->
                                    audit(tx, call, "workspace.deleted", id, Map.of("name", workspace.name())))
                            .compose(put -> changed(tx, people))
                            .map(Nothing.NOTHING));
        });
    }

    /** An owner's own gift: administrators change the roles of members instead. */
    Future<Workspace> transfer(WorkspaceOps.Transfer request, Call call) {
        UUID id = request.id();
        UUID from = Asker.person(call);
        UUID to = request.body().userId();
        return access.change(id, MemberRole.OWNER, call, (tx, workspace) -> {
            if (workspace.role() != MemberRole.OWNER) {
                throw WorkspaceAccess.roleNeeded(MemberRole.OWNER);
            }
            if (from.equals(to)) {
                throw Failure.unprocessable("workspace.transfer_to_self", "This workspace is yours already");
            }
            var members = new MemberStore(tx);
            return members.role(id, to)
                    .map(role -> role.orElseThrow(MemberHandlers::unknown))
                    .compose(role -> members.setRole(id, to, MemberRole.OWNER))
                    .compose(raised -> members.setRole(id, from, MemberRole.OPERATOR))
                    .compose(lowered -> new InvitationStore(tx).forget(id, User.subject(from)))
                    .compose(forgotten -> new WorkspaceStore(tx).touch(id))
                    .compose(touched -> shown(tx, id, call))
                    .compose(shown -> audit(tx, call, "workspace.transferred", id, Map.of("to", User.subject(to)))
                            .compose(put -> changed(tx, List.of(from, to)))
                            .map(shown));
        });
    }

    private static void requireCurrent(Workspace workspace, @Nullable Long ifMatch) {
        if (ifMatch != null && ifMatch != workspace.version()) {
            throw Failure.of(
                    Failure.Kind.STALE, "workspace.changed", "The workspace was changed meanwhile; read it again");
        }
    }

    private static Future<Workspace> shown(Sql tx, UUID id, Call call) {
        return new WorkspaceStore(tx)
                .find(id, Asker.personIn(call).orElse(null))
                .map(found -> WorkspaceAccess.withRole(found.orElseThrow(WorkspaceAccess::unknown), call));
    }

    private static Future<Void> changed(Sql tx, List<UUID> people) {
        return new RevocationStore(tx)
                .add(people.stream().map(RevocationStore::user).toArray(String[]::new));
    }

    private Future<UUID> audit(Sql tx, Call call, String action, UUID id, Map<String, String> details) {
        return outbox.put(
                tx,
                AuditEntry.RECORD,
                AuditEntry.done(call, clock.instant(), action, "workspace:" + id)
                        .with(details));
    }
}
