package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.MemberRole;
import io.pult.bus.Principal;
import io.pult.contract.identity.ApiKeyOps;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.Workspace;
import io.pult.contract.identity.WorkspaceOps;
import io.pult.infra.Digests;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Redis;
import io.pult.infra.Secrets;
import io.pult.support.Loop;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces, keys and the authentication of one node, on an event loop. Each test makes its own people and workspaces, so
 * that those of a class share the stores.
 */
final class WorkspaceRig implements AutoCloseable {
    /** Moved by whichever test needs it; only ever forward, and by less than sessions and invitations live. */
    volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    final InstantSource clock = () -> now;
    final Outbox outbox = new Outbox();
    final WorkspaceHandlers workspaces;
    final MemberHandlers members;
    final InvitationHandlers invitations;
    final ApiKeyHandlers keys;
    final ApiKeyUse keyUse;
    final AuthenticationHandlers authentication;
    final Pg pg;

    private final Loop loop = new Loop();
    private final AccessTokens accessTokens;

    WorkspaceRig() {
        var postgres = PgSettings.of(TestStores.migrated().toString());
        pg = loop.make(() -> Pg.open(loop.vertx, postgres));
        var redis = loop.on(() -> Redis.open(loop.vertx, TestStores.redis().toString(), Duration.ofSeconds(2)));
        var settings = IdentityRig.SETTINGS;
        var jwtKeys = JwtKeys.load(settings, secrets());
        accessTokens = loop.make(() -> new AccessTokens(loop.vertx, jwtKeys, clock, settings.accessTtl()));
        workspaces = new WorkspaceHandlers(pg, outbox, clock);
        members = new MemberHandlers(pg, outbox, clock);
        invitations = new InvitationHandlers(pg, outbox, clock);
        keys = new ApiKeyHandlers(pg, outbox, clock);
        keyUse = new ApiKeyUse(new ApiKeyStore(pg), clock);
        authentication = new AuthenticationHandlers(
                keyUse,
                new SessionStore(pg),
                new SessionUse(new SessionStore(pg), clock),
                new RevocationStore(pg),
                accessTokens,
                new AccessCache(redis),
                TestBus.on(loop.vertx),
                clock,
                System::nanoTime);
    }

    private static Secrets secrets() {
        try {
            Path folder = Files.createTempDirectory("pult-test");
            Path file = folder.resolve("secrets.key");
            Secrets.generate(file);
            Secrets secrets = Secrets.load(file);
            Files.delete(file);
            Files.delete(folder);
            return secrets;
        } catch (IOException e) {
            throw new IllegalStateException("no key for the test", e);
        }
    }

    /** Somebody who is signed in. */
    record Person(UUID id, UUID session, String token) {}

    Person person(Role... roles) {
        UUID id = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        on(() -> pg.tx(tx -> new UserStore(tx)
                .insert(new UserStore.NewUser(
                        id,
                        "p" + id,
                        "no hash",
                        "P",
                        "en",
                        roles.length == 0 ? Set.of(Role.USER) : Set.of(roles),
                        "node:test",
                        now))
                .compose(made -> new SessionStore(tx)
                        .insert(new SessionStore.NewSession(
                                session,
                                id,
                                Proof.PASSWORD,
                                Client.of(ClientKind.API, null),
                                null,
                                "k1",
                                null,
                                now,
                                now.plus(Duration.ofDays(30)))))));
        return new Person(
                id, session, accessTokens.issue(id, session, Instant.MAX).token());
    }

    /** As the gateway would know this person at this moment. */
    Call as(Person person) {
        return by(on(() -> new SessionStore(pg).living(person.session(), person.id(), now))
                .orElseThrow()
                .principal());
    }

    Call asKey(ApiKeyOps.Created made) {
        return by(key(made.token()).principal());
    }

    static Call by(Principal who) {
        return Call.by(who, Duration.ofSeconds(20));
    }

    /** What a node is told of an access token, after it has read what there is of revocations. */
    Authenticated authenticated(Person person) {
        var ask = new Authenticate(Digests.sha256(person.token()), person.token(), null);
        return on(() -> authentication
                .hearRevocations()
                .compose(heard -> authentication.authenticate(ask, by(Principal.node("n1")))));
    }

    Authenticated key(String token) {
        return on(() -> authentication.authenticate(
                new Authenticate(Digests.sha256(token), null, null), by(Principal.node("n1"))));
    }

    Failure keyRefusal(String token) {
        return refusal(() -> authentication.authenticate(
                new Authenticate(Digests.sha256(token), null, null), by(Principal.node("n1"))));
    }

    Workspace workspace(Person owner) {
        return on(
                as(owner),
                call -> workspaces.create(new WorkspaceOps.Create(new WorkspaceOps.Create.Body("Newsroom")), call));
    }

    /** Without an invitation. */
    void join(UUID workspace, Person person, MemberRole role) {
        on(() -> new MemberStore(pg).insert(workspace, person.id(), role, now));
    }

    Person member(UUID workspace, MemberRole role) {
        var person = person();
        join(workspace, person, role);
        return person;
    }

    @Nullable
    MemberRole roleOf(UUID workspace, Person person) {
        return on(() -> new MemberStore(pg).role(workspace, person.id())).orElse(null);
    }

    ApiKeyOps.Created key(Person owner, @Nullable UUID workspace, String... scopes) {
        var body = new ApiKeyOps.Create.Body("test", List.of(scopes), null, workspace);
        return on(as(owner), call -> keys.create(new ApiKeyOps.Create(body), call));
    }

    /** Actions in the audit about this, in their order. */
    List<String> audited(String object) {
        return on(() -> pg.list(
                        row -> Json.readLeniently(row.getBuffer("body"), AuditEntry.class),
                        "SELECT convert_to(body::text, 'UTF8') AS body FROM outbox ORDER BY created_at, id"))
                .stream()
                .filter(entry -> object.equals(entry.object()))
                .map(AuditEntry::action)
                .toList();
    }

    Row row(String sql, Object... args) {
        return on(() -> pg.query(sql, args)).iterator().next();
    }

    void sql(String sql, Object... args) {
        on(() -> pg.query(sql, args));
    }

    <T> T on(Supplier<Future<T>> work) {
        return loop.on(work);
    }

    <T> T on(Call call, Function<Call, Future<T>> work) {
        return loop.on(() -> work.apply(call));
    }

    <T> Future<T> start(Supplier<Future<T>> work) {
        return loop.start(work);
    }

    /** Why it was refused. */
    Failure refusal(Supplier<? extends Future<?>> work) {
        var cause = Wait.failureOf(loop.start(() -> work.get().<Object>mapEmpty()));
        if (cause instanceof Failure failure) {
            return failure;
        }
        throw new AssertionError("not refused, but broken", cause);
    }

    Failure refusal(Call call, Function<Call, ? extends Future<?>> work) {
        return refusal(() -> work.apply(call));
    }

    @Override
    public void close() {
        loop.close();
    }
}
