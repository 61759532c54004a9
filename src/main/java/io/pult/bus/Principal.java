package io.pult.bus;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param subject {@code user:<id>}, {@code key:<id>}, {@code node:<name>} or {@code anonymous}
 * @param grants roles ({@code ADMIN}, which holds {@code USER} too) and key scopes ({@code vk:act})
 * @param memberships by id of the workspace
 * @param signIn absent for keys, nodes and strangers
 */
public record Principal(
        String subject,
        Set<String> grants,
        Map<String, MemberRole> memberships,
        @Nullable SignIn signIn) {
    public static final Principal ANONYMOUS = new Principal("anonymous", Set.of());

    public Principal {
        grants = Set.copyOf(grants);
        memberships = memberships == null ? Map.of() : Map.copyOf(memberships);
    }

    public Principal(String subject, Set<String> grants) {
        this(subject, grants, Map.of(), null);
    }

    /** The system itself: timers, job steps, sweeps. Grants nothing over HTTP because HTTP never makes one. */
    public static Principal node(String name) {
        return new Principal("node:" + name, Set.of("NODE"));
    }

    public boolean anonymous() {
        return subject.equals(ANONYMOUS.subject);
    }

    public boolean system() {
        return grants.contains("NODE");
    }

    public boolean memberOf(String workspace, MemberRole wanted) {
        MemberRole held = memberships.get(workspace);
        return held != null && held.includes(wanted);
    }

    /** One of the wanted roles or scopes is held; {@code vk:admin} holds {@code vk:act} holds {@code vk:read}. */
    public boolean holdsAny(Collection<String> wanted) {
        for (String grant : wanted) {
            if (holds(grant)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String wanted) {
        if (grants.contains(wanted)) {
            return true;
        }
        int colon = wanted.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String concern = wanted.substring(0, colon);
        for (String level : levelsFrom(wanted.substring(colon + 1))) {
            if (grants.contains(concern + ":" + level) || grants.contains("*:" + level)) {
                return true;
            }
        }
        return false;
    }

    private static Collection<String> levelsFrom(String level) {
        var levels = Arrays.asList("read", "act", "admin");
        int from = levels.indexOf(level);
        return from < 0 ? Set.of(level) : levels.subList(from, levels.size());
    }
}
