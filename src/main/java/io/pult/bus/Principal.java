package io.pult.bus;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/**
 * Who asks.
 *
 * @param subject {@code user:<id>}, {@code key:<id>}, {@code node:<name>} or {@code anonymous}
 * @param grants roles ({@code ADMIN}) and key scopes ({@code vk:act})
 * @param workspaces ids of the workspaces whose rows the subject may see
 */
public record Principal(String subject, Set<String> grants, Set<String> workspaces) {
    public static final Principal ANONYMOUS = new Principal("anonymous", Set.of(), Set.of());

    public Principal {
        grants = Set.copyOf(grants);
        workspaces = Set.copyOf(workspaces);
    }

    /** The system itself: timers, job steps, sweeps. Grants nothing over HTTP because HTTP never makes one. */
    public static Principal node(String name) {
        return new Principal("node:" + name, Set.of("NODE"), Set.of());
    }

    public boolean anonymous() {
        return subject.equals(ANONYMOUS.subject);
    }

    public boolean system() {
        return grants.contains("NODE");
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
