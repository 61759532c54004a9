package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.contract.identity.Workspace;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Lets askers at a workspace. What a person is in it, the database is asked, since the principal may be a second old and
 * would not know of the workspace that was just made; a key is what its principal says.
 */
final class WorkspaceAccess {

    private final Pg pg;

    WorkspaceAccess(Pg pg) {
        this.pg = pg;
    }

    /** @return the workspace with the asker's role; fails with NOT_FOUND or FORBIDDEN */
    Future<Workspace> see(UUID id, MemberRole wanted, Call call) {
        return see(pg, id, wanted, call);
    }

    /** A transaction that changes the workspace or its members, one at a time. */
    <T> Future<T> change(UUID id, MemberRole wanted, Call call, BiFunction<Sql, Workspace, Future<T>> act) {
        return pg.tx(tx -> new WorkspaceStore(tx)
                .lock(id)
                // A statement of its own: what it reads was committed before the lock was given.
                .compose(locked -> see(tx, id, wanted, call))
                .compose(workspace -> act.apply(tx, workspace)));
    }

    private static Future<Workspace> see(Sql sql, UUID id, MemberRole wanted, Call call) {
        return new WorkspaceStore(sql)
                .find(id, Asker.personIn(call).orElse(null))
                .map(found -> admit(found, wanted, call));
    }

    private static Workspace admit(Optional<Workspace> found, MemberRole wanted, Call call) {
        var workspace = found.map(seen -> withRole(seen, call)).orElseThrow(WorkspaceAccess::unknown);
        MemberRole held = workspace.role();
        if (call.principal().inEveryWorkspace() || (held != null && held.includes(wanted))) {
            return workspace;
        }
        // Whoever is no member must not learn that there is something to be a member of.
        throw held == null ? unknown() : roleNeeded(wanted);
    }

    /** As it is shown to the asker. */
    static Workspace withRole(Workspace workspace, Call call) {
        return Asker.personIn(call).isPresent()
                ? workspace
                : new Workspace(
                        workspace.id(),
                        workspace.name(),
                        call.principal().memberships().get(workspace.id().toString()),
                        workspace.version(),
                        workspace.createdAt());
    }

    static Failure unknown() {
        return Failure.notFound("workspace.not_found", "There is no workspace with this id");
    }

    static Failure roleNeeded(MemberRole wanted) {
        return Failure.forbidden(
                "workspace.role_needed", "Only members with the role " + wanted.text() + " can do this here");
    }
}
