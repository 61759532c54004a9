package io.pult.identity;

import io.pult.bus.Change;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.Role;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something that an administrator does to people: what it needs, what it writes and what the audit says of it. */
sealed interface PersonAct {
    /** In the audit. */
    String action();

    /** In the audit, of this person as they were before. */
    default Map<String, String> details(Person before) {
        return Map.of();
    }

    /** It is so already; there is nothing to do. */
    boolean holds(Person person);

    /** Roles that the person gets or loses by it. */
    default Collection<Role> moved(Person person) {
        return Set.of();
    }

    /** The person may less than before. */
    default boolean lowers(Person person) {
        return false;
    }

    /** There is one SUPERUSER less who can sign in. */
    default boolean takesSuperuser(Person person) {
        return false;
    }

    /** What the person may do is no longer what nodes remember of it. */
    default boolean revokes() {
        return true;
    }

    /** To people who are locked. */
    Future<?> write(PersonStore people, List<Person> to, String by, Instant at);

    record Block(String reason) implements PersonAct {
        @Override
        public String action() {
            return "user.blocked";
        }

        @Override
        public Map<String, String> details(Person before) {
            return Map.of("reason", reason);
        }

        @Override
        public boolean holds(Person person) {
            return person.status() == Person.Status.BLOCKED && reason.equals(person.blockedReason());
        }

        @Override
        public boolean lowers(Person person) {
            return true;
        }

        @Override
        public boolean takesSuperuser(Person person) {
            return person.roles().contains(Role.SUPERUSER);
        }

        @Override
        public Future<?> write(PersonStore people, List<Person> to, String by, Instant at) {
            return people.block(to, reason, at);
        }
    }

    record Unblock() implements PersonAct {
        @Override
        public String action() {
            return "user.unblocked";
        }

        @Override
        public boolean holds(Person person) {
            return person.status() == Person.Status.ACTIVE;
        }

        @Override
        public Future<?> write(PersonStore people, List<Person> to, String by, Instant at) {
            return people.unblock(to, at);
        }
    }

    /** An administrator vouches for somebody, or no longer. Nobody's rights hang on it. */
    record Verify(boolean verified) implements PersonAct {
        @Override
        public String action() {
            return verified ? "user.verified" : "user.unverified";
        }

        @Override
        public boolean holds(Person person) {
            return verified == (person.verifiedAt() != null);
        }

        @Override
        public boolean revokes() {
            return false;
        }

        @Override
        public Future<?> write(PersonStore people, List<Person> to, String by, Instant at) {
            return verified ? people.verify(to, by, at) : people.unverify(to);
        }
    }

    /** Roles in neither set stay as they are. */
    record Roles(Set<Role> given, Set<Role> taken) implements PersonAct {
        /** These and no others, but USER, which everybody keeps. */
        static Roles exactly(Collection<Role> roles) {
            var given = EnumSet.of(Role.USER);
            given.addAll(roles);
            return new Roles(given, EnumSet.complementOf(given));
        }

        @Override
        public String action() {
            return "user.roles_changed";
        }

        @Override
        public Map<String, String> details(Person before) {
            return Map.of("before", words(before.roles()), "after", words(after(before)));
        }

        @Override
        public boolean holds(Person person) {
            return moved(person).isEmpty();
        }

        @Override
        public Collection<Role> moved(Person person) {
            var moved = new ArrayList<>(person.roles());
            moved.retainAll(taken);
            given.stream().filter(role -> !person.roles().contains(role)).forEach(moved::add);
            return moved;
        }

        @Override
        public boolean lowers(Person person) {
            return highest(after(person)).compareTo(highest(person.roles())) < 0;
        }

        @Override
        public boolean takesSuperuser(Person person) {
            return person.roles().contains(Role.SUPERUSER) && taken.contains(Role.SUPERUSER);
        }

        @Override
        public Future<?> write(PersonStore people, List<Person> to, String by, Instant at) {
            return people.setRoles(to, this, by, at);
        }

        private Set<Role> after(Person person) {
            var after = EnumSet.noneOf(Role.class);
            after.addAll(given);
            after.addAll(person.roles());
            after.removeAll(taken);
            return after;
        }

        private static Role highest(Collection<Role> roles) {
            return roles.stream().max(Role::compareTo).orElse(Role.USER);
        }

        private static String words(Collection<Role> roles) {
            return roles.stream().map(Role::name).collect(Collectors.joining(" "));
        }
    }

    record Describe(Change<String> name, Change<String> langCode, Change<String> timeZone) implements PersonAct {
        @Override
        public String action() {
            return "user.updated";
        }

        /** What was changed; not to what, because an audit is not where a person's data should stay. */
        @Override
        public Map<String, String> details(Person before) {
            var fields = new ArrayList<String>();
            if (name.present()) {
                fields.add("name");
            }
            if (langCode.present()) {
                fields.add("lang_code");
            }
            if (timeZone.present()) {
                fields.add("time_zone");
            }
            return Map.of("fields", String.join(" ", fields));
        }

        @Override
        public boolean holds(Person person) {
            return name(person).equals(person.name())
                    && langCode(person).equals(person.langCode())
                    && timeZone(person).equals(person.timeZone());
        }

        @Override
        public boolean revokes() {
            return false;
        }

        @Override
        public Future<?> write(PersonStore people, List<Person> to, String by, Instant at) {
            return Future.all(to.stream()
                    .map(person -> people.describe(person.id(), name(person), langCode(person), timeZone(person)))
                    .toList());
        }

        private String name(Person person) {
            return or(name.or(person.name()), "");
        }

        private String langCode(Person person) {
            return or(langCode.or(person.langCode()), "en");
        }

        private String timeZone(Person person) {
            return or(timeZone.or(person.timeZone()), "UTC");
        }

        private static String or(@Nullable String value, String otherwise) {
            return value == null ? otherwise : value;
        }
    }
}
