package io.pult.identity;

import static io.pult.bus.Failure.Kind.CONFLICT;
import static io.pult.bus.Failure.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.MemberRole;
import io.pult.contract.identity.InvitationPreview;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.Workspace;
import io.pult.contract.identity.WorkspaceInvitation;
import io.pult.contract.identity.WorkspaceInvitationOps;
import io.pult.contract.identity.WorkspaceInvitationOps.Created;
import io.pult.identity.WorkspaceRig.Person;
import io.pult.infra.Digests;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invitations: one door, one person, once. */
class InvitationIT {
    private static WorkspaceRig rig;

    @BeforeAll
    static void open() {
        rig = new WorkspaceRig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void whatever_is_wrong_with_a_token_the_answer_is_the_same() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var used = invite(workspace, owner, null);
        accept(rig.person(), used.token());
        var withdrawn = invite(workspace, owner, null);
        rig.on(
                rig.as(owner),
                call -> rig.invitations.withdraw(new WorkspaceInvitationOps.Withdraw(workspace, withdrawn.id()), call));
        var over = invite(workspace, owner, 60L);
        rig.now = rig.now.plusSeconds(60);

        var guest = rig.person();
        for (String token : List.of(used.token(), withdrawn.token(), over.token(), "pulti_" + "A".repeat(43), "")) {
            var refused = refusal(guest, token);
            assertThat(refused.kind()).isEqualTo(NOT_FOUND);
            assertThat(refused.code()).isEqualTo("invitation.unknown");
            var unseen = rig.refusal(rig.as(guest), call -> rig.invitations.preview(showing(token), call));
            assertThat(unseen.kind()).isEqualTo(NOT_FOUND);
            assertThat(unseen.code()).isEqualTo("invitation.unknown");
            assertThat(unseen).hasMessage(refused.getMessage());
        }
        assertThat(rig.roleOf(workspace, guest)).isNull();
    }

    @Test
    void of_two_who_take_an_invitation_at_once_one_comes_in() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        for (int i = 0; i < 10; i++) {
            var invited = invite(workspace, owner, null);
            var taking = new ArrayList<Future<Boolean>>();
            for (int j = 0; j < 2; j++) {
                var call = rig.as(rig.person());
                taking.add(rig.start(() -> rig.invitations
                        .accept(taking(invited.token()), call)
                        .transform(done -> {
                            assertThat(done.succeeded()
                                            || done.cause() instanceof Failure f && f.is("invitation.unknown"))
                                    .isTrue();
                            return Future.succeededFuture(done.succeeded());
                        })));
            }
            assertThat(taking.stream().filter(each -> rig.on(() -> each)).count())
                    .isEqualTo(1);
        }
        assertThat(rig.on(() -> new MemberStore(rig.pg).people(workspace))).hasSize(11);
    }

    @Test
    void whoever_takes_one_is_a_member_in_its_role_and_the_next_principal_says_so() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var guest = rig.person();
        assertThat(rig.authenticated(guest).principal().memberships()).isEmpty();
        var token = rig.on(
                        rig.as(owner),
                        call -> rig.invitations.create(asking(workspace, MemberRole.OPERATOR, null), call))
                .token();

        var seen = accept(guest, token);

        assertThat(seen.id()).isEqualTo(workspace);
        assertThat(seen.role()).isEqualTo(MemberRole.OPERATOR);
        assertThat(rig.authenticated(guest).principal().memberships())
                .isEqualTo(Map.of(workspace.toString(), MemberRole.OPERATOR));
        assertThat(rig.audited("workspace:" + workspace))
                .containsExactly("workspace.created", "invitation.created", "invitation.accepted");
    }

    @Test
    void whoever_holds_the_token_sees_who_asks_them_where_and_takes_nothing_by_looking() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var invited = invite(workspace, owner, null);
        var guest = rig.person();

        for (int i = 0; i < 2; i++) {
            InvitationPreview seen =
                    rig.on(rig.as(guest), call -> rig.invitations.preview(showing(invited.token()), call));
            assertThat(seen)
                    .isEqualTo(new InvitationPreview(
                            "Newsroom",
                            new InvitationPreview.Inviter("p" + owner.id(), "P"),
                            MemberRole.VIEWER,
                            invited.expiresAt()));
        }
        assertThat(rig.roleOf(workspace, guest)).isNull();
        accept(guest, invited.token());
    }

    @Test
    void an_invitation_by_a_key_names_nobody() {
        UUID workspace = rig.workspace(rig.person()).id();
        var key = rig.asKey(rig.key(rig.person(Role.ADMIN), null, "*:admin"));
        var invited = rig.on(key, call -> rig.invitations.create(asking(workspace, MemberRole.VIEWER, null), call));

        InvitationPreview seen =
                rig.on(rig.as(rig.person()), call -> rig.invitations.preview(showing(invited.token()), call));
        assertThat(seen.invitedBy()).isNull();
        assertThat(rig.refusal(() -> rig.invitations.preview(showing(invited.token()), key))
                        .code())
                .isEqualTo("person.needed");
    }

    @Test
    void a_member_is_told_so_and_the_invitation_is_left_for_another() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var invited = invite(workspace, owner, null);

        var refused = refusal(owner, invited.token());

        assertThat(refused.kind()).isEqualTo(CONFLICT);
        assertThat(refused.code()).isEqualTo("member.already");
        assertThat(rig.roleOf(workspace, owner)).isEqualTo(MemberRole.OWNER);
        accept(rig.person(), invited.token());
    }

    @Test
    void a_blocked_person_and_a_key_take_none() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var invited = invite(workspace, owner, null);
        var blocked = rig.person();
        var call = rig.as(blocked);
        rig.sql("UPDATE app_user SET status = 'blocked' WHERE id = $1", blocked.id());
        var key = rig.asKey(rig.key(rig.person(Role.ADMIN), null, "*:admin"));

        assertThat(rig.refusal(() -> rig.invitations.accept(taking(invited.token()), call))
                        .code())
                .isEqualTo("token.unknown");
        assertThat(rig.refusal(() -> rig.invitations.accept(taking(invited.token()), key))
                        .code())
                .isEqualTo("person.needed");
        accept(rig.person(), invited.token());
    }

    @Test
    void a_person_is_in_fifty_workspaces_at_most_because_a_principal_carries_them_all() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var guest = rig.person();
        rig.sql("""
                WITH made AS (
                    INSERT INTO workspace (id, name) SELECT gen_random_uuid(), 'W' FROM generate_series(1, 50)
                    RETURNING id)
                INSERT INTO workspace_member (workspace_id, user_id, role) SELECT id, $1, 'viewer' FROM made
                """, guest.id());

        assertThat(refusal(guest, invite(workspace, owner, null).token()).code())
                .isEqualTo("workspace.too_many");
    }

    @Test
    void a_workspace_has_five_hundred_members_at_most() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        rig.sql("""
                WITH made AS (
                    INSERT INTO app_user (id) SELECT gen_random_uuid() FROM generate_series(1, 499) RETURNING id)
                INSERT INTO workspace_member (workspace_id, user_id, role) SELECT $1, id, 'viewer' FROM made
                """, workspace);

        assertThat(refusal(rig.person(), invite(workspace, owner, null).token()).code())
                .isEqualTo("workspace.full");
    }

    @Test
    void fifty_invitations_are_open_at_most_and_those_that_are_over_do_not_count() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        for (int i = 0; i < 50; i++) {
            invite(workspace, owner, 60L);
        }

        assertThat(rig.refusal(
                                rig.as(owner),
                                call -> rig.invitations.create(asking(workspace, MemberRole.VIEWER, null), call))
                        .code())
                .isEqualTo("invitation.too_many");
        rig.now = rig.now.plusSeconds(60);
        invite(workspace, owner, null);
        assertThat(open(workspace, owner)).hasSize(1);
    }

    @Test
    void an_invitation_lives_for_a_week_unless_told_and_for_thirty_days_at_most() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();

        assertThat(invite(workspace, owner, null).expiresAt()).isEqualTo(rig.now.plus(Duration.ofDays(7)));
        assertThat(invite(workspace, owner, 2_592_000L).expiresAt()).isEqualTo(rig.now.plus(Duration.ofDays(30)));
        for (long seconds : List.of(0L, 59L, -1L, 2_592_001L, Long.MAX_VALUE)) {
            assertThat(catchThrowableOfType(Failure.class, () -> asking(workspace, MemberRole.VIEWER, seconds))
                            .code())
                    .isEqualTo("invitation.expiry_invalid");
        }
    }

    @Test
    void the_database_and_the_list_hold_no_token() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var invited = invite(workspace, owner, null);

        String row = rig.row("SELECT i::text FROM workspace_invitation i WHERE id = $1", invited.id())
                .getString(0);
        String listed = Json.text(open(workspace, owner));

        assertThat(row)
                .contains(Digests.sha256(invited.token()))
                .doesNotContain(invited.token().substring(6));
        assertThat(listed)
                .contains(invited.id().toString())
                .doesNotContain(invited.token().substring(6))
                .doesNotContain(Digests.sha256(invited.token()));
        assertThat(invited.toString()).doesNotContain(invited.token());
        assertThat(taking(invited.token()).toString()).doesNotContain(invited.token());
        assertThat(showing(invited.token()).toString()).doesNotContain(invited.token());
    }

    @Test
    void withdrawing_what_is_not_there_is_unknown_also_when_it_is_another_workspaces() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        UUID other = rig.workspace(owner).id();
        var invited = invite(other, owner, null);

        for (UUID id : List.of(invited.id(), UUID.randomUUID())) {
            assertThat(rig.refusal(
                                    rig.as(owner),
                                    call -> rig.invitations.withdraw(
                                            new WorkspaceInvitationOps.Withdraw(workspace, id), call))
                            .code())
                    .isEqualTo("invitation.unknown");
        }
        assertThat(open(other, owner)).hasSize(1);
    }

    private static Created invite(UUID workspace, Person by, @Nullable Long seconds) {
        return rig.on(rig.as(by), call -> rig.invitations.create(asking(workspace, MemberRole.VIEWER, seconds), call));
    }

    private static WorkspaceInvitationOps.Create asking(UUID workspace, MemberRole role, @Nullable Long seconds) {
        return new WorkspaceInvitationOps.Create(workspace, new WorkspaceInvitationOps.Create.Body(role, seconds));
    }

    private static WorkspaceInvitationOps.Accept taking(String token) {
        return new WorkspaceInvitationOps.Accept(new WorkspaceInvitationOps.Token(token));
    }

    private static WorkspaceInvitationOps.Preview showing(String token) {
        return new WorkspaceInvitationOps.Preview(new WorkspaceInvitationOps.Token(token));
    }

    private static Workspace accept(Person person, String token) {
        return rig.on(rig.as(person), call -> rig.invitations.accept(taking(token), call));
    }

    private static Failure refusal(Person person, String token) {
        return rig.refusal(rig.as(person), call -> rig.invitations.accept(taking(token), call));
    }

    private static List<WorkspaceInvitation> open(UUID workspace, Person by) {
        var ask = new WorkspaceInvitationOps.ListInvitations(workspace, null, null);
        return rig.on(rig.as(by), call -> rig.invitations.list(ask, call)).items();
    }
}
