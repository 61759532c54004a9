package io.pult;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pult.api.ApiVerticle;
import io.pult.api.Contract;
import io.pult.api.ContractAccess;
import io.pult.api.Management;
import io.pult.bus.Bus;
import io.pult.bus.BusDoctor;
import io.pult.bus.Cluster;
import io.pult.bus.HmacSeal;
import io.pult.infra.Ground;
import io.pult.infra.InfraVerticle;
import io.pult.infra.Lease;
import io.pult.infra.Outbox;
import io.pult.infra.Secrets;
import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a cluster, from its configuration to ready and down again. {@link #start} and {@link #stop} block the
 * thread that calls them, which is main or a shutdown hook, never an event loop.
 */
final class Node {
    /** Why a node has ended. After anything but STOPPED, whoever runs it starts a new one. */
    enum Ending {
        STOPPED,
        /** Whatever this incarnation owned may be owned by another. */
        LEASE_LOST,
        /** The bus no longer reaches peers that membership says are alive. */
        BUS_DEAF
    }

    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final Duration DOCTOR_ROUND = Duration.ofSeconds(15);

    private final Settings settings;
    private final Vertx vertx;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Bus bus;
    private final Ground ground;
    private final Ticker ticker;
    private final ApiVerticle api;
    private final Management management;
    private final Deque<Drain.Part> concerns = new ArrayDeque<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean serving;
    private volatile boolean ready;

    /** Returns when the node is ready; waits for its database for as long as that takes. */
    static Node start(Settings settings) {
        long began = System.nanoTime();
        Secrets secrets = Secrets.load(settings.secrets().keyFile());
        Contract contract = Contract.load(Concern.contracts());
        UUID instance = new Bootstrap(settings).instance();
        var node = new Node(settings, secrets, contract, instance);
        boolean deployed = false;
        try {
            node.deploy().await();
            deployed = true;
        } catch (RuntimeException e) {
            throw StartFailure.explained(e, settings);
        } finally {
            // Also when a person interrupts the start, which await() throws without declaring it.
            if (!deployed) {
                node.stop();
            }
        }
        log.atInfo()
                .addKeyValue("http", node.httpPort())
                .addKeyValue("management", node.management.port())
                .addKeyValue("concerns", settings.node().concerns())
                .addKeyValue("ms", (System.nanoTime() - began) / 1_000_000)
                .log("ready");
        return node;
    }

    private Node(Settings settings, Secrets secrets, Contract contract, UUID instance) {
        this.settings = settings;
        Cluster cluster = Cluster.member(new Cluster.Membership(
                instance.toString(),
                settings.cluster().host(),
                settings.cluster().port(),
                settings.cluster().members()));
        this.vertx = Vertx.builder()
                .with(options(settings))
                .withMetrics(new MicrometerMetricsFactory(metrics))
                .withClusterManager(cluster)
                .buildClustered()
                .await();
        var clock = Clock.systemUTC();
        var seal = new HmacSeal(secrets.currentKey(), secrets.derive("principal seal"), clock);
        this.bus = new Bus(vertx, seal, new ContractAccess(contract), cluster);
        String name = settings.nodeName();
        Lease lease = Lease.take(
                        vertx, settings.postgres(), name, settings.cluster().host(), clock, System::nanoTime)
                .await();
        lease.onLost(() -> end(Ending.LEASE_LOST));
        this.ground = new Ground(
                instance,
                name,
                bus,
                settings.postgres(),
                settings.redis(),
                secrets,
                lease,
                clock,
                metrics,
                new Vitals(clock),
                new Outbox());
        this.ticker = new Ticker(vertx);
        this.api = new ApiVerticle(ground, contract, settings.http(), settings.limits(), Concern.topics());
        this.management = new Management(settings.management(), metrics, () -> ready);
    }

    private static VertxOptions options(Settings settings) {
        var busOptions = new EventBusOptions()
                .setHost(settings.cluster().host())
                .setPort(settings.cluster().busPort())
                .setClusterPingInterval(2_000)
                .setClusterPingReplyInterval(4_000);
        // Labels by address would make a time series of each job and session.
        var metricsOptions = new MicrometerMetricsOptions()
                .setEnabled(true)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
                .addDisabledMetricsCategory(MetricsDomain.NAMED_POOLS)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT);
        return new VertxOptions()
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                .setEventBusOptions(busOptions)
                .setMetricsOptions(metricsOptions);
    }

    private Future<Void> deploy() {
        Future<Void> chain = watchBus()
                .compose(done -> vertx.deployVerticle(new NodeVitals(ground, settings)))
                .onSuccess(id -> deployed(id, Drain.Part.USUAL))
                .compose(done -> vertx.deployVerticle(new InfraVerticle(ground, ground.outbox())))
                .onSuccess(id -> deployed(id, Drain.Part.USUAL))
                .compose(done -> vertx.deployVerticle(management))
                .mapEmpty();
        for (Concern concern : Concern.ALL) {
            if (runs(concern.name())) {
                chain = chain.compose(
                        done -> vertx.deployVerticle(concern.verticle().apply(ground, settings))
                                .onSuccess(id -> deployed(id, concern.leave()))
                                .mapEmpty());
            }
        }
        return chain.compose(done ->
                        runs(Concern.API) ? vertx.deployVerticle(api).onSuccess(this::serve) : Future.succeededFuture())
                .onSuccess(done -> ready = true)
                .mapEmpty();
    }

    private void serve(String deployment) {
        deployed(deployment, Drain.Part.USUAL);
        serving = true;
    }

    private void deployed(String deployment, Duration leave) {
        concerns.push(new Drain.Part(deployment, leave));
    }

    private boolean runs(String concern) {
        return settings.node().concerns().contains(concern);
    }

    private Future<Void> watchBus() {
        var doctor = new BusDoctor(bus);
        bus.onJoined(doctor::warmUp);
        ticker.every(
                DOCTOR_ROUND,
                "bus doctor",
                () -> doctor.round().onSuccess(diagnosis -> {
                    if (!diagnosis.deaf().isEmpty()) {
                        metrics.counter("pult.bus.deaf.peers")
                                .increment(diagnosis.deaf().size());
                        log.atWarn().addKeyValue("peers", diagnosis.deaf()).log("members do not answer over the bus");
                    }
                    if (!diagnosis.forgotten().isEmpty()) {
                        metrics.counter("pult.bus.stale.nodes")
                                .increment(diagnosis.forgotten().size());
                        log.atWarn()
                                .addKeyValue("nodes", diagnosis.forgotten())
                                .log("the registry named nodes that are gone; taken out");
                    }
                    if (diagnosis.restored() > 0) {
                        metrics.counter("pult.bus.restored.addresses").increment(diagnosis.restored());
                        log.atWarn()
                                .addKeyValue("addresses", diagnosis.restored())
                                .log("the registry had lost addresses of this node; put back");
                    }
                    if (diagnosis.incurable()) {
                        end(Ending.BUS_DEAF);
                    }
                }));
        return doctor.start();
    }

    private void end(Ending ending) {
        if (!ended.isDone()) {
            // Said first: whoever waits for the end may halt the process at once, and the reason would go with it.
            log.atError().addKeyValue("reason", ending).log("this node cannot go on");
            ended.complete(ending);
        }
    }

    CompletableFuture<Ending> ended() {
        return ended;
    }

    Bus bus() {
        return bus;
    }

    Ground ground() {
        return ground;
    }

    int httpPort() {
        return api.port();
    }

    int managementPort() {
        return management.port();
    }

    /** Drains and leaves; nobody's request is lost. A second call, from whatever thread, waits for the first. */
    void stop() {
        if (!stopping.compareAndSet(false, true)) {
            stopped.join();
            return;
        }
        ready = false;
        try {
            new Drain(vertx, bus, serving ? api : null, concerns, ground.lease(), ticker)
                    .run()
                    .await();
        } finally {
            ended.complete(Ending.STOPPED);
            stopped.complete(null);
        }
    }
}
