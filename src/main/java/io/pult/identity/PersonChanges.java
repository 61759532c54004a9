package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Person;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does an act to one person or to many, in a transaction of the caller's: judged, written and told to the audit. */
final class PersonChanges {
    private final Outbox outbox;
    private final InstantSource clock;

    PersonChanges(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param version that the asker saw; absent: whatever it is now */
    record Target(UUID id, @Nullable Long version) {}

    /**
     * What became of it; the transaction goes on with whatever else belongs to it, and ends with {@link #settle}.
     *
     * @param refusals of those who were left as they are, but for whom it was so already
     */
    record Outcome(List<UUID> changed, List<UUID> alreadySo, Map<UUID, Failure> refusals, boolean revokes) {
        /** The last statement of the transaction: takes the lock on revocations. */
        Future<Void> settle(Sql tx) {
            return changed.isEmpty() || !revokes
                    ? Future.succeededFuture()
                    : new RevocationStore(tx)
                            .add(changed.stream().map(RevocationStore::user).toArray(String[]::new));
        }
    }

    /** @param bulk of which this is a part; in the audit */
    Future<Outcome> apply(Sql tx, PersonAct act, List<Target> targets, Call call, @Nullable UUID bulk) {
        var people = new PersonStore(tx);
        return people.lock(targets.stream().map(Target::id).toList())
                .compose(found -> superusers(tx, act, found).compose(superusers -> {
                    var judged = new Judged(act, Rank.of(call.principal()), superusers);
                    judged.all(targets, found);
                    return write(tx, act, judged.change, call, bulk).map(written -> judged.outcome());
                }));
    }

    private static Future<Set<UUID>> superusers(Sql tx, PersonAct act, List<Person> found) {
        return found.stream().anyMatch(act::takesSuperuser)
                ? new SuperuserStore(tx).lockActive()
                : Future.succeededFuture(Set.of());
    }

    private Future<?> write(Sql tx, PersonAct act, List<Person> people, Call call, @Nullable UUID bulk) {
        if (people.isEmpty()) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        // Not one after the other: the connection carries them in this order anyway.
        return act.write(new PersonStore(tx), people, call.principal().subject(), now)
                .compose(written -> Future.all(people.stream()
                        .map(person -> outbox.put(tx, AuditEntry.RECORD, entry(act, person, call, now, bulk)))
                        .toList()));
    }

    private static AuditEntry entry(PersonAct act, Person person, Call call, Instant at, @Nullable UUID bulk) {
        var details = new LinkedHashMap<>(act.details(person));
        if (bulk != null) {
            details.put("bulk", bulk.toString());
        }
        return AuditEntry.done(call, at, act.action(), User.subject(person.id()))
                .with(details);
    }

    /** A change of somebody that was refused for want of rank, which the audit keeps. */
    Future<?> refused(Sql tx, PersonAct act, UUID id, Failure why, Call call) {
        var entry = AuditEntry.refused(call, clock.instant(), act.action(), User.subject(id), why);
        return outbox.put(tx, AuditEntry.RECORD, entry);
    }

    private static final class Judged {
        private final PersonAct act;
        private final Rank rank;
        private final Set<UUID> superusers;
        private final List<Person> change = new ArrayList<>();
        private final List<UUID> alreadySo = new ArrayList<>();
        private final Map<UUID, Failure> refusals = new LinkedHashMap<>();

        Judged(PersonAct act, Rank rank, Set<UUID> superusers) {
            this.act = act;
            this.rank = rank;
            this.superusers = new HashSet<>(superusers);
        }

        void all(List<Target> targets, List<Person> found) {
            var byId = new HashMap<UUID, Person>();
            found.forEach(person -> byId.put(person.id(), person));
            targets.forEach(target -> one(target, byId.get(target.id())));
        }

        /** Of several SUPERUSERs in one change, each is judged without those who go before. */
        private void one(Target target, @Nullable Person person) {
            Failure refusal = refusal(target, person);
            if (person == null || refusal != null) {
                refusals.put(target.id(), refusal == null ? unknown() : refusal);
            } else if (act.holds(person)) {
                alreadySo.add(person.id());
            } else {
                change.add(person);
                if (act.takesSuperuser(person)) {
                    superusers.remove(person.id());
                }
            }
        }

        private @Nullable Failure refusal(Target target, @Nullable Person person) {
            if (person == null) {
                return unknown();
            }
            if (target.version() != null && target.version() != person.version()) {
                return Failure.of(
                        Failure.Kind.STALE, "user.changed", "The person was changed meanwhile; read them again");
            }
            return rank.refusal(act, person, superusers);
        }

        Outcome outcome() {
            return new Outcome(change.stream().map(Person::id).toList(), alreadySo, refusals, act.revokes());
        }
    }

    static Failure unknown() {
        return Failure.notFound("user.not_found", "There is no person with this id");
    }
}
