package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Workspaces that an asker names, to put something into them or to see what is in them. */
final class WorkspacePick {
    private WorkspacePick() {}

    /**
     * @param workspace absent: the instance's own
     * @throws Failure NOT_FOUND {@code workspace.not_found} for whoever is no member, FORBIDDEN {@code account.forbidden} for a
     *     member whose role does not suffice, and for whoever names none without seeing all
     */
    static void require(@Nullable UUID workspace, Call call, MemberRole needed) {
        if (workspace == null && !call.principal().inEveryWorkspace()) {
            throw Failure.forbidden(
                    "account.forbidden",
                    "Only administrators keep accounts outside of workspaces; give a workspace_id");
        }
        if (workspace != null && !call.principal().mayIn(workspace.toString(), MemberRole.VIEWER)) {
            throw unknown();
        }
        AccountRights.require(workspace, call, needed);
    }

    static Failure unknown() {
        return Failure.notFound("workspace.not_found", "There is no workspace with this id");
    }

    /** Whose rows the asker may see; absent: all. */
    static UUID @Nullable [] seenBy(Principal asker) {
        return asker.inEveryWorkspace()
                ? null
                : asker.memberships().keySet().stream().map(UUID::fromString).toArray(UUID[]::new);
    }
}
