package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.PersonOps;
import io.pult.contract.identity.Role;
import io.pult.infra.Idempotency;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A database of people, and those who administer them. */
final class PeopleRig implements AutoCloseable {
    /** Whole seconds, which come back from the database as they were. */
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final Vertx vertx = Vertx.vertx();
    final PgSettings postgres = PgSettings.of(TestStores.migrated().toString());
    final Pg pg = Pg.open(vertx, postgres);
    final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    final InstantSource clock = now::get;
    final PersonHandlers people;
    private final AtomicInteger logins = new AtomicInteger();

    PeopleRig() {
        var outbox = new Outbox();
        people = new PersonHandlers(
                pg, new PersonChanges(outbox, clock), PasswordRules.load(), new BackwardsHasher(), outbox, clock);
    }

    /** Nobody is there any more, and it is as late as at the beginning. */
    void empty() {
        now.set(NOW);
        logins.set(0);
        Wait.on(pg.query("TRUNCATE app_user, outbox, revocation, bulk_change, idempotency CASCADE"));
    }

    /** @param atOnce people in one transaction */
    BulkChangeHandlers bulk(Vertx vertx, Pg pg, int atOnce) {
        return new BulkChangeHandlers(pg, run(pg, atOnce), new Idempotency(vertx, pg), clock);
    }

    BulkChangeRun run(Pg pg, int atOnce) {
        var outbox = new Outbox();
        return new BulkChangeRun(pg, new PersonChanges(outbox, clock), outbox, clock, atOnce);
    }

    UUID user(Role... roles) {
        return named("user-" + logins.incrementAndGet(), "", roles);
    }

    UUID named(@Nullable String login, String name, Role... roles) {
        UUID id = UUID.randomUUID();
        var all = EnumSet.of(Role.USER);
        all.addAll(Arrays.asList(roles));
        Wait.on(new UserStore(pg)
                .insert(new UserStore.NewUser(id, login, null, name, "en", all, "node:test", now.get())));
        return id;
    }

    UUID session(UUID user) {
        UUID id = UUID.randomUUID();
        Wait.on(new SessionStore(pg)
                .insert(new SessionStore.NewSession(
                        id,
                        user,
                        Proof.PASSWORD,
                        new Client(ClientKind.API, null),
                        null,
                        "k1",
                        null,
                        now.get(),
                        now.get().plus(Duration.ofDays(1)))));
        return id;
    }

    boolean lives(UUID session, UUID user) {
        return Wait.on(new SessionStore(pg).living(session, user, now.get())).isPresent();
    }

    /** Signed in a moment ago. */
    Call by(UUID user, Role... roles) {
        return by(user, now.get(), roles);
    }

    Call by(UUID user, Instant confirmedAt, Role... roles) {
        var signIn = new SignIn(UUID.randomUUID(), confirmedAt);
        var who = new Principal(User.subject(user), Role.grants(Set.of(roles)), Map.of(), signIn);
        return Call.by(who, Duration.ofSeconds(20));
    }

    /** Somebody who is there, and may do everything. */
    Call superuser() {
        return by(user(Role.SUPERUSER), Role.SUPERUSER);
    }

    Call admin() {
        return by(user(Role.ADMIN), Role.ADMIN);
    }

    static Call key(String... scopes) {
        return Call.by(new Principal("key:" + UUID.randomUUID(), Set.of(scopes)), Duration.ofSeconds(20));
    }

    Person person(UUID id) {
        return Wait.on(people.get(new PersonOps.UserId(id), key("identity:read")));
    }

    /** Entries about this, in the order in which they were made. */
    List<AuditEntry> audit(String object) {
        return Wait.on(pg.list(
                row -> io.pult.bus.Json.readLeniently(row.getJson("body").toString(), AuditEntry.class),
                "SELECT body FROM outbox WHERE op = $1 AND body ->> 'object' = $2 ORDER BY created_at",
                AuditEntry.RECORD.id(),
                object));
    }

    List<AuditEntry> audit(UUID user) {
        return audit(User.subject(user));
    }

    int revocations(UUID user) {
        return Wait.on(pg.list(
                        row -> row.getInteger("n"),
                        "SELECT count(*)::integer AS n FROM revocation WHERE token_hash = $1",
                        RevocationStore.user(user)))
                .get(0);
    }

    static Failure failureOf(Future<?> future) {
        return (Failure) Wait.failureOf(future);
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }

    /** Fast, and easy to know again. */
    private static final class BackwardsHasher implements PasswordHasher {
        @Override
        public Future<String> hash(String password) {
            return Future.succeededFuture(new StringBuilder(password).reverse().toString());
        }

        @Override
        public Future<Boolean> verify(String password, String hash) {
            return hash(password).map(hash::equals);
        }

        @Override
        public String decoy() {
            return "";
        }

        @Override
        public boolean outdated(String hash) {
            return false;
        }
    }
}
