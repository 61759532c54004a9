package io.pult.identity;

import static io.pult.bus.Failure.Kind.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.MemberRole;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.WorkspaceInvitationOps;
import io.pult.contract.identity.WorkspaceMember;
import io.pult.contract.identity.WorkspaceMemberOps;
import io.pult.contract.identity.WorkspaceOps;
import io.pult.identity.WorkspaceRig.Person;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is in a workspace, in which role, and who is left when people go. */
class MembershipIT {
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
    void the_last_owner_neither_leaves_nor_becomes_less_nor_is_taken_out_by_an_administrator() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        rig.member(workspace, MemberRole.OPERATOR);
        var admin = rig.as(rig.person(Role.ADMIN));

        for (Call asker : List.of(rig.as(owner), admin)) {
            var leave = rig.refusal(asker, call -> rig.members.remove(remove(workspace, owner), call));
            assertThat(leave.kind()).isEqualTo(CONFLICT);
            assertThat(leave.code()).isEqualTo("workspace.last_owner");
            assertThat(rig.refusal(asker, call -> rig.members.update(role(workspace, owner, MemberRole.VIEWER), call))
                            .code())
                    .isEqualTo("workspace.last_owner");
        }
        assertThat(rig.roleOf(workspace, owner)).isEqualTo(MemberRole.OWNER);
    }

    @Test
    void of_two_owners_who_leave_at_once_one_stays() {
        for (int i = 0; i < 10; i++) {
            var one = rig.person();
            UUID workspace = rig.workspace(one).id();
            var two = rig.member(workspace, MemberRole.OWNER);
            var calls = List.of(rig.as(one), rig.as(two));
            var leaving = new ArrayList<Future<Boolean>>();
            leaving.add(rig.start(() -> rig.members
                    .remove(remove(workspace, one), calls.get(0))
                    .transform(done -> Future.succeededFuture(done.succeeded()))));
            leaving.add(rig.start(() -> rig.members
                    .update(role(workspace, two, MemberRole.VIEWER), calls.get(1))
                    .transform(done -> Future.succeededFuture(done.succeeded()))));

            assertThat(leaving.stream().filter(each -> rig.on(() -> each)).count())
                    .isEqualTo(1);
            assertThat(rig.on(() -> new MemberStore(rig.pg).owners(workspace))).isEqualTo(1);
        }
    }

    @Test
    void a_changed_role_is_in_the_principal_at_the_next_reading_of_revocations() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var member = rig.member(workspace, MemberRole.VIEWER);
        assertThat(roleInPrincipal(member, workspace)).isEqualTo(MemberRole.VIEWER);

        rig.on(rig.as(owner), call -> rig.members.update(role(workspace, member, MemberRole.OPERATOR), call));
        assertThat(roleInPrincipal(member, workspace)).isEqualTo(MemberRole.OPERATOR);

        rig.on(rig.as(owner), call -> rig.members.remove(remove(workspace, member), call));
        assertThat(roleInPrincipal(member, workspace)).isNull();
    }

    private static MemberRole roleInPrincipal(Person person, UUID workspace) {
        return rig.authenticated(person).principal().memberships().get(workspace.toString());
    }

    @Test
    void whoever_is_no_owner_any_more_does_not_come_back_by_an_invitation_of_their_own() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var removed = rig.member(workspace, MemberRole.OWNER);
        var lowered = rig.member(workspace, MemberRole.OWNER);
        var byRemoved = invite(workspace, removed);
        var byLowered = invite(workspace, lowered);
        var byOwner = invite(workspace, owner);

        rig.on(rig.as(owner), call -> rig.members.remove(remove(workspace, removed), call));
        rig.on(rig.as(owner), call -> rig.members.update(role(workspace, lowered, MemberRole.VIEWER), call));

        for (String token : List.of(byRemoved, byLowered)) {
            assertThat(rig.refusal(rig.as(removed), call -> rig.invitations.accept(accept(token), call))
                            .code())
                    .isEqualTo("invitation.unknown");
        }
        var heir = rig.person();
        rig.join(workspace, heir, MemberRole.VIEWER);
        rig.on(
                rig.as(owner),
                call -> rig.workspaces.transfer(
                        new WorkspaceOps.Transfer(workspace, new WorkspaceOps.Transfer.Body(heir.id())), call));
        assertThat(rig.refusal(rig.as(removed), call -> rig.invitations.accept(accept(byOwner), call))
                        .code())
                .isEqualTo("invitation.unknown");
    }

    @Test
    void everybody_may_leave_and_only_owners_take_others_out() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var viewer = rig.member(workspace, MemberRole.VIEWER);
        var operator = rig.member(workspace, MemberRole.OPERATOR);

        assertThat(rig.refusal(rig.as(operator), call -> rig.members.remove(remove(workspace, viewer), call))
                        .code())
                .isEqualTo("workspace.role_needed");
        rig.on(rig.as(viewer), call -> rig.members.remove(remove(workspace, viewer), call));
        rig.on(rig.as(owner), call -> rig.members.remove(remove(workspace, operator), call));

        assertThat(rig.on(() -> new MemberStore(rig.pg).people(workspace))).containsExactly(owner.id());
        assertThat(rig.refusal(rig.as(owner), call -> rig.members.remove(remove(workspace, viewer), call))
                        .code())
                .isEqualTo("member.not_found");
        assertThat(rig.audited("workspace:" + workspace))
                .containsExactly("workspace.created", "member.left", "member.removed");
    }

    @Test
    void an_administrator_gives_a_workspace_without_an_owner_a_new_one() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var member = rig.member(workspace, MemberRole.VIEWER);
        rig.sql("DELETE FROM app_user WHERE id = $1", owner.id());

        var now = rig.on(
                rig.as(rig.person(Role.ADMIN)),
                call -> rig.members.update(role(workspace, member, MemberRole.OWNER), call));

        assertThat(now.role()).isEqualTo(MemberRole.OWNER);
        assertThat(rig.roleOf(workspace, member)).isEqualTo(MemberRole.OWNER);
    }

    @Test
    void a_role_that_is_held_already_is_no_change() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var update = role(workspace.id(), owner, MemberRole.OWNER);
        var nothing = new WorkspaceMemberOps.Update(
                workspace.id(), owner.id(), new WorkspaceMemberOps.Update.Body(Change.absent()));

        for (var each : List.of(update, nothing)) {
            var member = rig.on(rig.as(owner), call -> rig.members.update(each, call));
            assertThat(member.role()).isEqualTo(MemberRole.OWNER);
        }
        assertThat(rig.audited("workspace:" + workspace.id())).containsExactly("workspace.created");
    }

    @Test
    void members_are_listed_page_by_page_in_the_order_in_which_they_came() {
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var came = new ArrayList<>(List.of(owner.id()));
        for (int i = 0; i < 4; i++) {
            rig.now = rig.now.plusMillis(1);
            came.add(rig.member(workspace, MemberRole.VIEWER).id());
        }
        var seen = new ArrayList<UUID>();
        String cursor = null;
        do {
            var ask = new WorkspaceMemberOps.ListMembers(workspace, 2, cursor);
            var page = rig.on(rig.as(owner), call -> rig.members.list(ask, call));
            page.items().stream().map(WorkspaceMember::userId).forEach(seen::add);
            assertThat(page.items())
                    .allSatisfy(member -> assertThat(member.login()).isEqualTo("p" + member.userId()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).isEqualTo(came);
    }

    private static String invite(UUID workspace, Person by) {
        var ask = new WorkspaceInvitationOps.Create(
                workspace, new WorkspaceInvitationOps.Create.Body(MemberRole.OWNER, null));
        return rig.on(rig.as(by), call -> rig.invitations.create(ask, call)).token();
    }

    private static WorkspaceInvitationOps.Accept accept(String token) {
        return new WorkspaceInvitationOps.Accept(new WorkspaceInvitationOps.Token(token));
    }

    private static WorkspaceMemberOps.Remove remove(UUID workspace, Person person) {
        return new WorkspaceMemberOps.Remove(workspace, person.id());
    }

    private static WorkspaceMemberOps.Update role(UUID workspace, Person person, MemberRole role) {
        return new WorkspaceMemberOps.Update(
                workspace, person.id(), new WorkspaceMemberOps.Update.Body(Change.to(role)));
    }
}
