package io.pult.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Handler;
import io.pult.bus.HmacSeal;
import io.pult.bus.MemberRole;
import io.pult.bus.OfWorkspace;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.bus.Topic;
import io.pult.bus.Versioned;
import io.pult.contract.api.Health;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.AuthenticationOps.Revocation;
import io.pult.contract.identity.AuthenticationOps.Revocations;
import io.pult.contract.identity.AuthenticationOps.RevocationsSince;
import io.pult.infra.Digests;
import io.pult.infra.Ground;
import io.pult.infra.Outbox;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Vitals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway with a real HTTP server in front of a concern that answers with what it was asked. */
final class Lab implements AutoCloseable {
    static final String READER = "pult_reader";
    static final String ACTOR = "pult_actor";
    static final String ADMIN = "pult_admin";

    static final Topic<Blink> BLINKED = Topic.of("lab.blinked", Blink.class).visibleTo("lab:read");
    static final Topic<Blink> ALARMED = Topic.of("lab.alarmed", Blink.class).visibleTo("ADMIN");
    static final Topic<Blink> INSIDE = Topic.of("lab.inside", Blink.class);
    static final Topic<Knock> KNOCKED =
            Topic.of("lab.knocked", Knock.class).visibleTo("USER", "lab:read").toMembers(MemberRole.OPERATOR);

    record Blink(int number, String text) {}

    record Knock(@Nullable UUID workspaceId, int number) implements OfWorkspace {}

    record Thing(long id, String name, long version) implements Versioned {}

    final Vertx vertx = Vertx.vertx();
    final List<JsonNode> stored = new CopyOnWriteArrayList<>();
    final Map<String, Authenticated> keys = new ConcurrentHashMap<>();
    final List<Revocation> revocations = new CopyOnWriteArrayList<>();
    final AtomicInteger identityAsked = new AtomicInteger();
    final AtomicInteger pagesAsked = new AtomicInteger();
    final Bus bus;
    final ApiVerticle api;
    volatile boolean identityAway;
    volatile Call lastCall;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Lab() {
        this(UnaryOperator.identity(), new LimitSettings("redis://127.0.0.1:1/0", 1_000_000));
    }

    Lab(UnaryOperator<HttpSettings> change, LimitSettings limits) {
        Contract contract = Contract.load(List.of("api", "lab"));
        byte[] key = "a key that only a test would use".getBytes(StandardCharsets.US_ASCII);
        var seal = new HmacSeal("k1", Map.of("k1", key), InstantSource.system());
        bus = new Bus(vertx, seal, new ContractAccess(contract), null);
        key(READER, null, "lab:read");
        key(ACTOR, null, "lab:act");
        key(ADMIN, null, "ADMIN", "lab:admin");
        serveIdentity();
        serveLab();
        var ground = new Ground(
                UUID.randomUUID(),
                "test",
                bus,
                PgSettings.of("postgresql://nobody@127.0.0.1:1/none"),
                RedisSettings.of("redis://127.0.0.1:1/0"),
                null,
                null,
                InstantSource.system(),
                new SimpleMeterRegistry(),
                new Vitals(InstantSource.system()),
                new Outbox());
        var http = change.apply(HttpSettings.of("127.0.0.1", 0));
        api = new ApiVerticle(ground, contract, http, limits, List.of(BLINKED, ALARMED, INSIDE, KNOCKED));
        await(vertx.deployVerticle(api));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not within ten seconds", e);
        }
    }

    void key(String token, Instant expiresAt, String... grants) {
        keys.put(
                Digests.sha256(token),
                new Authenticated(
                        new Principal("key:" + token, Set.of(grants)), List.of(Digests.sha256(token)), 0, expiresAt));
    }

    /** A person's or a key's right to read, and what it may do in workspaces. */
    void member(String token, String grant, Map<String, MemberRole> memberships) {
        keys.put(
                Digests.sha256(token),
                new Authenticated(
                        new Principal("user:" + token, Set.of(grant), memberships, null),
                        List.of(Digests.sha256(token)),
                        0,
                        null));
    }

    void revoke(String token) {
        keys.remove(Digests.sha256(token));
        revocations.add(new Revocation(revocations.size() + 1, Digests.sha256(token)));
    }

    private void serveIdentity() {
        await(bus.serve(AuthenticationOps.AUTHENTICATE, this::authenticate));
        await(bus.serve(AuthenticationOps.REVOCATIONS_SINCE, this::revocationsSince));
    }

    private Future<Authenticated> authenticate(Authenticate request, Call call) {
        identityAsked.incrementAndGet();
        if (identityAway) {
            throw Failure.unavailable("store.unavailable", "gone", Duration.ofSeconds(1));
        }
        Authenticated found = keys.get(request.tokenHash());
        if (found == null) {
            throw Failure.unauthenticated("token.unknown", "unknown");
        }
        return Future.succeededFuture(
                new Authenticated(found.principal(), found.handles(), revocations.size(), found.expiresAt()));
    }

    private Future<Revocations> revocationsSince(RevocationsSince request, Call call) {
        if (identityAway) {
            throw Failure.unavailable("store.unavailable", "gone", Duration.ofSeconds(1));
        }
        Long after = request.after();
        var entries = after == null
                ? List.<Revocation>of()
                : revocations.stream().filter(entry -> entry.seq() > after).toList();
        return Future.succeededFuture(new Revocations(entries, revocations.size()));
    }

    private void serveLab() {
        for (String id : List.of("listThings", "newestThing", "named", "echo", "changeThing", "hangPicture")) {
            serve(id, this::echo);
        }
        serve("createThing", this::create);
        serve("deleteThing", (arguments, call) -> {
            stored.add(arguments);
            return Future.succeededFuture(object());
        });
        serve("fault", Lab::fault);
        serve(
                "enter",
                (arguments, call) -> Future.succeededFuture(object().put("session", "s3cret")
                        .put("was", arguments.path("lab_session").asText())));
        serve("leave", (arguments, call) -> Future.succeededFuture(object().put("session", "")));
        serve(
                "whoami",
                (arguments, call) -> Future.succeededFuture(
                        object().put("was", arguments.path("lab_session").asText())));
        serve(
                "away",
                (arguments, call) -> Future.succeededFuture(
                        object().put("location", arguments.get("to").asText())));
        serve(
                "picture",
                (arguments, call) -> Future.succeededFuture(
                        object().put("content_type", "image/png").put("data", new byte[] {1, 2, 3})));
        serve("export", this::page);
        await(bus.serve(
                Op.of("lab.getThing", JsonNode.class, Thing.class),
                (arguments, call) ->
                        Future.succeededFuture(new Thing(arguments.get("id").asLong(), "lamp", 7))));
        await(bus.serveAt(
                bus.nodeId(),
                Health.OF_NODE,
                (nothing, call) -> Future.succeededFuture(new Health(
                        "test",
                        List.of("api"),
                        null,
                        List.of(new Health.Component("postgres", Health.State.UP, Instant.EPOCH, "17"))))));
    }

    private void serve(String name, Handler<JsonNode, JsonNode> handler) {
        await(bus.serve(Op.of("lab." + name, JsonNode.class, JsonNode.class), handler));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private Future<JsonNode> echo(JsonNode arguments, Call call) {
        lastCall = call;
        stored.add(arguments);
        return Future.succeededFuture(arguments);
    }

    private Future<JsonNode> create(JsonNode arguments, Call call) {
        lastCall = call;
        if ("twice".equals(call.idempotencyKey())) {
            call.notes().markReplayed();
        }
        stored.add(arguments);
        return Future.succeededFuture(arguments);
    }

    private Future<JsonNode> page(JsonNode arguments, Call call) {
        pagesAsked.incrementAndGet();
        int page = arguments.path("cursor").asInt(1);
        if (page == arguments.path("fails_at").asInt(-1)) {
            throw Failure.unavailable("store.unavailable", "gone", Duration.ofSeconds(1));
        }
        var answer = object();
        var items = answer.putArray("items");
        for (int i = 0; i < 200; i++) {
            items.addObject().put("id", (page - 1) * 200 + i).put("name", i == 0 ? "=cmd,\"x\"" : "n".repeat(200));
        }
        if (page < arguments.get("pages").asInt()) {
            answer.put("next", String.valueOf(page + 1));
        }
        return Future.succeededFuture(answer);
    }

    private static Future<JsonNode> fault(JsonNode arguments, Call call) {
        return switch (arguments.get("kind").asText()) {
            case "thrown" -> throw new IllegalStateException("the password is hunter2");
            case "conflict" -> Future.failedFuture(Failure.conflict("lab.taken", "Somebody was first"));
            case "busy" -> Future.failedFuture(Failure.unavailable("lab.busy", "Come back", Duration.ofMillis(1_500)));
            case "silent" -> Future.future(never -> {});
            default -> Future.failedFuture(Failure.notFound("lab.not_found", "No such fault"));
        };
    }

    int port() {
        return api.port();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> get(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> post(String path, byte[] body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** What was published is heard by whoever listens at that moment, so the caller waits until somebody does. */
    void publish(Topic<Blink> topic, int number) {
        bus.publish(topic, new Blink(number, "line\nbreak"));
    }

    RawClient raw() {
        return new RawClient(port());
    }

    List<JsonNode> storedSoFar() {
        return new ArrayList<>(stored);
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
