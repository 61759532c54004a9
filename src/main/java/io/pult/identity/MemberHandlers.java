package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.WorkspaceMember;
import io.pult.contract.identity.WorkspaceMemberOps;
import io.pult.infra.Cursor;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

final class MemberHandlers {
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    private final WorkspaceAccess access;

    MemberHandlers(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
        this.access = new WorkspaceAccess(pg);
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(WorkspaceMemberOps.LIST, this::list),
                bus.serve(WorkspaceMemberOps.UPDATE, this::update),
                bus.serve(WorkspaceMemberOps.REMOVE, this::remove));
    }

    Future<Page<WorkspaceMember>> list(WorkspaceMemberOps.ListMembers request, Call call) {
        int limit = Cursor.limit(request.limit());
        return access.see(request.id(), MemberRole.VIEWER, call)
                .compose(seen -> new MemberStore(pg).list(request.id(), limit, request.cursor()));
    }

    Future<WorkspaceMember> update(WorkspaceMemberOps.Update request, Call call) {
        return access.change(
                request.id(),
                MemberRole.OWNER,
                call,
                (tx, workspace) -> new MemberStore(tx)
                        .find(request.id(), request.userId())
                        .map(found -> found.orElseThrow(MemberHandlers::unknown))
                        .compose(member -> {
                            MemberRole wanted = request.body().role().or(member.role());
                            return wanted == null || wanted == member.role()
                                    ? Future.succeededFuture(member)
                                    : setRole(tx, request.id(), member, wanted, call);
                        }));
    }

    private Future<WorkspaceMember> setRole(
            Sql tx, UUID workspace, WorkspaceMember member, MemberRole wanted, Call call) {
        var details = Map.of(
                "user", User.subject(member.userId()), "from", member.role().text(), "to", wanted.text());
        return requireOwnerLeft(tx, workspace, member)
                .compose(left -> new MemberStore(tx).setRole(workspace, member.userId(), wanted))
                .compose(set -> settle(tx, call, "member.role_changed", workspace, member.userId(), details))
                .map(settled ->
                        new WorkspaceMember(member.userId(), member.login(), member.name(), wanted, member.since()));
    }

    Future<Nothing> remove(WorkspaceMemberOps.Remove request, Call call) {
        UUID workspace = request.id();
        UUID who = request.userId();
        boolean leaves = Asker.personIn(call).filter(who::equals).isPresent();
        MemberRole wanted = leaves ? MemberRole.VIEWER : MemberRole.OWNER;
        return access.change(
                workspace,
                wanted,
                call,
                (tx, seen) -> new MemberStore(tx)
                        .find(workspace, who)
                        .map(found -> found.orElseThrow(MemberHandlers::unknown))
                        .compose(member -> requireOwnerLeft(tx, workspace, member))
                        .compose(left -> new MemberStore(tx).remove(workspace, who))
                        .compose(removed -> settle(
                                tx,
                                call,
                                leaves ? "member.left" : "member.removed",
                                workspace,
                                who,
                                Map.of("user", User.subject(who))))
                        .map(Nothing.NOTHING));
    }

    /** Under the workspace's lock, before the member loses its role. */
    private static Future<Void> requireOwnerLeft(Sql tx, UUID workspace, WorkspaceMember member) {
        if (member.role() != MemberRole.OWNER) {
            return Future.succeededFuture();
        }
        return new MemberStore(tx)
                .owners(workspace)
                .compose(owners -> owners > 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.conflict(
                                "workspace.last_owner",
                                "This is the last owner of the workspace; make another member an owner first")));
    }

    private Future<Void> settle(
            Sql tx, Call call, String action, UUID workspace, UUID person, Map<String, String> details) {
        var entry = AuditEntry.done(call, clock.instant(), action, "workspace:" + workspace)
                .with(details);
        return new InvitationStore(tx)
                .forget(workspace, User.subject(person))
                .compose(forgotten -> new WorkspaceStore(tx).touch(workspace))
                .compose(touched -> outbox.put(tx, AuditEntry.RECORD, entry))
                .compose(put -> new RevocationStore(tx).add(RevocationStore.user(person)));
    }

    static Failure unknown() {
        return Failure.notFound("member.not_found", "This workspace has no such member");
    }
}
