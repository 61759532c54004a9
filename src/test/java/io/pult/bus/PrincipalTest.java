package io.pult.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
    private static final String HERE = "7b3f0d52-0000-4000-8000-000000000001";
    private static final String THERE = "7b3f0d52-0000-4000-8000-000000000002";

    @Test
    void somebody_without_memberships_may_do_nothing_in_any_workspace() {
        var person = new Principal("user:a", Set.of("USER"));
        var key = new Principal("key:a", Set.of("*:admin"));

        assertThat(person.mayIn(HERE, MemberRole.VIEWER)).isFalse();
        assertThat(key.mayIn(HERE, MemberRole.VIEWER)).isFalse();
        assertThat(Principal.ANONYMOUS.mayIn(HERE, MemberRole.VIEWER)).isFalse();
    }

    @Test
    void a_member_may_do_what_the_role_includes_and_only_there() {
        var operator = new Principal("user:a", Set.of("USER"), Map.of(HERE, MemberRole.OPERATOR), null);

        assertThat(operator.mayIn(HERE, MemberRole.VIEWER)).isTrue();
        assertThat(operator.mayIn(HERE, MemberRole.OPERATOR)).isTrue();
        assertThat(operator.mayIn(HERE, MemberRole.OWNER)).isFalse();
        assertThat(operator.mayIn(THERE, MemberRole.VIEWER)).isFalse();
        assertThat(operator.mayIn(Principal.EVERYWHERE, MemberRole.VIEWER)).isFalse();
    }

    @Test
    void the_system_administrators_and_keys_of_the_instance_may_act_in_every_workspace_without_being_members() {
        var key = new Principal("key:a", Set.of("vk:read"), Map.of(Principal.EVERYWHERE, MemberRole.OWNER), null);

        for (var who : List.of(Principal.node("n1"), new Principal("user:a", Set.of("USER", "ADMIN")), key)) {
            assertThat(who.inEveryWorkspace()).isTrue();
            assertThat(who.mayIn(HERE, MemberRole.OWNER)).isTrue();
            assertThat(who.memberOf(HERE, MemberRole.VIEWER)).isFalse();
        }
    }

    @Test
    void a_key_of_one_workspace_holds_its_scopes_only_where_every_signed_in_person_may_ask() {
        var key = new Principal(
                "key:a", Set.of(Principal.inWorkspace("vk:act")), Map.of(HERE, MemberRole.OPERATOR), null);

        assertThat(key.holdsAny(Set.of("ADMIN", "vk:act"))).isFalse();
        assertThat(key.holdsAny(Set.of("vk:read"))).isFalse();
        assertThat(key.holdsAny(Set.of("USER", "vk:read"))).isTrue();
        assertThat(key.holdsAny(Set.of("USER", "vk:admin"))).isFalse();
        assertThat(key.holdsAny(Set.of("USER", "bots:read"))).isFalse();
    }

    @Test
    void what_a_member_and_a_key_of_the_instance_hold_they_hold_everywhere() {
        var member = new Principal("user:a", Set.of("ADMIN"), Map.of(HERE, MemberRole.OWNER), null);
        var key = new Principal("key:a", Set.of("vk:act"), Map.of(Principal.EVERYWHERE, MemberRole.OWNER), null);

        assertThat(member.holdsAny(Set.of("ADMIN"))).isTrue();
        assertThat(key.holdsAny(Set.of("ADMIN", "vk:read"))).isTrue();
        assertThat(new Principal("key:old", Set.of("vk:act")).holdsAny(Set.of("vk:read")))
                .isTrue();
    }
}
