package io.pult.api;

import io.pult.bus.Topic;
import io.pult.infra.Ground;
import io.pult.infra.Redis;
import io.pult.infra.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The concern {@code api}: HTTP and server-sent events for everybody outside. */
public final class ApiVerticle extends VerticleBase {
    /** The limiter stands before every request: it rather guesses than makes one wait. */
    private static final Duration LIMITER_TIMEOUT = Duration.ofMillis(300);

    private static final Duration IDENTITY_BUDGET = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
    private static final int LIMIT_WINDOWS = 50_000;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int LARGEST_HEADERS = 16 << 10;

    private final Ground ground;
    private final Contract contract;
    private final HttpSettings http;
    private final LimitSettings limits;
    private final List<Topic<?>> topics;
    private @Nullable Edge edge;
    private @Nullable EventHub hub;
    private @Nullable Ticker ticker;
    private @Nullable Redis redis;
    private @Nullable HttpServer server;

    /** @param topics of all concerns; those with a security can be listened to */
    public ApiVerticle(
            Ground ground, Contract contract, HttpSettings http, LimitSettings limits, List<Topic<?>> topics) {
        this.ground = ground;
        this.contract = contract;
        this.http = http;
        this.limits = limits;
        this.topics = List.copyOf(topics);
    }

    @Override
    public Future<?> start() {
        return Redis.open(vertx, limits.redisUrl(), LIMITER_TIMEOUT)
                .onSuccess(opened -> redis = opened)
                .compose(this::open);
    }

    private Future<?> open(Redis opened) {
        var timers = new Ticker(vertx);
        var shared = new Edge(timers, http, new Meters(ground.metrics()), System::nanoTime);
        var authenticator = new Authenticator(
                ground.bus(), () -> ground.systemCall(IDENTITY_BUDGET), ground.clock(), System::nanoTime);
        var random = new SecureRandom();
        var events = new EventHub(
                ground.bus(),
                authenticator,
                http,
                ground.clock(),
                topics,
                HexFormat.of().toHexDigits(random.nextLong()));
        var bodies = new BodyReader(shared, http.bodyTimeout());
        var gateway = new Gateway(
                shared,
                contract,
                ground.bus(),
                authenticator,
                limiter(opened, "key"),
                limiter(opened, "address"),
                new RequestIds(random),
                bodies,
                locals(shared, events),
                new WebApp(vertx));
        edge = shared;
        hub = events;
        ticker = timers;
        var newcomers = new Newcomers(http.bodyTimeout(), System::nanoTime);
        start(timers, authenticator, events, () -> {
            newcomers.sweep();
            bodies.sweep();
        });
        return events.start()
                .compose(listening -> authenticator.hearRevocations().otherwiseEmpty())
                .compose(heard -> listen(gateway, newcomers));
    }

    private Limiter limiter(Redis opened, String kind) {
        return new Limiter(
                opened,
                kind,
                limits.defaultRequestsPerMinute(),
                LIMIT_WINDOWS,
                () -> ground.bus().nodes().size(),
                System::nanoTime);
    }

    /** What the contract calls {@code api.…} is answered here; a name on one side only is a mistake. */
    private Map<String, LocalAnswer> locals(Edge shared, EventHub events) {
        var status = new StatusAnswers(ground, shared);
        var explorer = new Explorer(vertx, contract);
        Map<String, LocalAnswer> locals = Map.of(
                "api.health", status::health,
                "api.status", status::status,
                "api.events", events::answer,
                "api.contract", explorer::contract,
                "api.docs", explorer::page,
                "api.docsFile", explorer::file);
        var inContract = contract.operations().stream()
                .filter(operation -> operation.concern().equals("api"))
                .map(Operation::id)
                .collect(Collectors.toSet());
        if (!inContract.equals(locals.keySet())) {
            throw new BadContract(
                    "openapi/api.yaml", "names " + inContract + " and the gateway answers " + locals.keySet());
        }
        return locals;
    }

    private void start(Ticker timers, Authenticator authenticator, EventHub events, Runnable slowSenders) {
        timers.every(SECOND, "revocations", authenticator::hearRevocations);
        timers.every(SECOND, "expired event streams", () -> run(events::endExpired));
        timers.every(HEARTBEAT, "event heartbeat", () -> run(events::heartbeat));
        Duration sweep = http.bodyTimeout().dividedBy(4);
        timers.every(sweep.compareTo(SECOND) < 0 ? sweep : SECOND, "slow senders", () -> run(slowSenders));
    }

    private static Future<?> run(Runnable work) {
        work.run();
        return Future.succeededFuture();
    }

    private Future<HttpServer> listen(Gateway gateway, Newcomers newcomers) {
        var options = new HttpServerOptions()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) http.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true);
        return vertx.createHttpServer(options)
                .connectionHandler(newcomers::greet)
                .requestHandler(request -> {
                    newcomers.spoke(request.connection());
                    gateway.handle(request);
                })
                .invalidRequestHandler(gateway::refuse)
                .listen(http.port(), http.host())
                .onSuccess(listening -> server = listening);
    }

    /** After the start: the port that the system chose when none was named. */
    public int port() {
        return server == null ? http.port() : server.actualPort();
    }

    /**
     * Takes leave of the clients: health says so, event streams end, and each answer ends its connection; after the notice the
     * port closes. May be called from any thread.
     *
     * @param notice long enough for a load balancer to ask for the health, and for idle clients to ask once more
     */
    public Future<Void> drain(Duration notice) {
        Promise<Void> drained = Promise.promise();
        Context own = Objects.requireNonNull(context, "the verticle runs");
        own.runOnContext(go -> beginDrain()
                .compose(begun -> vertx.timer(Math.max(1, notice.toMillis()), TimeUnit.MILLISECONDS))
                .compose(fired -> shutDown())
                .onComplete(drained));
        return drained.future();
    }

    private Future<Void> beginDrain() {
        if (edge != null) {
            edge.drain();
        }
        if (hub != null) {
            hub.close();
        }
        return Future.succeededFuture();
    }

    private Future<Void> shutDown() {
        HttpServer running = server;
        return running == null
                ? Future.succeededFuture()
                : running.shutdown(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Future<?> stop() {
        return beginDrain()
                .compose(begun -> shutDown())
                .compose(closed -> ticker == null ? Future.succeededFuture() : ticker.stop())
                .compose(stopped -> redis == null ? Future.succeededFuture() : redis.close());
    }
}
