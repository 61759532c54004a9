package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.PersonOps;
import io.pult.contract.identity.Role;
import io.pult.identity.PersonChanges.Target;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Administration of people, one at a time. */
final class PersonHandlers {
    private final Pg pg;
    private final PersonChanges changes;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final Outbox outbox;
    private final InstantSource clock;

    PersonHandlers(
            Pg pg,
            PersonChanges changes,
            PasswordRules rules,
            PasswordHasher hasher,
            Outbox outbox,
            InstantSource clock) {
        this.pg = pg;
        this.changes = changes;
        this.rules = rules;
        this.hasher = hasher;
        this.outbox = outbox;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(List.of(
                bus.serve(PersonOps.LIST, this::list),
                bus.serve(PersonOps.GET, this::get),
                bus.serve(PersonOps.CREATE, this::create),
                bus.serve(PersonOps.UPDATE, this::update),
                bus.serve(PersonOps.BLOCK, this::block),
                bus.serve(PersonOps.UNBLOCK, this::unblock),
                bus.serve(PersonOps.VERIFY, this::verify),
                bus.serve(PersonOps.UNVERIFY, this::unverify),
                bus.serve(PersonOps.SET_ROLES, this::setRoles)));
    }

    Future<Page<Person>> list(PersonOps.ListUsers request, Call call) {
        return new PersonStore(pg)
                .list(request.filter(), PersonSort.of(request.sort()), request.limit(), request.cursor());
    }

    Future<Person> get(PersonOps.UserId request, Call call) {
        return person(request.id());
    }

    private Future<Person> person(UUID id) {
        return new PersonStore(pg).find(id).map(found -> found.orElseThrow(PersonChanges::unknown));
    }

    /**
     * Takes no Idempotency-Key: of a request its hash is kept, from which a weak password could be guessed. A second try
     * finds the login taken.
     */
    Future<Person> create(PersonOps.Create request, Call call) {
        var body = request.body();
        var roles = EnumSet.of(Role.USER);
        roles.addAll(body.roles() == null ? List.of() : body.roles());
        Failure above = Rank.of(call.principal()).grant(roles);
        if (above != null) {
            return Future.failedFuture(above);
        }
        if (roles.size() > 1) {
            call.requireConfirmed(clock.instant());
        }
        PasswordRules.requireLogin(body.login());
        rules.requireGood(body.password(), body.login());
        UUID id = UUID.randomUUID();
        return hasher.hash(body.password())
                .compose(hash -> insert(id, body, hash, roles, call))
                .compose(inserted -> person(id));
    }

    private Future<?> insert(UUID id, PersonOps.Create.Body body, String hash, Set<Role> roles, Call call) {
        var now = clock.instant();
        var user = new UserStore.NewUser(
                id,
                body.login(),
                hash,
                body.name() == null ? "" : body.name(),
                body.langCode() == null ? "en" : body.langCode(),
                roles,
                call.principal().subject(),
                now);
        String words = roles.stream().map(Role::name).collect(Collectors.joining(" "));
        var entry = AuditEntry.done(call, now, "user.created", User.subject(id)).with(Map.of("roles", words));
        return pg.tx(
                tx -> new UserStore(tx).insert(user).compose(inserted -> outbox.put(tx, AuditEntry.RECORD, entry)));
    }

    Future<Person> update(PersonOps.Update request, Call call) {
        var body = request.body();
        var act = new PersonAct.Describe(body.name(), body.langCode(), body.timeZone());
        return change(act, request.id(), request.ifMatch(), call);
    }

    Future<Person> block(PersonOps.Block request, Call call) {
        return change(new PersonAct.Block(request.body().reason()), request.id(), null, call);
    }

    Future<Person> unblock(PersonOps.UserId request, Call call) {
        return change(new PersonAct.Unblock(), request.id(), null, call);
    }

    Future<Person> verify(PersonOps.UserId request, Call call) {
        return change(new PersonAct.Verify(true), request.id(), null, call);
    }

    Future<Person> unverify(PersonOps.UserId request, Call call) {
        return change(new PersonAct.Verify(false), request.id(), null, call);
    }

    Future<Person> setRoles(PersonOps.SetRoles request, Call call) {
        call.requireConfirmed(clock.instant());
        return change(PersonAct.Roles.exactly(request.body().roles()), request.id(), request.ifMatch(), call);
    }

    private Future<Person> change(PersonAct act, UUID id, @Nullable Long version, Call call) {
        return pg.tx(tx -> changes.apply(tx, act, List.of(new Target(id, version)), call, null)
                        .compose(outcome -> {
                            Failure why = outcome.refusals().get(id);
                            Future<?> told = why != null && kept(why)
                                    ? changes.refused(tx, act, id, why, call)
                                    : Future.succeededFuture();
                            return told.compose(all -> outcome.settle(tx)).map(outcome);
                        }))
                .compose(outcome -> outcome.refusals().containsKey(id)
                        ? Future.failedFuture(outcome.refusals().get(id))
                        : person(id));
    }

    /** A mistake of the asker's is not for the audit; reaching for what is not theirs is. */
    private static boolean kept(Failure why) {
        return why.kind() == Failure.Kind.FORBIDDEN || why.kind() == Failure.Kind.UNPROCESSABLE;
    }
}
