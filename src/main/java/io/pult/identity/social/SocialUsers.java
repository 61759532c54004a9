package io.pult.identity.social;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Role;
import io.pult.identity.User;
import io.pult.identity.UserStore;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds the user who is somebody elsewhere, by provider and id alone, and makes one at the first sign-in. */
final class SocialUsers {
    private final Pg pg;
    private final Outbox outbox;
    private final Registration registration;
    private final InstantSource clock;

    SocialUsers(Pg pg, Outbox outbox, Registration registration, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.registration = registration;
        this.clock = clock;
    }

    /** @return fails with FORBIDDEN {@code registration.closed} when there is none and none may be made */
    Future<User> of(ExternalPerson person, Call call) {
        return find(person)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.get())
                        : registration
                                .open()
                                .compose(open -> open ? make(person, call) : Future.failedFuture(closed())));
    }

    private Future<Optional<User>> find(ExternalPerson person) {
        return new SocialLoginStore(pg)
                .use(person, clock.instant())
                .compose(id -> id.isPresent()
                        ? new UserStore(pg).find(id.get())
                        : Future.succeededFuture(Optional.<User>empty()));
    }

    /** Of two first sign-ins at once the later one finds what the earlier one has made. */
    private Future<User> make(ExternalPerson person, Call call) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        var user = new UserStore.NewUser(
                id,
                null,
                null,
                person.name(),
                person.langCode(call.locale()),
                Set.of(Role.USER),
                User.subject(id),
                now);
        var entry = AuditEntry.done(call, now, "user.registered", User.subject(id))
                .by(User.subject(id))
                .with(Map.of("provider", person.provider().text()));
        Future<UUID> made = pg.tx(tx -> new UserStore(tx)
                .insert(user)
                .compose(inserted -> new SocialLoginStore(tx).insert(person, id, now))
                .compose(linked -> outbox.put(tx, AuditEntry.RECORD, entry)));
        return made.<Void>mapEmpty()
                .recover(cause -> cause instanceof Failure failure && failure.is("social.linked_elsewhere")
                        ? Future.succeededFuture()
                        : Future.failedFuture(cause))
                .compose(there -> find(person))
                .map(found -> found.orElseThrow(SocialUsers::gone));
    }

    private static Failure gone() {
        return Failure.conflict("social.just_unlinked", "This account was unlinked at this moment; sign in again");
    }

    private static Failure closed() {
        return Failure.forbidden("registration.closed", "Nobody can register here at the moment");
    }
}
