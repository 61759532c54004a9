package io.pult.contract.identity;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is in a workspace. What would leave it without an owner fails with CONFLICT {@code workspace.last_owner}. */
public final class WorkspaceMemberOps {
    public record ListMembers(
            UUID id, @Nullable Integer limit, @Nullable String cursor) {}

    public record Update(UUID id, UUID userId, Body body) {
        public record Body(Change<MemberRole> role) {
            public Body {
                if (role.present() && role.value() == null) {
                    throw Failure.unprocessable("member.role_invalid", "role is owner, operator or viewer");
                }
            }
        }
    }

    public record Remove(UUID id, UUID userId) {}

    public static final Op<ListMembers, Page<WorkspaceMember>> LIST =
            Op.page("identity.listWorkspaceMembers", ListMembers.class, WorkspaceMember.class);
    public static final Op<Update, WorkspaceMember> UPDATE =
            Op.of("identity.updateWorkspaceMember", Update.class, WorkspaceMember.class);

    /** By an owner, or by the member itself, who leaves. */
    public static final Op<Remove, Nothing> REMOVE =
            Op.of("identity.removeWorkspaceMember", Remove.class, Nothing.class).asIdempotent();

    private WorkspaceMemberOps() {}
}
