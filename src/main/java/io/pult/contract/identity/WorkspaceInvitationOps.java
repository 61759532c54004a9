package io.pult.contract.identity;

import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ways into a workspace: given, listed, taken back, taken. */
public final class WorkspaceInvitationOps {
    private static final Duration LONGEST = Duration.ofDays(30);

    public record Create(UUID id, Create.Body body) {
        /** @param expiresIn seconds, 60 to 30 days; absent: seven days */
        public record Body(MemberRole role, @Nullable Long expiresIn) {
            public Body {
                if (role == null) {
                    throw Failure.unprocessable("member.role_invalid", "role is owner, operator or viewer");
                }
                if (expiresIn != null && (expiresIn < 60 || expiresIn > LONGEST.toSeconds())) {
                    throw Failure.unprocessable(
                            "invitation.expiry_invalid", "expires_in is 60 to " + LONGEST.toSeconds() + " seconds");
                }
            }
        }
    }

    /** @param token shown this once: only its hash is kept */
    public record Created(UUID id, String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Created[" + id + "]";
        }
    }

    public record ListInvitations(
            UUID id, @Nullable Integer limit, @Nullable String cursor) {}

    public record Withdraw(UUID id, UUID invitationId) {}

    public record Preview(Token body) {}

    public record Accept(Token body) {}

    /** What somebody has been given. */
    public record Token(String token) {
        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    public static final Op<Create, Created> CREATE = Op.of("identity.createInvitation", Create.class, Created.class);

    /** Those that can still be taken. */
    public static final Op<ListInvitations, Page<WorkspaceInvitation>> LIST =
            Op.page("identity.listInvitations", ListInvitations.class, WorkspaceInvitation.class);

    public static final Op<Withdraw, Nothing> WITHDRAW =
            Op.of("identity.withdrawInvitation", Withdraw.class, Nothing.class).asIdempotent();

    /** Fails with NOT_FOUND {@code invitation.unknown} whatever is wrong with the token. */
    public static final Op<Preview, InvitationPreview> PREVIEW = Op.of(
                    "identity.previewInvitation", Preview.class, InvitationPreview.class)
            .asIdempotent();

    /**
     * Fails with NOT_FOUND {@code invitation.unknown} whatever is wrong with the token, with CONFLICT
     * {@code member.already} when the asker is in the workspace; the invitation is then left for another.
     */
    public static final Op<Accept, Workspace> ACCEPT =
            Op.of("identity.acceptInvitation", Accept.class, Workspace.class);

    private WorkspaceInvitationOps() {}
}
