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
 * @param grants roles ({@code ADMIN}, which holds {@code USER} too) and key scopes ({@code vk:act}, or, of a key of one
 *     workspace, {@link #inWorkspace})
 * @param memberships by id of the workspace, or {@link #EVERYWHERE}
 * @param signIn absent for keys, nodes and strangers
 */
public record Principal(
        String subject,
        Set<String> grants,
        Map<String, MemberRole> memberships,
        @Nullable SignIn signIn) {
    /** Instead of a workspace's id: a key of the whole instance. */
    public static final String EVERYWHERE = "*";

    private static final String IN_WORKSPACE = "@workspace";

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

    /** As a member; whether the asker may act in it is {@link #mayIn}. */
    public boolean memberOf(String workspace, MemberRole wanted) {
        MemberRole held = memberships.get(workspace);
        return held != null && held.includes(wanted);
    }

    /** Rows of every workspace are open to the system, to administrators and to keys of the whole instance. */
    public boolean inEveryWorkspace() {
        return system() || grants.contains("ADMIN") || memberships.containsKey(EVERYWHERE);
    }

    /**
     * Whether rows of this workspace are open to the asker: what a concern asks of each row that belongs to one, after the
     * grants have decided that the operation may be asked at all.
     */
    public boolean mayIn(String workspace, MemberRole wanted) {
        return inEveryWorkspace() || memberOf(workspace, wanted);
    }

    /**
     * The grant of a scope that holds in the principal's workspaces alone. Any member may make a key, with scopes by the same
     * names as those of an administrator's key; by another name as a grant, {@code vk:read} of the one is never taken for that
     * of the other, which shows the accounts of the whole instance.
     */
    public static String inWorkspace(String scope) {
        return scope + IN_WORKSPACE;
    }

    /** The scope of a grant, wherever it holds. */
    public static String scope(String grant) {
        return grant.endsWith(IN_WORKSPACE) ? grant.substring(0, grant.length() - IN_WORKSPACE.length()) : grant;
    }

    /**
     * One of the wanted roles or scopes is held; {@code vk:admin} holds {@code vk:act} holds {@code vk:read}. A scope that is
     * held in a workspace counts where every signed-in person is let in as well: there rows are looked at by {@link #mayIn}.
     */
    public boolean holdsAny(Collection<String> wanted) {
        return holdsAny(wanted, "") || (wanted.contains("USER") && holdsAny(wanted, IN_WORKSPACE));
    }

    private boolean holdsAny(Collection<String> wanted, String where) {
        for (String grant : wanted) {
            if (holds(grant, where)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String wanted, String where) {
        if (grants.contains(wanted.concat(where))) {
            return true;
        }
        int colon = wanted.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String concern = wanted.substring(0, colon);
        for (String level : levelsFrom(wanted.substring(colon + 1))) {
            if (grants.contains(concern + ":" + level + where) || grants.contains("*:" + level + where)) {
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
