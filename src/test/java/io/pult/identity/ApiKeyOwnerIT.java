package io.pult.identity;

import static io.pult.bus.Failure.Kind.FORBIDDEN;
import static io.pult.bus.Failure.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.api.Contract;
import io.pult.api.ContractAccess;
import io.pult.api.Operation;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.ApiKeyOps;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.WorkspaceOps;
import io.pult.identity.WorkspaceRig.Person;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys of people: never worth more than their owner, and gone with what the owner may do. */
class ApiKeyOwnerIT {
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
    void a_key_of_a_workspace_is_asked_nothing_that_is_closed_to_every_signed_in_person() {
        var contract = Contract.load(List.of("api", "identity", "vk", "jobs"));
        var access = new ContractAccess(contract);
        var user = new Principal("user:" + UUID.randomUUID(), Set.of("USER"));
        var owner = rig.person();
        UUID workspace = rig.workspace(owner).id();
        var key = rig.asKey(rig.key(owner, workspace, "identity:read", "identity:act", "vk:act", "jobs:act"));

        var open = contract.operations().stream()
                .map(Operation::id)
                .filter(id -> access.allows(Op.of(id, Nothing.class, Nothing.class), key.principal()))
                .toList();

        assertThat(open)
                .allMatch(id -> access.allows(Op.of(id, Nothing.class, Nothing.class), user))
                .contains(WorkspaceOps.GET.id())
                .doesNotContain(ApiKeyOps.LIST.id(), ApiKeyOps.CREATE.id(), ApiKeyOps.CREATE_OWN.id());
    }

    @Test
    void a_key_holds_its_workspace_as_viewer_when_it_only_reads_and_as_operator_otherwise() {
        var owner = rig.person();
        var workspace = rig.workspace(owner).id();
        var reader = rig.key(owner, workspace, "bots:read", "vk:read");
        var writer = rig.key(owner, workspace, "bots:read", "bots:act");
        var there = workspace.toString();

        assertThat(rig.key(reader.token()).principal().memberships()).isEqualTo(Map.of(there, MemberRole.VIEWER));
        assertThat(rig.key(writer.token()).principal().memberships()).isEqualTo(Map.of(there, MemberRole.OPERATOR));
        assertThat(rig.key(writer.token()).principal().grants())
                .containsExactlyInAnyOrder("bots:read@workspace", "bots:act@workspace");
        assertThat(own(owner)).extracting(ApiKey::scopes).contains(List.of("bots:read", "bots:act"));
        assertThat(reader.key().owner()).isEqualTo(owner.id());
        assertThat(reader.key().workspace()).isEqualTo(workspace);
    }

    @Test
    void a_key_ends_with_the_membership_of_its_owner_or_with_so_much_of_it_as_it_needs() {
        var first = rig.person();
        var workspace = rig.workspace(first).id();
        var owner = rig.member(workspace, MemberRole.OPERATOR);
        var reader = rig.key(owner, workspace, "bots:read");
        var writer = rig.key(owner, workspace, "bots:act");

        rig.on(() -> new MemberStore(rig.pg).setRole(workspace, owner.id(), MemberRole.VIEWER));
        assertThat(rig.keyRefusal(writer.token()).code()).isEqualTo("token.unknown");
        rig.key(reader.token());

        rig.on(() -> new MemberStore(rig.pg).remove(workspace, owner.id()));
        assertThat(rig.keyRefusal(reader.token()).code()).isEqualTo("token.unknown");
        assertThat(rig.refusal(() -> rig.keyUse.knock(reader.token())).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_key_is_refused_while_its_owner_is_blocked_and_for_ever_when_the_owner_is_erased() {
        var admin = rig.person(Role.ADMIN);
        var workspace = rig.workspace(admin).id();
        var everywhere = rig.key(admin, null, "vk:read");
        var here = rig.key(admin, workspace, "vk:read");

        for (var key : List.of(everywhere, here)) {
            rig.sql("UPDATE app_user SET status = 'blocked' WHERE id = $1", admin.id());
            assertThat(rig.keyRefusal(key.token()).code()).isEqualTo("token.unknown");
            rig.sql("UPDATE app_user SET status = 'active' WHERE id = $1", admin.id());
            rig.key(key.token());
        }
        rig.sql("DELETE FROM app_user WHERE id = $1", admin.id());
        for (var key : List.of(everywhere, here)) {
            assertThat(rig.keyRefusal(key.token()).code()).isEqualTo("token.unknown");
        }
    }

    @Test
    void a_key_of_the_whole_instance_ends_with_its_owners_being_an_administrator() {
        var admin = rig.person(Role.USER, Role.SUPERUSER);
        var key = rig.key(admin, null, "*:admin");
        assertThat(rig.key(key.token()).principal().inEveryWorkspace()).isTrue();

        rig.sql("DELETE FROM user_role WHERE user_id = $1 AND role <> 'USER'", admin.id());

        assertThat(rig.keyRefusal(key.token()).code()).isEqualTo("token.unknown");
    }

    @Test
    void what_is_revoked_of_the_owner_is_a_handle_of_the_key_so_that_gateways_ask_again() {
        var owner = rig.person();
        var key = rig.key(owner, rig.workspace(owner).id(), "bots:read");

        assertThat(rig.key(key.token()).handles()).contains(RevocationStore.user(owner.id()));
    }

    @Test
    void a_key_of_the_machine_has_no_owner_and_is_everywhere() {
        var body = new ApiKeyOps.Create.Body("first", List.of("*:admin"), null);
        var made = rig.on(
                Call.system("keygen", Duration.ofSeconds(10)),
                call -> rig.keys.create(new ApiKeyOps.Create(body), call));

        assertThat(made.key().owner()).isNull();
        assertThat(made.key().expiresAt()).isNull();
        assertThat(rig.key(made.token()).handles()).hasSize(1);
        assertThat(rig.key(made.token()).principal().mayIn(UUID.randomUUID().toString(), MemberRole.OWNER))
                .isTrue();
    }

    @Test
    void somebody_who_is_no_administrator_makes_keys_of_their_workspaces_alone_and_only_to_read_and_act() {
        var owner = rig.person();
        var workspace = rig.workspace(owner).id();
        var table = Map.of(
                "key.workspace_needed", creation(null, null, "bots:read"),
                "key.scope_too_wide", creation(workspace, null, "bots:read", "bots:admin"),
                "key.scope_unknown", creation(workspace, null, "bots:write"),
                "key.scopes_invalid", creation(workspace, null),
                "workspace.not_found", creation(UUID.randomUUID(), null, "bots:read"));

        table.forEach((code, ask) -> assertThat(refusal(owner, ask).code()).isEqualTo(code));
        for (String every : List.of("*:read", "*:act")) {
            assertThat(refusal(owner, creation(workspace, null, every)).code()).isEqualTo("key.scope_too_wide");
        }
        assertThat(own(owner)).isEmpty();
    }

    @Test
    void a_stranger_learns_nothing_of_a_workspace_by_asking_for_a_key_and_a_viewer_gets_none() {
        var workspace = rig.workspace(rig.person()).id();
        var viewer = rig.member(workspace, MemberRole.VIEWER);

        for (Role role : List.of(Role.USER, Role.ADMIN)) {
            var refused = refusal(rig.person(role), creation(workspace, null, "bots:read"));
            assertThat(refused.kind()).isEqualTo(NOT_FOUND);
            assertThat(refused.code()).isEqualTo("workspace.not_found");
        }
        var refused = refusal(viewer, creation(workspace, null, "bots:read"));
        assertThat(refused.kind()).isEqualTo(FORBIDDEN);
        assertThat(refused.code()).isEqualTo("workspace.role_needed");
    }

    @Test
    void making_a_key_wants_a_person_who_has_shown_a_moment_ago_who_they_are() {
        var owner = rig.person();
        var workspace = rig.workspace(owner).id();
        rig.sql(
                "UPDATE session SET confirmed_at = $2 WHERE id = $1",
                owner.session(),
                rig.now.minus(Duration.ofMinutes(6)));

        assertThat(refusal(owner, creation(workspace, null, "bots:read")).code())
                .isEqualTo("confirmation.needed");
    }

    @Test
    void a_persons_key_lives_for_a_year_at_most_and_for_a_year_when_nothing_is_said() {
        var owner = rig.person();
        var workspace = rig.workspace(owner).id();
        var year = rig.now.plus(Duration.ofDays(366));

        assertThat(rig.key(owner, workspace, "bots:read").key().expiresAt()).isEqualTo(year);
        assertThat(refusal(owner, creation(workspace, year.plusSeconds(1), "bots:read"))
                        .code())
                .isEqualTo("key.lives_too_long");
        assertThat(refusal(owner, creation(workspace, rig.now, "bots:read")).code())
                .isEqualTo("key.expired");
    }

    @Test
    void what_a_key_makes_has_the_same_owner_and_no_longer_life() {
        var admin = rig.person(Role.ADMIN);
        var soon = rig.now.plus(Duration.ofDays(1));
        var parent = rig.on(rig.as(admin), call -> rig.keys.create(creation(null, soon, "identity:admin"), call));
        var byKey = rig.asKey(parent);

        var child = rig.on(byKey, call -> rig.keys.create(creation(null, null, "identity:read"), call));

        assertThat(child.key().owner()).isEqualTo(admin.id());
        assertThat(child.key().createdBy()).isEqualTo("key:" + parent.key().id());
        assertThat(child.key().expiresAt()).isEqualTo(soon);
        assertThat(rig.refusal(
                                byKey,
                                call -> rig.keys.create(creation(null, soon.plusSeconds(1), "identity:read"), call))
                        .code())
                .isEqualTo("key.lives_too_long");
        assertThat(rig.refusal(byKey, call -> rig.keys.create(creation(null, null, "*:read"), call))
                        .code())
                .isEqualTo("key.scope_not_held");
        rig.sql("DELETE FROM user_role WHERE user_id = $1", admin.id());
        assertThat(rig.keyRefusal(child.token()).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_key_that_was_revoked_a_moment_ago_makes_no_other() {
        var admin = rig.person(Role.ADMIN);
        var parent = rig.key(admin, null, "*:admin");
        var byKey = rig.asKey(parent);
        rig.on(
                rig.as(admin),
                call -> rig.keys.revoke(new ApiKeyOps.Revoke(parent.key().id()), call));

        assertThat(rig.refusal(byKey, call -> rig.keys.create(creation(null, null, "*:admin"), call))
                        .code())
                .isEqualTo("token.unknown");
    }

    @Test
    void a_key_of_nobody_makes_none_of_a_workspace() {
        var workspace = rig.workspace(rig.person()).id();

        assertThat(rig.refusal(
                                Call.system("keygen", Duration.ofSeconds(10)),
                                call -> rig.keys.create(creation(workspace, null, "bots:read"), call))
                        .code())
                .isEqualTo("key.workspace_needs_owner");
    }

    @Test
    void a_person_has_fifty_living_keys_at_most_also_when_asking_for_several_at_once() {
        var owner = rig.person();
        var workspace = rig.workspace(owner).id();
        for (int i = 0; i < 48; i++) {
            rig.key(owner, workspace, "bots:read");
        }
        var call = rig.as(owner);
        var asked = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < 5; i++) {
            asked.add(rig.start(() -> rig.keys
                    .createOwn(creation(workspace, null, "bots:read"), call)
                    .transform(done -> {
                        assertThat(done.succeeded() || done.cause() instanceof Failure f && f.is("key.too_many"))
                                .isTrue();
                        return Future.succeededFuture(done.succeeded());
                    })));
        }
        assertThat(asked.stream().filter(each -> rig.on(() -> each)).count()).isEqualTo(2);

        UUID one = own(owner, 1).get(0).id();
        rig.on(call, asker -> rig.keys.revokeOwn(new ApiKeyOps.Revoke(one), asker));
        rig.key(owner, workspace, "bots:read");
    }

    @Test
    void everybody_lists_and_revokes_their_own_keys_and_an_administrator_those_of_one_person() {
        var one = rig.person();
        var two = rig.person();
        var ofOne = rig.key(one, rig.workspace(one).id(), "bots:read");
        var ofTwo = rig.key(two, rig.workspace(two).id(), "bots:read");
        var admin = rig.as(rig.person(Role.ADMIN));

        assertThat(own(one)).containsExactly(ofOne.key());
        assertThat(rig.on(admin, call -> rig.keys.list(new ApiKeyOps.ListKeys(two.id(), null, null), call))
                        .items())
                .containsExactly(ofTwo.key());
        assertThat(rig.refusal(
                                rig.as(one),
                                call -> rig.keys.revokeOwn(
                                        new ApiKeyOps.Revoke(ofTwo.key().id()), call))
                        .code())
                .isEqualTo("key.not_found");
        rig.key(ofTwo.token());

        rig.on(
                rig.as(one),
                call -> rig.keys.revokeOwn(new ApiKeyOps.Revoke(ofOne.key().id()), call));
        rig.on(admin, call -> rig.keys.revoke(new ApiKeyOps.Revoke(ofTwo.key().id()), call));

        for (var key : List.of(ofOne, ofTwo)) {
            assertThat(rig.keyRefusal(key.token()).code()).isEqualTo("token.unknown");
            assertThat(rig.audited("key:" + key.key().id())).containsExactly("key.created", "key.revoked");
        }
    }

    @Test
    void a_node_of_the_version_before_finds_no_scope_that_it_knows_in_a_key_of_a_workspace() {
        var owner = rig.person();
        var key = rig.key(owner, rig.workspace(owner).id(), "vk:read");

        assertThat(rig.row("SELECT scopes FROM api_key WHERE id = $1", key.key().id())
                        .getArrayOfStrings(0))
                .containsExactly("vk:read@workspace");
    }

    private static ApiKeyOps.Create creation(@Nullable UUID workspace, @Nullable Instant expiresAt, String... scopes) {
        return new ApiKeyOps.Create(new ApiKeyOps.Create.Body("test", List.of(scopes), expiresAt, workspace));
    }

    private static Failure refusal(Person person, ApiKeyOps.Create ask) {
        return rig.refusal(rig.as(person), call -> rig.keys.createOwn(ask, call));
    }

    private static List<ApiKey> own(Person person) {
        return own(person, 200);
    }

    private static List<ApiKey> own(Person person, int limit) {
        return rig.on(rig.as(person), call -> rig.keys.listOwn(new ApiKeyOps.ListOwn(limit, null), call))
                .items();
    }
}
