package io.pult.contract.identity;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces. Whoever is no member of one hears NOT_FOUND {@code workspace.not_found}, as if there were none; a member whose
 * role does not suffice hears FORBIDDEN {@code workspace.role_needed}.
 */
public final class WorkspaceOps {
    private static final int MAX_NAME = 100;

    public record Create(Body body) {
        public record Body(String name) {
            public Body {
                requireName(name);
            }
        }
    }

    /** @param all also those of which the asker is no member; for administrators */
    public record ListWorkspaces(
            @Nullable Boolean all,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    public record Get(UUID id) {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(UUID id, @Nullable Long ifMatch, Update.Body body) {
        public record Body(Change<String> name) {
            public Body {
                if (name.present()) {
                    requireName(name.value());
                }
            }
        }
    }

    public record Delete(UUID id, @Nullable Long ifMatch) {}

    public record Transfer(UUID id, Transfer.Body body) {
        /** @param userId of the member who becomes an owner */
        public record Body(UUID userId) {}
    }

    public static final Op<Create, Workspace> CREATE = Op.of("identity.createWorkspace", Create.class, Workspace.class);
    public static final Op<ListWorkspaces, Page<Workspace>> LIST =
            Op.page("identity.listWorkspaces", ListWorkspaces.class, Workspace.class);
    public static final Op<Get, Workspace> GET =
            Op.of("identity.getWorkspace", Get.class, Workspace.class).asIdempotent();
    public static final Op<Update, Workspace> UPDATE = Op.of("identity.updateWorkspace", Update.class, Workspace.class);

    /** Fails with CONFLICT {@code workspace.not_empty} while something of any concern belongs to it. */
    public static final Op<Delete, Nothing> DELETE =
            Op.of("identity.deleteWorkspace", Delete.class, Nothing.class).asIdempotent();

    /** The member becomes an owner, the asker, who was one, an operator. */
    public static final Op<Transfer, Workspace> TRANSFER =
            Op.of("identity.transferWorkspace", Transfer.class, Workspace.class);

    private WorkspaceOps() {}

    private static void requireName(@Nullable String name) {
        if (name == null || name.isBlank() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw Failure.unprocessable(
                    "workspace.name_invalid", "The name of a workspace has 1 to " + MAX_NAME + " characters");
        }
    }
}
