package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Json;
import io.pult.bus.Principal;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SessionOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.IdentitySettings.JwtAlgorithm;
import io.pult.infra.Digests;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Redis;
import io.pult.infra.Secrets;
import io.pult.infra.Sql;
import io.pult.support.Loop;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Nodes that serve identity on one PostgreSQL and one Redis, under one clock that stands still until a test moves it. */
public final class IdentityRig implements AutoCloseable {
    static final IdentitySettings SETTINGS = new IdentitySettings(
            Duration.ofMinutes(15),
            Duration.ofDays(30),
            Duration.ofDays(180),
            Duration.ofSeconds(10),
            JwtAlgorithm.HS256,
            null,
            null,
            null);
    static final String ADDRESS = "192.0.2.7";

    final URI database = TestStores.migrated();
    final URI redis = TestStores.redis();
    public volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final Loop loop = new Loop();
    private final Pg pg = Pg.open(loop.vertx, PgSettings.of(database.toString()));
    private final Redis cache = loop.on(() -> Redis.open(loop.vertx, redis.toString(), Duration.ofSeconds(2)));
    private final Secrets secrets = secrets();
    private final List<Node> nodes = new ArrayList<>();

    static Secrets secrets() {
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

    public Node node() {
        return node(database.toString(), redis.toString(), secrets);
    }

    /** A node that reaches the stores by other ways, such as gates. */
    public Node node(String databaseUrl, String redisUrl) {
        return node(databaseUrl, redisUrl, secrets);
    }

    Node node(String databaseUrl, String redisUrl, Secrets keys) {
        var node = new Node(databaseUrl, redisUrl, keys);
        nodes.add(node);
        return node;
    }

    /** Somebody with these roles, made in the database. */
    public User person(Role... roles) {
        var id = UUID.randomUUID();
        Wait.on(pg.tx(tx -> new UserStore(tx)
                .insert(new UserStore.NewUser(id, "p" + id, "no hash", "P", "en", Set.of(roles), "node:test", now))));
        return Wait.on(new UserStore(pg).find(id)).orElseThrow();
    }

    public void sql(String sql, Object... arguments) {
        Wait.on(pg.query(sql, arguments));
    }

    Row row(String sql, Object... arguments) {
        return Wait.on(pg.query(sql, arguments)).iterator().next();
    }

    long count(String sql, Object... arguments) {
        return row(sql, arguments).getLong(0);
    }

    /** What was put into the audit under this action. */
    List<AuditEntry> audit(String action) {
        return Wait.on(pg.list(
                        row -> Json.readLeniently(row.getString("body"), AuditEntry.class),
                        "SELECT body::text AS body FROM outbox ORDER BY created_at, id"))
                .stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    /** An act and what caches have to hear of it, in one transaction. */
    public void change(String handle, String sql, Object... arguments) {
        tx(tx -> tx.query(sql, arguments).compose(done -> new RevocationStore(tx).add(handle)));
    }

    <T> T tx(Function<Sql, Future<T>> act) {
        return Wait.on(pg.tx(act));
    }

    /** Does the work while a transaction holds what the statement locks. */
    void holding(String locking, Runnable work) {
        Promise<Void> held = Promise.promise();
        Promise<Void> released = Promise.promise();
        var transaction = pg.tx(tx -> tx.query(locking).compose(locked -> {
            held.complete();
            return released.future();
        }));
        Wait.on(held.future());
        try {
            work.run();
        } finally {
            released.complete();
        }
        Wait.on(transaction);
    }

    /** Redis itself has an entry of the token, whoever can reach it. */
    boolean cached(String token) {
        return loop.on(() -> new AccessCache(cache).find(Digests.sha256(token))).isPresent();
    }

    void untilWaiting(int statements) {
        try {
            Wait.until(
                    statements + " statements wait for a lock",
                    () -> count(
                                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND database ="
                                            + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                            == statements);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public void later(Duration by) {
        now = now.plus(by);
    }

    static Call stranger() {
        return new Call(
                Principal.ANONYMOUS,
                UUID.randomUUID().toString(),
                System.nanoTime() + TimeUnit.SECONDS.toNanos(20),
                ADDRESS,
                Locale.ENGLISH,
                null);
    }

    static Call by(Principal who) {
        return Call.by(who, Duration.ofSeconds(20));
    }

    /** One node: its own event loop, bus and connections. */
    public final class Node {
        public final Bus bus;
        final AtomicLong nanos = new AtomicLong();
        final AccessTokens accessTokens;
        final SessionStore store;
        final RefreshTokens refreshTokens;
        final Sessions sessions;
        final SessionHandlers handlers;
        final SessionUse use;
        final AuthenticationHandlers authentication;

        private final Loop loop = new Loop();
        private final Pg database;
        private final Redis cache;

        Node(String databaseUrl, String redisUrl, Secrets keys) {
            database = Pg.open(loop.vertx, new PgSettings(databaseUrl, 1, 4, 1_000, Duration.ofSeconds(10)));
            cache = loop.on(() -> Redis.open(loop.vertx, redisUrl, Duration.ofMillis(300)));
            bus = TestBus.on(loop.vertx);
            var outbox = new Outbox();
            store = new SessionStore(database);
            refreshTokens = new RefreshTokens(keys);
            accessTokens = new AccessTokens(loop.vertx, JwtKeys.load(SETTINGS, keys), () -> now, SETTINGS.accessTtl());
            sessions = new Sessions(database, outbox, accessTokens, refreshTokens, SETTINGS, () -> now);
            var ending = new SessionEnding(database, outbox, () -> now);
            var refresh = new SessionRefresh(loop.vertx, store, sessions, ending, refreshTokens, SETTINGS, () -> now);
            handlers = new SessionHandlers(refresh, ending, store, new UserStore(database), () -> now);
            use = new SessionUse(store, () -> now);
            authentication = new AuthenticationHandlers(
                    new ApiKeyUse(new ApiKeyStore(database), () -> now),
                    store,
                    use,
                    new RevocationStore(database),
                    accessTokens,
                    new AccessCache(cache),
                    bus,
                    () -> now,
                    nanos::get);
        }

        /** Answers over its bus, as a verticle does. */
        public Node serving() {
            on(() -> Future.all(handlers.serve(bus), authentication.serve()));
            return this;
        }

        public SignedIn signIn(User user, ClientKind kind) {
            return on(() -> opening(user, kind));
        }

        Future<SignedIn> opening(User user, ClientKind kind) {
            return sessions.open(user, Proof.PASSWORD, Client.of(kind, "test device"), stranger());
        }

        public void endSessionsOf(User user) {
            on(() -> handlers.endAllOfUser(
                    new SessionOps.EndAllOfUser(user.id()), Call.system("test", Duration.ofSeconds(20))));
        }

        Future<SignedIn> refreshing(String token) {
            var request = new SessionOps.Refresh(new SessionOps.Refresh.Body(token), null);
            return start(() -> handlers.refresh(request, stranger()));
        }

        public SignedIn refresh(String token) {
            return Wait.on(refreshing(token));
        }

        SignedIn refreshByCookie(String cookie) {
            return on(() -> handlers.refresh(new SessionOps.Refresh(null, cookie), stranger()));
        }

        Future<Authenticated> authenticating(String token) {
            return start(() ->
                    authentication.authenticate(new Authenticate(Digests.sha256(token), token, null), stranger()));
        }

        public Principal authenticate(String token) {
            return Wait.on(authenticating(token)).principal();
        }

        public void hear() {
            on(authentication::hearRevocations);
        }

        boolean redisConnected() {
            return cache.connected();
        }

        <T> Future<T> start(Supplier<Future<T>> work) {
            return loop.start(work);
        }

        <T> T on(Supplier<Future<T>> work) {
            return loop.on(work);
        }

        /** Leaves without a word, as a process that is killed. */
        void die() {
            nodes.remove(this);
            loop.close();
        }
    }

    /** As it was at first: a database for each test would take longer than most tests. */
    public void clear() {
        List.copyOf(nodes).forEach(Node::die);
        now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String table : List.of("app_user", "outbox", "revocation")) {
            sql("DELETE FROM " + table);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
