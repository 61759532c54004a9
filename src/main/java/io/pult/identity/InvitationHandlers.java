package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.InvitationPreview;
import io.pult.contract.identity.Workspace;
import io.pult.contract.identity.WorkspaceInvitation;
import io.pult.contract.identity.WorkspaceInvitationOps;
import io.pult.infra.Cursor;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Ways into a workspace: a token that owners hand out by whatever means, and that lets one person in. */
final class InvitationHandlers {
    private static final Duration DEFAULT_LIFE = Duration.ofDays(7);
    private static final int MOST_LIVING = 50;

    /** When a workspace is deleted, each of them is revoked at once. */
    private static final int MOST_MEMBERS = 500;

    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    private final WorkspaceAccess access;

    InvitationHandlers(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
        this.access = new WorkspaceAccess(pg);
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(WorkspaceInvitationOps.CREATE, this::create),
                bus.serve(WorkspaceInvitationOps.LIST, this::list),
                bus.serve(WorkspaceInvitationOps.WITHDRAW, this::withdraw),
                bus.serve(WorkspaceInvitationOps.PREVIEW, this::preview),
                bus.serve(WorkspaceInvitationOps.ACCEPT, this::accept));
    }

    Future<WorkspaceInvitationOps.Created> create(WorkspaceInvitationOps.Create request, Call call) {
        Long seconds = request.body().expiresIn();
        var life = seconds == null ? DEFAULT_LIFE : Duration.ofSeconds(seconds);
        var token = InvitationToken.random();
        var now = clock.instant();
        var invitation = new WorkspaceInvitation(
                UUID.randomUUID(), request.body().role(), call.principal().subject(), now, now.plus(life));
        return access.change(request.id(), MemberRole.OWNER, call, (tx, workspace) -> {
            var store = new InvitationStore(tx);
            return store.countLiving(workspace.id(), now)
                    .compose(living -> {
                        requireRoom(living);
                        return store.insert(workspace.id(), invitation, token.hash());
                    })
                    .compose(stored -> audit(tx, call, "invitation.created", workspace.id(), invitation))
                    .map(put ->
                            new WorkspaceInvitationOps.Created(invitation.id(), token.text(), invitation.expiresAt()));
        });
    }

    private static void requireRoom(long living) {
        if (living >= MOST_LIVING) {
            throw Failure.unprocessable(
                    "invitation.too_many", MOST_LIVING + " invitations are open, which is the most; withdraw some");
        }
    }

    Future<Page<WorkspaceInvitation>> list(WorkspaceInvitationOps.ListInvitations request, Call call) {
        int limit = Cursor.limit(request.limit());
        return access.see(request.id(), MemberRole.OWNER, call)
                .compose(seen -> new InvitationStore(pg).list(request.id(), clock.instant(), limit, request.cursor()));
    }

    Future<Nothing> withdraw(WorkspaceInvitationOps.Withdraw request, Call call) {
        return access.change(
                request.id(),
                MemberRole.OWNER,
                call,
                (tx, workspace) -> new InvitationStore(tx)
                        .delete(workspace.id(), request.invitationId())
                        .compose(deleted -> deleted
                                ? outbox.put(
                                        tx,
                                        AuditEntry.RECORD,
                                        AuditEntry.done(
                                                        call,
                                                        clock.instant(),
                                                        "invitation.withdrawn",
                                                        "workspace:" + workspace.id())
                                                .with(Map.of(
                                                        "invitation",
                                                        request.invitationId().toString())))
                                : Future.failedFuture(unknown()))
                        .map(Nothing.NOTHING));
    }

    Future<InvitationPreview> preview(WorkspaceInvitationOps.Preview request, Call call) {
        Asker.person(call);
        String hash = new InvitationToken(request.body().token()).hash();
        return new InvitationStore(pg)
                .preview(hash, clock.instant())
                .map(found -> found.orElseThrow(InvitationHandlers::unknown));
    }

    Future<Workspace> accept(WorkspaceInvitationOps.Accept request, Call call) {
        UUID person = Asker.person(call);
        String hash = new InvitationToken(request.body().token()).hash();
        return pg.tx(tx -> new InvitationStore(tx)
                .workspaceOf(hash, clock.instant())
                // The workspace before the invitation, as everybody else who changes it does.
                .compose(found -> {
                    UUID workspace = found.orElseThrow(InvitationHandlers::unknown);
                    return new WorkspaceStore(tx)
                            .lock(workspace)
                            .compose(locked -> join(tx, workspace, person, call, hash));
                }));
    }

    private Future<Workspace> join(Sql tx, UUID workspace, UUID person, Call call, String hash) {
        var members = new MemberStore(tx);
        return members.role(workspace, person)
                .compose(role -> {
                    if (role.isPresent()) {
                        throw Failure.conflict("member.already", "You are a member of this workspace already");
                    }
                    return members.lockPerson(person);
                })
                .compose(locked -> members.count(person))
                .compose(count -> {
                    WorkspaceHandlers.requireRoomToJoin(count);
                    return members.people(workspace);
                })
                .compose(people -> {
                    if (people.size() >= MOST_MEMBERS) {
                        throw Failure.unprocessable(
                                "workspace.full", "This workspace has " + MOST_MEMBERS + " members, which is the most");
                    }
                    return new InvitationStore(tx).take(hash, clock.instant());
                })
                .map(taken -> taken.orElseThrow(InvitationHandlers::unknown))
                .compose(taken -> members.insert(workspace, person, taken.role(), clock.instant())
                        .compose(joined -> new WorkspaceStore(tx).touch(workspace))
                        .compose(touched -> audit(tx, call, "invitation.accepted", workspace, taken)))
                .compose(put -> new WorkspaceStore(tx).find(workspace, person))
                .compose(found -> new RevocationStore(tx)
                        .add(RevocationStore.user(person))
                        .onSuccess(told -> call.notes().markAskerChanged())
                        .map(revoked -> found.orElseThrow(WorkspaceAccess::unknown)));
    }

    private Future<UUID> audit(Sql tx, Call call, String action, UUID workspace, WorkspaceInvitation invitation) {
        return outbox.put(
                tx,
                AuditEntry.RECORD,
                AuditEntry.done(call, clock.instant(), action, "workspace:" + workspace)
                        .with(Map.of(
                                "invitation",
                                invitation.id().toString(),
                                "role",
                                invitation.role().text())));
    }

    private static Failure unknown() {
        return Failure.notFound("invitation.unknown", "This invitation is unknown, over or used");
    }
}
