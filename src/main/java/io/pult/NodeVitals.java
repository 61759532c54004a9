package io.pult;

import com.sun.management.OperatingSystemMXBean;
import io.pult.contract.api.Health;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Redis;
import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks after the stores every few seconds and answers how this node is. */
final class NodeVitals extends VerticleBase {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Ground ground;
    private final Settings settings;
    private @Nullable Pg pg;
    private @Nullable Redis redis;
    private @Nullable Redis limiter;
    private @Nullable Ticker ticker;

    NodeVitals(Ground ground, Settings settings) {
        this.ground = ground;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Pg database = Pg.open(vertx, ground.postgres());
        Ticker timers = new Ticker(vertx);
        pg = database;
        ticker = timers;
        timers.every(LOOK, "look after PostgreSQL", () -> note("postgres", database.query("SELECT 1")))
                .now();
        boolean shared = settings.limits().redisUrl().equals(settings.redis().url());
        return Redis.open(vertx, ground.redis().url(), ground.redis().timeout())
                .onSuccess(opened -> {
                    redis = opened;
                    timers.every(LOOK, "look after Redis", () -> note("redis", ping(opened)))
                            .now();
                })
                .compose(opened -> shared
                        ? Future.succeededFuture()
                        : Redis.open(
                                        vertx,
                                        settings.limits().redisUrl(),
                                        ground.redis().timeout())
                                .onSuccess(own -> {
                                    limiter = own;
                                    timers.every(
                                            LOOK, "look after the limiter's Redis", () -> note("limiter", ping(own)));
                                }))
                .compose(opened -> ground.bus()
                        .serveAt(
                                ground.bus().nodeId(),
                                Health.OF_NODE,
                                (nothing, call) -> Future.succeededFuture(health())));
    }

    @Override
    public Future<?> stop() {
        Future<Void> ticking = ticker == null ? Future.succeededFuture() : ticker.stop();
        return ticking.eventually(() -> redis == null ? Future.succeededFuture() : redis.close())
                .eventually(() -> limiter == null ? Future.succeededFuture() : limiter.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }

    private static Future<?> ping(Redis redis) {
        return redis.send(Request.cmd(Command.PING));
    }

    /** That a store is away is told, not failed: the timer's own complaint would be the second line about it. */
    private Future<?> note(String name, Future<?> look) {
        return look.onSuccess(answer -> ground.vitals().succeeded(name))
                .onFailure(cause -> ground.vitals().failed(name, String.valueOf(cause.getMessage())))
                .otherwiseEmpty();
    }

    private Health health() {
        return new Health(
                ground.nodeName(),
                settings.node().concerns(),
                load(),
                ground.vitals().all().stream().map(NodeVitals::component).toList());
    }

    private static Health.Load load() {
        Runtime runtime = Runtime.getRuntime();
        double processor = MACHINE.getProcessCpuLoad();
        return new Health.Load(
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                processor < 0 ? null : processor,
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }

    private static Health.Component component(Vitals.Vital vital) {
        var state = vital.working() ? Health.State.UP : Health.State.DOWN;
        return new Health.Component(vital.name(), state, vital.lastSuccess(), vital.trouble());
    }
}
