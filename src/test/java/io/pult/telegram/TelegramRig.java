package io.pult.telegram;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.contract.telegram.AccountSessionOps;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.QuickLease;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.updates.UpdatesMemory;
import io.pult.playground.telegram.TelegramStandIn;
import io.pult.playground.telegram.TelegramStandInOptions;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.playground.telegram.dc.ServerKey;
import io.pult.support.Altered;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of the concern on one bus and one pair of stores, and the stand-in that they connect to, with a crowd whose keys are
 * known. Blocks; for test threads only.
 */
final class TelegramRig implements AutoCloseable {
    private static final int HOME = 2;
    /** Key pairs take a while to make. */
    private static final ServerKey KEY = ServerKey.generate();

    final Vertx vertx = Vertx.vertx();
    final Bus bus = TestBus.on(vertx);
    final TelegramStandIn standIn;
    private final URI database = TestStores.migrated();
    final PgSettings postgres = PgSettings.of(database.toString());
    final RedisSettings redis = RedisSettings.of(TestStores.redis().toString());
    /** The test's own way to the tables. */
    final Pg pg = Pg.open(vertx, postgres);

    /** Of all nodes, but not of their leases. */
    final MovedTime time = new MovedTime();

    private final UUID instance;
    private final Path keyFile;
    private final Path standInKey;
    private final List<Node> nodes = new ArrayList<>();
    private int named;

    /** @param crowd accounts of the stand-in that are signed in with {@link ScaleKeys} */
    TelegramRig(int crowd) throws IOException {
        Path folder = Files.createTempDirectory("pult-telegram");
        keyFile = folder.resolve("keys");
        Secrets.generate(keyFile);
        standInKey = Files.writeString(folder.resolve("dc.pem"), KEY.publicKey().pem());
        instance = Wait.on(Migrations.run(vertx, postgres)).instance();
        standIn = Wait.on(TelegramStandIn.start(
                vertx,
                TelegramStandInOptions.usual()
                        .withKey(KEY)
                        .withClock(time)
                        .withCrowd(crowd, Math.min(5, Math.max(0, crowd - 1)))));
    }

    /** One node: an incarnation with a lease of its own. */
    final class Node {
        final Ground ground;
        private final TelegramSessionsVerticle verticle;
        private final String deployment;
        private boolean stopped;

        Node(String name, TelegramSettings settings, PgSettings reached, Lease lease) throws IOException {
            ground = new Ground(
                    instance,
                    name,
                    bus,
                    reached,
                    redis,
                    Secrets.load(keyFile),
                    lease,
                    time,
                    new SimpleMeterRegistry(),
                    new Vitals(InstantSource.system()),
                    new Outbox());
            verticle = new TelegramSessionsVerticle(ground, settings, time);
            deployment = Wait.on(vertx.deployVerticle(verticle));
        }

        /** Does something with the parts of ownership where they are at home. */
        <T> T on(Function<OwnershipParts, Future<T>> act) {
            return Wait.on(begin(act));
        }

        <T> Future<T> begin(Function<OwnershipParts, Future<T>> act) {
            OwnershipParts parts = Objects.requireNonNull(verticle.owning());
            Promise<T> done = Promise.promise();
            parts.home.runOnContext(here -> act.apply(parts).onComplete(done));
            return done.future();
        }

        /** Accounts whose sessions are connected here at this moment. */
        Set<UUID> connected() {
            return on(parts -> Future.succeededFuture(parts.held.all().stream()
                    .filter(HeldSession::connected)
                    .map(HeldSession::account)
                    .collect(Collectors.toSet())));
        }

        UUID owner() {
            return ground.lease().owner();
        }

        /** As a drain does it: hands over, then gives up the lease. */
        void stop() {
            Wait.on(stopping());
        }

        Future<?> stopping() {
            if (stopped) {
                return Future.succeededFuture();
            }
            stopped = true;
            nodes.remove(this);
            return vertx.undeploy(deployment)
                    .compose(gone -> ground.lease().release().otherwiseEmpty());
        }
    }

    Node node() throws IOException {
        return node(settings());
    }

    Node node(TelegramSettings settings) throws IOException {
        return node(settings, postgres);
    }

    /** @param reached by which way the node comes to the tables; its lease does not go that way */
    Node node(TelegramSettings settings, PgSettings reached) throws IOException {
        String name = "node-" + ++named;
        return entered(new Node(
                name,
                settings,
                reached,
                Wait.on(Lease.take(vertx, postgres, name, "127.0.0.1", InstantSource.system(), System::nanoTime))));
    }

    /** A node whose lease runs out while a test can wait for it. @param through its own way to the database */
    Node quickNode(PgSettings through) throws IOException {
        String name = "node-" + ++named;
        return entered(new Node(name, settings(), through, Wait.on(QuickLease.take(vertx, through, name))));
    }

    private Node entered(Node node) {
        nodes.add(node);
        return node;
    }

    /** The standard ones, pointed at the stand-in, with quick ramps. */
    TelegramSettings settings() {
        var changes = new HashMap<String, Object>(Map.of(
                "apiId",
                17,
                "apiHash",
                "test-hash-of-an-app",
                "dataCentres",
                List.of(
                        "1=127.0.0.1:" + standIn.dataCentre(1).port(),
                        "2=127.0.0.1:" + standIn.dataCentre(HOME).port()),
                "keyFile",
                standInKey,
                "connectsPerExit",
                1_000,
                "connects",
                1_000,
                "newKeys",
                500,
                "restAfter",
                Duration.ZERO,
                "saveEvery",
                Duration.ofSeconds(1)));
        return Altered.record(TelegramSettings.standard(), changes);
    }

    /** Puts the crowd's accounts {@code from} to {@code to - 1} into the tables, signed in. */
    List<UUID> signedIn(int from, int to) throws IOException {
        return signedIn(from, to, null);
    }

    /** @param proxy through which they connect; absent: directly */
    List<UUID> signedIn(int from, int to, @Nullable UUID proxy) throws IOException {
        List<UUID> accounts = new ArrayList<>();
        for (int number = from; number < to; number++) {
            UUID id = UUID.randomUUID();
            accounts.add(insert(id, number, "+8880%07d".formatted(number), null, proxy, envelope(id, number)));
        }
        return accounts;
    }

    /** One of them, as something is known of it. */
    UUID insert(int number, @Nullable String phone, @Nullable Long telegramId) throws IOException {
        UUID id = UUID.randomUUID();
        return insert(id, number, phone, telegramId, envelope(id, number));
    }

    UUID insert(UUID id, int number, @Nullable String phone, @Nullable Long telegramId, String envelope) {
        return insert(id, number, phone, telegramId, null, envelope);
    }

    private UUID insert(
            UUID id,
            int number,
            @Nullable String phone,
            @Nullable Long telegramId,
            @Nullable UUID proxy,
            String envelope) {
        Wait.on(pg.query("""
                INSERT INTO accounts (id, name, phone, telegram_id, way, proxy_id, created_by)
                VALUES ($1, $2, $3, $4, $5, $6, 'test')
                """, id, "Person " + number, phone, telegramId, proxy == null ? "direct" : "proxy", proxy));
        Wait.on(pg.query("""
                INSERT INTO telegram_session (account_id, state, key_id, dc, envelope)
                VALUES ($1, 'ready', $2, $3, $4)""", id, ScaleKeys.key(number).id(), HOME, envelope));
        return id;
    }

    private String envelope(UUID account, int number) throws IOException {
        var memory = new SessionMemory(HOME, ScaleKeys.key(number), 0, 0);
        var saved = new SavedAccount(memory, false, 0, false, UpdatesMemory.NONE, List.of());
        return new SessionSeal(Secrets.load(keyFile)).seal(account, saved);
    }

    <Q, R> R ask(Op<Q, R> op, Q request) {
        return Wait.on(bus.ask(op, request, Call.system("test", Duration.ofSeconds(15))));
    }

    <Q, R> Failure failure(Op<Q, R> op, Q request) {
        return (Failure) Wait.failureOf(bus.ask(op, request, Call.system("test", Duration.ofSeconds(15))));
    }

    <Q, R> R ask(Op<Q, R> op, Q request, Principal asker) {
        return Wait.on(bus.ask(op, request, Call.by(asker, Duration.ofSeconds(30))));
    }

    <Q, R> Failure failure(Op<Q, R> op, Q request, Principal asker) {
        return (Failure) Wait.failureOf(bus.ask(op, request, Call.by(asker, Duration.ofSeconds(30))));
    }

    UUID workspace() {
        UUID id = UUID.randomUUID();
        Wait.on(pg.query("INSERT INTO workspace (id, name) VALUES ($1, 'a workspace')", id));
        return id;
    }

    /** Somebody who is a member of this workspace and of no other. */
    static Principal member(UUID workspace, MemberRole role) {
        return new Principal("user:" + UUID.randomUUID(), Set.of("USER"), Map.of(workspace.toString(), role), null);
    }

    /** What is sealed from now on is sealed by nodes that start with it, under a new key. */
    Secrets newKey() throws IOException {
        Secrets.generate(keyFile);
        return Secrets.load(keyFile);
    }

    Secrets secrets() {
        return Secrets.load(keyFile);
    }

    long keyOf(UUID account) {
        return Wait.on(pg.query("SELECT key_id FROM telegram_session WHERE account_id = $1", account))
                .iterator()
                .next()
                .getLong(0);
    }

    boolean connected(UUID account) {
        return connected(keyOf(account));
    }

    /** Whether the stand-in has a connection on which this key is used. */
    boolean connected(long key) {
        return standIn.dataCentre(HOME).clientPort(key) > 0;
    }

    /** How many keys the stand-in ever saw on two connections. */
    int duplicates() {
        return standIn.dataCentre(1).duplicates().size()
                + standIn.dataCentre(HOME).duplicates().size();
    }

    /** Whether Telegram was asked whose session it is, after which it is used. */
    boolean verified(UUID account) {
        return Wait.on(pg.query(
                                "SELECT FROM telegram_session WHERE account_id = $1 AND signed_in_at IS NOT NULL",
                                account))
                        .size()
                == 1;
    }

    /** Whoever holds it says that it is connected and knows whose it is. */
    boolean inUse(UUID account) {
        return verified(account)
                && Wait.on(bus.ask(
                                AccountSessionOps.GET_SESSION,
                                new AccountSessionOps.GetSession(account, null),
                                Call.system("test", Duration.ofSeconds(15)))
                        .map(session -> session.line() == AccountSessionOps.Line.CONNECTED)
                        .otherwise(false));
    }

    /** Sessions that this incarnation holds by the table. */
    int held(UUID owner) {
        return Wait.on(pg.query("SELECT count(*) FROM telegram_session WHERE owner = $1", owner))
                .iterator()
                .next()
                .getInteger(0);
    }

    Path keys() {
        return keyFile;
    }

    String url() {
        return database.toString();
    }

    /** All nodes stop, and there is no account any more. */
    void clear() {
        stopAll();
        Wait.on(pg.query("DELETE FROM accounts"));
        Wait.on(pg.query("DELETE FROM telegram_claim"));
    }

    private void stopAll() {
        Wait.on(Future.join(List.copyOf(nodes).stream().map(Node::stopping).toList()));
    }

    @Override
    public void close() {
        stopAll();
        Wait.on(standIn.close());
        Wait.on(pg.close());
        Wait.on(vertx.close());
    }
}
