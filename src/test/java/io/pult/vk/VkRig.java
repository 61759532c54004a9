package io.pult.vk;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLogOps;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.pult.playground.vk.VkStandIn;
import io.pult.support.Altered;
import io.pult.support.Gate;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One or more nodes of the concern on the same stores, and the stand-in that they call. Blocks; for test threads only. */
final class VkRig implements AutoCloseable {
    static final Call ADMIN = Call.system("test", Duration.ofHours(1));

    private final Vertx vertx = Vertx.vertx();
    private final VkStandIn standIn = new VkStandIn(0, InstantSource.system());
    private final List<Vertx> nodes = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final UUID instance;
    private final Path keys = newKeys();

    /** What nodes keep on disk; all of them, as on one machine. */
    final Path data = keys.resolveSibling("data");

    private final HttpClient admin =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final PgSettings directPostgres =
            PgSettings.of(TestStores.migrated().toString());
    private final RedisSettings directRedis =
            RedisSettings.of(TestStores.redis().toString());

    /** What nodes are given; a test puts a gate in between. */
    PgSettings postgres = directPostgres;

    RedisSettings redis = directRedis;

    /** Of VK's answers to nodes made from now on. */
    int maxResponse = 1 << 16;

    /** Where nodes made from now on look for VK ID: nowhere, unless a test says. */
    URI idUrl = URI.create("http://127.0.0.1:9");

    /** The test's own way to the tables. */
    final Pg pg = Pg.open(vertx, directPostgres);

    private final Redis redisClient = Redis.createClient(vertx, directRedis.url());

    VkRig() {
        await(vertx.deployVerticle(standIn));
        instance = await(Migrations.run(vertx, directPostgres)).instance();
    }

    /** For what is said of the pace itself: as slow as VK is. */
    static VkRig atThePaceOfVk() {
        var rig = new VkRig();
        rig.spacing = VkSettings.standard().userSpacing();
        return rig;
    }

    /** Nodes made from now on reach PostgreSQL through a gate. */
    Gate gatePostgres() throws IOException {
        var gate = new Gate(URI.create(directPostgres.url()));
        gates.add(gate);
        postgres = PgSettings.of(gate.url());
        return gate;
    }

    /** Nodes made from now on reach Redis through a gate. */
    Gate gateRedis() throws IOException {
        var gate = new Gate(URI.create(directRedis.url()));
        gates.add(gate);
        redis = RedisSettings.of(gate.url());
        return gate;
    }

    /** What nodes made from now on do with the environment's token, and how soon they probe. */
    VkSettings.EnvToken envToken = VkSettings.EnvToken.FIRST;

    /** Between two calls with a user's token; the stand-in admits as many. */
    Duration spacing = Duration.ofMillis(60);

    Duration probeFirst = VkSettings.standard().probeFirst();
    Duration probeLongest = VkSettings.standard().probeLongest();

    /** A node of the system, with an event loop of its own. */
    record Node(Vertx vertx, Bus bus, VkClientRotatorVerticle verticle, String deployment, Ground ground) {
        <Q, R> R ask(Op<Q, R> op, Q request) {
            return await(bus.ask(op, request, Call.system("test", Duration.ofSeconds(25))));
        }

        <Q, R> Failure failure(Op<Q, R> op, Q request) {
            return catchThrowableOfType(Failure.class, () -> ask(op, request));
        }

        Future<VkAnswer> calling(String method, Map<String, ? extends @Nullable Object> params) {
            return bus.ask(VkCallOps.CALL, VkRig.call(method, params), Call.system("test", Duration.ofSeconds(25)));
        }

        VkAnswer call(String method) {
            return ask(VkCallOps.CALL, VkRig.call(method, Map.of("user_ids", "1001")));
        }

        Failure callFailure(String method) {
            return failure(VkCallOps.CALL, VkRig.call(method, Map.of("user_ids", "1001")));
        }

        SystemAccount account(UUID id) {
            return ask(SystemAccountOps.GET, new SystemAccountOps.Get(id));
        }

        List<TokenLog> log() {
            return ask(TokenLogOps.LIST, logs()).items();
        }

        double metric(String name) {
            return ground.metrics().get(name).gauge().value();
        }

        Optional<Vitals.Vital> vital(String name) {
            return ground.vitals().all().stream()
                    .filter(vital -> vital.name().equals(name))
                    .findFirst();
        }

        void stop() {
            await(vertx.undeploy(deployment));
        }
    }

    Node node() {
        return node(quick());
    }

    Node node(VkSettings settings) {
        Vertx own = Vertx.vertx();
        nodes.add(own);
        var bus = TestBus.on(own);
        var ground = new Ground(
                instance,
                "node-" + nodes.size(),
                bus,
                postgres,
                redis,
                secrets(),
                await(Lease.take(own, directPostgres, "test", "localhost", InstantSource.system(), System::nanoTime)),
                InstantSource.system(),
                new SimpleMeterRegistry(),
                new Vitals(InstantSource.system()),
                new Outbox());
        var verticle = new VkClientRotatorVerticle(ground, settings, data);
        return new Node(own, bus, verticle, await(own.deployVerticle(verticle)), ground);
    }

    /** What is done for accounts by one node is done by one from now on. */
    void awaitRole() {
        eventually(
                "a node has the role",
                () -> await(pg.query("SELECT 1 FROM role WHERE name = 'vk.accounts' AND owner IS NOT NULL"))
                                .size()
                        == 1);
    }

    Secrets secrets() {
        return Secrets.load(keys);
    }

    /** A new current key; nodes made before do not know it. */
    void newKey() {
        try {
            Secrets.generate(keys);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Short waits and a quick pace where nothing is proven by long ones. */
    VkSettings quick() {
        return settings(null, Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /** A port on which nobody listens. */
    VkSettings nowhere() {
        return settings("http://127.0.0.1:9/method/", null, Duration.ofMillis(400), Duration.ofSeconds(5));
    }

    VkSettings settings(@Nullable String token, Duration callTimeout, Duration maxWait) {
        return settings(standIn.url() + "/method/", token, callTimeout, maxWait);
    }

    VkSettings settings(String url, @Nullable String token, Duration callTimeout, Duration maxWait) {
        var changes = new HashMap<String, Object>(Map.of(
                "baseUrl", URI.create(url),
                "idUrl", idUrl,
                "userSpacing", spacing,
                "callTimeout", callTimeout,
                "connectTimeout", Duration.ofMillis(500),
                "maxWait", maxWait,
                "retryFirst", Duration.ofMillis(20),
                "maxResponse", maxResponse,
                "envToken", envToken));
        changes.putAll(
                Map.of("probeFirst", probeFirst, "probeLongest", probeLongest, "batchWindow", Duration.ofMillis(40)));
        changes.put("pictureHosts", List.of(URI.create(standIn.url()).getAuthority()));
        if (token != null) {
            changes.put("token", token);
        }
        return Altered.record(VkSettings.standard(), changes);
    }

    /** The same with the operator's own rows of the action table. */
    static VkSettings ruled(VkSettings settings, List<String> rules) {
        return Altered.record(settings, Map.of("rules", rules));
    }

    /** An account whose user token the stand-in knows. */
    SystemAccount user(Node node, String token, long userId) {
        tell(
                HttpMethod.PUT,
                "tokens/" + token,
                new JsonObject()
                        .put("kind", "user")
                        .put("user_id", userId)
                        .put("rps", (1_099 + spacing.toMillis()) / spacing.toMillis()));
        return create(node, userId, Kind.USER, token);
    }

    SystemAccount community(Node node, String token, long id) {
        tell(HttpMethod.PUT, "tokens/" + token, new JsonObject().put("kind", "group"));
        return create(node, id, Kind.COMMUNITY, token);
    }

    static SystemAccount create(Node node, long userId, Kind kind, @Nullable String token) {
        return node.ask(
                SystemAccountOps.CREATE,
                new SystemAccountOps.Create(
                        new SystemAccountOps.Create.Body(userId, kind, token, "account " + userId)));
    }

    static VkCall call(String method, Map<String, ? extends @Nullable Object> params) {
        return new VkCall(new VkCall.Body(method, Map.copyOf(params)));
    }

    static TokenLogOps.ListLogs logs() {
        return new TokenLogOps.ListLogs(null, null, null, null, null, null, null, 200, null);
    }

    void forceError(String token, String method, int code, int times) {
        tell(
                HttpMethod.POST,
                "errors",
                new JsonObject()
                        .put("token", token)
                        .put("method", method)
                        .put("code", code)
                        .put("times", times));
    }

    void fault(String kind, String method, int times) {
        tell(
                HttpMethod.POST,
                "faults",
                new JsonObject().put("kind", kind).put("method", method).put("times", times));
    }

    void kill(String token) {
        tell(HttpMethod.POST, "tokens/" + token + "/kill", new JsonObject());
    }

    JsonObject tell(HttpMethod verb, String path, JsonObject body) {
        try {
            var answer = admin.send(
                    HttpRequest.newBuilder(URI.create(standIn.url() + "/stand-in/" + path))
                            .timeout(Duration.ofSeconds(10))
                            .method(verb.name(), HttpRequest.BodyPublishers.ofString(body.encode()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
            return new JsonObject(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the stand-in saw of a token: calls and errors, by method and by code. */
    JsonObject seen(String token) {
        return tell(HttpMethod.GET, "tokens", new JsonObject()).getJsonArray("tokens").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("token").equals(token))
                .findFirst()
                .orElseThrow();
    }

    int calls(String token, String method) {
        return seen(token).getJsonObject("calls").getInteger(method, 0);
    }

    int errors(String token, int code) {
        return seen(token).getJsonObject("errors").getInteger(Integer.toString(code), 0);
    }

    String standInUrl() {
        return standIn.url();
    }

    @Nullable
    Response redis(Request request) {
        return await(redisClient.send(request));
    }

    static void eventually(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(40, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(each -> await(each.close()));
        await(vertx.close());
        for (Gate gate : gates) {
            gate.close();
        }
    }

    private static Path newKeys() {
        try {
            Path file = Files.createTempDirectory("pult-vk").resolve("keys");
            Secrets.generate(file);
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
