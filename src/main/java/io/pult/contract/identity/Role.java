package io.pult.contract.identity;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person may do in the whole instance; each role includes those before it. */
public enum Role {
    USER,
    ADMIN,
    SUPERUSER;

    /** All roles that one of these brings with it, as grants of a principal. */
    public static Set<String> grants(Set<Role> held) {
        return EnumSet.allOf(Role.class).stream()
                .filter(role -> held.stream().anyMatch(each -> each.compareTo(role) >= 0))
                .map(Role::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
