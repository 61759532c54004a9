package io.pult.identity;

import static io.pult.bus.Failure.Kind.CONFLICT;
import static io.pult.bus.Failure.Kind.FORBIDDEN;
import static io.pult.bus.Failure.Kind.NOT_FOUND;
import static io.pult.bus.Failure.Kind.STALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.api.Contract;
import io.pult.api.Operation;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.Workspace;
import io.pult.contract.identity.WorkspaceInvitationOps;
import io.pult.contract.identity.WorkspaceMemberOps;
import io.pult.contract.identity.WorkspaceOps;
import io.pult.identity.WorkspaceRig.Person;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workspaces from the day they are made to the day they are empty enough to go, and who does not even learn of them. */
class WorkspaceIT {
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
    void a_member_of_another_workspace_sees_nothing() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var invited = rig.on(rig.as(owner), call -> rig.invitations.create(invitation(workspace.id()), call));
        var stranger = rig.person();
        var elsewhere = rig.workspace(stranger);
        var key = rig.key(stranger, elsewhere.id(), "identity:act");
        var table = asks(workspace.id(), owner, invited.id());

        for (Call asker : List.of(rig.as(stranger), rig.asKey(key))) {
            table.forEach((operation, ask) -> {
                var refused = rig.refusal(() -> ask.by(asker));
                assertThat(refused.kind()).as(operation).isEqualTo(NOT_FOUND);
                assertThat(refused.code()).as(operation).isEqualTo("workspace.not_found");
            });
            assertThat(ids(list(false, asker))).containsExactly(elsewhere.id());
        }
        assertThat(version(workspace.id())).isEqualTo(workspace.version());
    }

    @Test
    void the_table_of_who_sees_nothing_has_every_operation_on_a_workspace() {
        // A key of a workspace is no person, and hears that before anything else.
        var inContract = Contract.load(List.of("api", "identity")).operations().stream()
                .filter(operation -> operation.path().startsWith("/api/app/v1/workspaces/{id}"))
                .map(Operation::id)
                .filter(id -> !id.equals(WorkspaceOps.TRANSFER.id()))
                .collect(Collectors.toSet());

        assertThat(asks(UUID.randomUUID(), rig.person(), UUID.randomUUID()).keySet())
                .isEqualTo(inContract);
    }

    private interface Ask {
        Future<?> by(Call call);
    }

    private static Map<String, Ask> asks(UUID id, Person member, UUID invitation) {
        var name = new WorkspaceOps.Update.Body(Change.to("Mine now"));
        var role = new WorkspaceMemberOps.Update.Body(Change.to(MemberRole.VIEWER));
        return Map.of(
                WorkspaceOps.GET.id(),
                call -> rig.workspaces.get(new WorkspaceOps.Get(id), call),
                WorkspaceOps.UPDATE.id(),
                call -> rig.workspaces.update(new WorkspaceOps.Update(id, null, name), call),
                WorkspaceOps.DELETE.id(),
                call -> rig.workspaces.delete(new WorkspaceOps.Delete(id, null), call),
                WorkspaceMemberOps.LIST.id(),
                call -> rig.members.list(new WorkspaceMemberOps.ListMembers(id, null, null), call),
                WorkspaceMemberOps.UPDATE.id(),
                call -> rig.members.update(new WorkspaceMemberOps.Update(id, member.id(), role), call),
                WorkspaceMemberOps.REMOVE.id(),
                call -> rig.members.remove(new WorkspaceMemberOps.Remove(id, member.id()), call),
                WorkspaceInvitationOps.CREATE.id(),
                call -> rig.invitations.create(invitation(id), call),
                WorkspaceInvitationOps.LIST.id(),
                call -> rig.invitations.list(new WorkspaceInvitationOps.ListInvitations(id, null, null), call),
                WorkspaceInvitationOps.WITHDRAW.id(),
                call -> rig.invitations.withdraw(new WorkspaceInvitationOps.Withdraw(id, invitation), call));
    }

    @Test
    void what_is_the_owners_is_refused_to_viewers_and_operators_who_may_know_that_it_is_there() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var invited = rig.on(rig.as(owner), call -> rig.invitations.create(invitation(workspace.id()), call));
        var open = Set.of(WorkspaceOps.GET.id(), WorkspaceMemberOps.LIST.id());

        for (MemberRole role : List.of(MemberRole.VIEWER, MemberRole.OPERATOR)) {
            var asker = rig.as(rig.member(workspace.id(), role));
            asks(workspace.id(), owner, invited.id()).forEach((operation, ask) -> {
                if (open.contains(operation)) {
                    rig.on(() -> ask.by(asker).<Object>mapEmpty());
                } else {
                    var refused = rig.refusal(() -> ask.by(asker));
                    assertThat(refused.kind()).as(operation).isEqualTo(FORBIDDEN);
                    assertThat(refused.code()).as(operation).isEqualTo("workspace.role_needed");
                }
            });
        }
    }

    @Test
    void what_a_person_is_in_a_workspace_is_read_there_and_not_from_a_principal_of_a_second_ago() {
        var owner = rig.person();
        var before = rig.as(owner);
        var workspace = rig.workspace(owner);
        var member = rig.member(workspace.id(), MemberRole.VIEWER);
        var whenMember = rig.as(member);
        rig.on(() -> new MemberStore(rig.pg).remove(workspace.id(), member.id()));

        assertThat(rig.on(() -> rig.workspaces.get(new WorkspaceOps.Get(workspace.id()), before))
                        .role())
                .isEqualTo(MemberRole.OWNER);
        assertThat(rig.refusal(() -> rig.workspaces.get(new WorkspaceOps.Get(workspace.id()), whenMember))
                        .code())
                .isEqualTo("workspace.not_found");
    }

    @Test
    void membership_travels_in_the_principal_at_the_next_reading_of_revocations_after_each_change() {
        var owner = rig.person();
        assertThat(rig.authenticated(owner).principal().memberships()).isEmpty();

        var workspace = rig.workspace(owner);

        assertThat(rig.authenticated(owner).principal().memberships())
                .containsExactly(Map.entry(workspace.id().toString(), MemberRole.OWNER));
        rig.on(rig.as(owner), call -> rig.workspaces.delete(new WorkspaceOps.Delete(workspace.id(), null), call));
        assertThat(rig.authenticated(owner).principal().memberships()).isEmpty();
    }

    @Test
    void a_person_owns_twenty_workspaces_at_most_also_when_asking_for_several_at_once() {
        var owner = rig.person();
        for (int i = 0; i < 18; i++) {
            rig.workspace(owner);
        }
        var asker = rig.as(owner);
        var asked = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < 6; i++) {
            asked.add(rig.start(() -> rig.workspaces
                    .create(named("More"), asker)
                    .transform(done -> {
                        assertThat(done.succeeded() || done.cause() instanceof Failure f && f.is("workspace.too_many"))
                                .isTrue();
                        return Future.succeededFuture(done.succeeded());
                    })));
        }

        long made = asked.stream().filter(each -> rig.on(() -> each)).count();

        assertThat(made).isEqualTo(2);
        assertThat(list(false, asker).items()).hasSize(20);
    }

    @Test
    void a_workspace_to_which_something_belongs_is_not_deleted() {
        rig.sql("CREATE TABLE IF NOT EXISTS thing (workspace_id uuid NOT NULL REFERENCES workspace)");
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var key = rig.key(owner, workspace.id(), "bots:read");
        rig.sql("INSERT INTO thing VALUES ($1)", workspace.id());
        var delete = new WorkspaceOps.Delete(workspace.id(), null);

        var refused = rig.refusal(rig.as(owner), call -> rig.workspaces.delete(delete, call));

        assertThat(refused.kind()).isEqualTo(CONFLICT);
        assertThat(refused.code()).isEqualTo("workspace.not_empty");
        assertThat(rig.roleOf(workspace.id(), owner)).isEqualTo(MemberRole.OWNER);
        rig.key(key.token());

        rig.sql("DELETE FROM thing");
        rig.on(rig.as(owner), call -> rig.workspaces.delete(delete, call));

        assertThat(rig.refusal(rig.as(owner), call -> rig.workspaces.get(new WorkspaceOps.Get(workspace.id()), call))
                        .code())
                .isEqualTo("workspace.not_found");
        assertThat(rig.keyRefusal(key.token()).code()).isEqualTo("token.unknown");
        assertThat(rig.audited("workspace:" + workspace.id()))
                .containsExactly("workspace.created", "workspace.deleted");
    }

    @Test
    void a_change_from_an_older_version_is_refused_and_changes_nothing() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        rig.on(rig.as(owner), call -> rig.invitations.create(invitation(workspace.id()), call));
        var other = rig.member(workspace.id(), MemberRole.VIEWER);
        rig.on(
                rig.as(owner),
                call -> rig.members.remove(new WorkspaceMemberOps.Remove(workspace.id(), other.id()), call));
        var rename = new WorkspaceOps.Update(
                workspace.id(), workspace.version(), new WorkspaceOps.Update.Body(Change.to("Late")));

        assertThat(rig.refusal(rig.as(owner), call -> rig.workspaces.update(rename, call))
                        .kind())
                .isEqualTo(STALE);
        assertThat(rig.refusal(
                                rig.as(owner),
                                call -> rig.workspaces.delete(
                                        new WorkspaceOps.Delete(workspace.id(), workspace.version()), call))
                        .code())
                .isEqualTo("workspace.changed");

        var seen = rig.on(rig.as(owner), call -> rig.workspaces.get(new WorkspaceOps.Get(workspace.id()), call));
        assertThat(seen.name()).isEqualTo("Newsroom");
        var renamed = rig.on(
                rig.as(owner),
                call -> rig.workspaces.update(
                        new WorkspaceOps.Update(
                                workspace.id(), seen.version(), new WorkspaceOps.Update.Body(Change.to(" In time "))),
                        call));
        assertThat(renamed.name()).isEqualTo("In time");
        assertThat(renamed.version()).isGreaterThan(seen.version());
    }

    @Test
    void a_workspace_without_a_name_cannot_be_asked_for() {
        for (String name : List.of("", "  ", "x".repeat(101))) {
            assertThat(catchThrowableOfType(Failure.class, () -> named(name)).code())
                    .isEqualTo("workspace.name_invalid");
        }
        assertThat(catchThrowableOfType(Failure.class, () -> new WorkspaceOps.Update.Body(Change.to(null)))
                        .code())
                .isEqualTo("workspace.name_invalid");
    }

    @Test
    void a_transfer_makes_the_member_the_owner_and_the_owner_an_operator() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var heir = rig.member(workspace.id(), MemberRole.VIEWER);
        rig.authenticated(heir);

        var seen = rig.on(rig.as(owner), call -> rig.workspaces.transfer(transfer(workspace.id(), heir), call));

        assertThat(seen.role()).isEqualTo(MemberRole.OPERATOR);
        var there = workspace.id().toString();
        assertThat(rig.authenticated(heir).principal().memberships()).containsEntry(there, MemberRole.OWNER);
        assertThat(rig.authenticated(owner).principal().memberships()).containsEntry(there, MemberRole.OPERATOR);
        assertThat(rig.audited("workspace:" + workspace.id())).endsWith("workspace.transferred");
    }

    @Test
    void a_transfer_to_somebody_else_than_a_member_or_by_somebody_else_than_an_owner_changes_nothing() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var operator = rig.member(workspace.id(), MemberRole.OPERATOR);
        var stranger = rig.person();

        assertThat(transferRefusal(workspace.id(), owner, stranger)).isEqualTo("member.not_found");
        assertThat(transferRefusal(workspace.id(), owner, owner)).isEqualTo("workspace.transfer_to_self");
        assertThat(transferRefusal(workspace.id(), operator, operator)).isEqualTo("workspace.role_needed");
        assertThat(transferRefusal(workspace.id(), rig.person(Role.ADMIN), operator))
                .isEqualTo("workspace.role_needed");
        assertThat(transferRefusal(workspace.id(), stranger, stranger)).isEqualTo("workspace.not_found");

        assertThat(rig.roleOf(workspace.id(), owner)).isEqualTo(MemberRole.OWNER);
        assertThat(rig.roleOf(workspace.id(), operator)).isEqualTo(MemberRole.OPERATOR);
    }

    @Test
    void an_administrator_sees_all_workspaces_and_acts_in_them_and_nobody_else_does() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        var admin = rig.as(rig.person(Role.ADMIN));

        assertThat(rig.refusal(rig.as(owner), call -> rig.workspaces.list(all(), call))
                        .code())
                .isEqualTo("workspace.all_forbidden");
        assertThat(ids(list(true, admin))).contains(workspace.id());
        assertThat(ids(list(false, admin))).isEmpty();
        var renamed = rig.on(() -> rig.workspaces.update(
                new WorkspaceOps.Update(workspace.id(), null, new WorkspaceOps.Update.Body(Change.to("Put right"))),
                admin));
        assertThat(renamed.name()).isEqualTo("Put right");
        assertThat(renamed.role()).isNull();
    }

    @Test
    void a_key_of_the_instance_sees_all_workspaces_and_can_own_none() {
        var workspace = rig.workspace(rig.person());
        var key = rig.asKey(rig.key(rig.person(Role.ADMIN), null, "identity:admin"));

        assertThat(ids(list(true, key))).contains(workspace.id());
        assertThat(ids(list(false, key))).isEmpty();
        assertThat(rig.refusal(() -> rig.workspaces.create(named("Mine"), key)).code())
                .isEqualTo("person.needed");
    }

    @Test
    void a_key_of_a_workspace_sees_that_one_with_its_own_role() {
        var owner = rig.person();
        var workspace = rig.workspace(owner);
        rig.workspace(owner);
        var reader = rig.asKey(rig.key(owner, workspace.id(), "identity:read"));

        assertThat(ids(list(false, reader))).containsExactly(workspace.id());
        assertThat(list(false, reader).items().get(0).role()).isEqualTo(MemberRole.VIEWER);
        assertThat(rig.on(() -> rig.workspaces.get(new WorkspaceOps.Get(workspace.id()), reader))
                        .role())
                .isEqualTo(MemberRole.VIEWER);
        assertThat(rig.refusal(() -> rig.workspaces.list(all(), reader)).code()).isEqualTo("workspace.all_forbidden");
    }

    @Test
    void workspaces_are_listed_page_by_page_newest_first() {
        var owner = rig.person();
        var made = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            made.add(0, rig.workspace(owner).id());
            rig.now = rig.now.plusMillis(1);
        }
        for (boolean all : List.of(false, true)) {
            var asker = all ? WorkspaceRig.by(Principal.node("n1")) : rig.as(owner);
            var seen = new ArrayList<UUID>();
            String cursor = null;
            do {
                String from = cursor;
                var page = rig.on(() -> rig.workspaces.list(new WorkspaceOps.ListWorkspaces(all, 2, from), asker));
                seen.addAll(ids(page));
                cursor = page.next();
            } while (cursor != null);
            assertThat(seen).doesNotHaveDuplicates().containsSubsequence(made);
        }
    }

    private static WorkspaceOps.Create named(String name) {
        return new WorkspaceOps.Create(new WorkspaceOps.Create.Body(name));
    }

    private static WorkspaceInvitationOps.Create invitation(UUID workspace) {
        return new WorkspaceInvitationOps.Create(
                workspace, new WorkspaceInvitationOps.Create.Body(MemberRole.VIEWER, null));
    }

    private static WorkspaceOps.Transfer transfer(UUID workspace, Person to) {
        return new WorkspaceOps.Transfer(workspace, new WorkspaceOps.Transfer.Body(to.id()));
    }

    private static String transferRefusal(UUID workspace, Person from, Person to) {
        var asker = rig.as(from);
        return rig.refusal(() -> rig.workspaces.transfer(transfer(workspace, to), asker))
                .code();
    }

    private static WorkspaceOps.ListWorkspaces all() {
        return new WorkspaceOps.ListWorkspaces(true, null, null);
    }

    private static Page<Workspace> list(boolean all, Call call) {
        return rig.on(() -> rig.workspaces.list(new WorkspaceOps.ListWorkspaces(all, 200, null), call));
    }

    private static List<UUID> ids(Page<Workspace> page) {
        return page.items().stream().map(Workspace::id).toList();
    }

    private static long version(UUID id) {
        return rig.row("SELECT version FROM workspace WHERE id = $1", id).getLong(0);
    }
}
