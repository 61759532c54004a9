package io.pult.api;

import io.pult.bus.Principal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may ask an operation.
 *
 * @param open everybody, without a key too
 * @param grants roles and scopes of which one is enough; none: whoever is known
 */
record Security(boolean open, Set<String> grants) {
    private static final Set<String> SCHEMES = Set.of("bearer", "apiKey");
    private static final Pattern GRANT =
            Pattern.compile("USER|ADMIN|SUPERUSER|(\\*|[a-z][a-z0-9_]{1,30}):(read|act|admin)");

    static Security read(Spec operation) {
        if (!operation.has("security")) {
            throw operation.bad("'security' is missing; [] opens it to everybody");
        }
        var grants = new LinkedHashSet<String>();
        boolean anyKnown = false;
        var alternatives = operation.list("security");
        for (Object alternative : alternatives) {
            Spec requirement = operation.of(alternative, "a security requirement");
            if (requirement.members().size() != 1
                    || !SCHEMES.containsAll(requirement.members().keySet())) {
                throw operation.bad("a security requirement names one scheme, bearer or apiKey");
            }
            for (Map.Entry<String, Object> scheme : requirement.members().entrySet()) {
                var wanted = requirement.texts(scheme.getKey());
                anyKnown |= wanted.isEmpty();
                grants.addAll(wanted);
            }
        }
        for (String grant : grants) {
            if (!GRANT.matcher(grant).matches()) {
                throw operation.bad(grant + " is neither a role nor a scope");
            }
        }
        return new Security(alternatives.isEmpty(), anyKnown ? Set.of() : Set.copyOf(grants));
    }

    boolean allows(Principal principal) {
        if (open || principal.system()) {
            return true;
        }
        return grants.isEmpty() ? !principal.anonymous() : principal.holdsAny(grants);
    }
}
