package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.Role;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what to whom; there is no such rule elsewhere.
 *
 * <p>ADMINs, and API keys with {@code identity:admin}, administer those who are USER alone. SUPERUSERs administer
 * everybody, and only they make and unmake ADMINs and SUPERUSERs. Nobody blocks or demotes themself, and the last
 * SUPERUSER who can sign in stays. The system itself, which is whoever has the machine, counts as a SUPERUSER.
 */
public final class Rank {
    private static final Set<String> ADMINISTERS = Set.of(Role.ADMIN.name(), "identity:admin");

    private final String subject;
    private final boolean administers;
    private final boolean superuser;

    private Rank(String subject, boolean administers, boolean superuser) {
        this.subject = subject;
        this.administers = administers;
        this.superuser = superuser;
    }

    public static Rank of(Principal who) {
        // A key is never a SUPERUSER, whoever its owner is: an administrator could have made it.
        boolean key = who.subject().startsWith("key:");
        boolean superuser = who.system() || (!key && who.grants().contains(Role.SUPERUSER.name()));
        return new Rank(who.subject(), superuser || who.holdsAny(ADMINISTERS), superuser);
    }

    /**
     * Whether somebody with these roles is out of reach, whatever is to be done to them.
     *
     * @return absent when they are not
     */
    public @Nullable Failure reach(Collection<Role> held) {
        if (!administers) {
            return none();
        }
        return superuser || !elevated(held)
                ? null
                : Failure.forbidden(
                        "rank.target_above", "Only a SUPERUSER changes, blocks or ends an ADMIN or a SUPERUSER");
    }

    /** @throws Failure FORBIDDEN {@code rank.target_above} or {@code rank.none}, as {@link #reach} tells */
    public static void requireReach(Call call, Collection<Role> held) {
        Failure above = of(call.principal()).reach(held);
        if (above != null) {
            throw above;
        }
    }

    /**
     * Whether these roles are not this one's to give or to take.
     *
     * @return absent when they are
     */
    @Nullable
    Failure grant(Collection<Role> moved) {
        if (!administers) {
            return none();
        }
        return superuser || !elevated(moved)
                ? null
                : Failure.forbidden("rank.role_above", "Only a SUPERUSER makes or unmakes ADMINs and SUPERUSERs");
    }

    /**
     * Why this may not be done to this person.
     *
     * @param superusers who can sign in, read under their lock when the act takes one away
     * @return absent when it may
     */
    @Nullable
    Failure refusal(PersonAct act, Person person, Set<UUID> superusers) {
        if (act.lowers(person) && subject.equals(User.subject(person.id()))) {
            return Failure.unprocessable(
                    "rank.yourself", "Nobody blocks or demotes themself; ask another administrator");
        }
        Failure above = grant(act.moved(person));
        if (above == null) {
            above = reach(person.roles());
        }
        if (above != null) {
            return above;
        }
        return act.takesSuperuser(person) && superusers.equals(Set.of(person.id())) ? lastSuperuser() : null;
    }

    private static Failure none() {
        return Failure.forbidden("rank.none", "Only administrators change other people");
    }

    static Failure lastSuperuser() {
        return Failure.unprocessable(
                "rank.last_superuser", "This is the last SUPERUSER who can sign in; make another one first");
    }

    private static boolean elevated(Collection<Role> roles) {
        return roles.stream().anyMatch(role -> role != Role.USER);
    }
}
