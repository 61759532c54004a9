package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Redis;
import io.pult.infra.Ticker;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the concern {@code vk}. */
public final class VkClientRotatorVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(VkClientRotatorVerticle.class);

    private final Ground ground;
    private final VkSettings settings;
    private @Nullable Pg pg;
    private @Nullable Redis redis;
    private @Nullable VkClient client;
    private @Nullable TokenLogWriter logWriter;
    private @Nullable TokenVerdicts verdicts;
    private @Nullable Ticker ticker;

    public VkClientRotatorVerticle(Ground ground, VkSettings settings) {
        this.ground = ground;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Pg database = Pg.open(vertx, ground.postgres());
        pg = database;
        return Redis.open(vertx, ground.redis().url(), ground.redis().timeout()).compose(open -> {
            redis = open;
            return serve(database, open);
        });
    }

    private Future<?> serve(Pg database, Redis open) {
        Bus bus = ground.bus();
        var timers = new Ticker(vertx);
        ticker = timers;
        var seal = new TokenSeal(ground.secrets());
        var accounts = new SystemAccountStore(database);
        var vault = new TokenVault(accounts, seal, settings.token());
        PoolToken environment = vault.ofEnvironment();
        var pool = new TokenPool(
                open, ground.instance().toString(), settings, environment == null ? null : environment.member());
        var keeper = new PoolKeeper(accounts, vault, pool, ground.clock());
        var judge = new TokenVerdicts(database, bus, ground.outbox(), vault);
        verdicts = judge;
        var door = new VkClient(vertx, timers, settings, ground.vitals());
        client = door;
        var logs = new TokenLogStore(database);
        var writer = new TokenLogWriter(logs, timers, ground.metrics());
        logWriter = writer;
        var picker = new TokenPicker(pool, vault, keeper);
        var tools = new CallTools(
                vertx, settings, ground.clock(), ground.nodeName(), picker, pool, vault, door, judge, writer);

        var idempotency = new Idempotency(vertx, database);
        var accountHandlers = new SystemAccountHandlers(database, bus, seal, keeper, judge, idempotency);
        var logHandlers = new TokenLogHandlers(logs, ground.clock());
        timers.every(Duration.ofSeconds(30), "token pool", () -> judge.repeat().compose(done -> keeper.reconcile()));
        timers.every(Duration.ofHours(1), "days of token_logs", logHandlers::makeDays);
        return logHandlers
                .makeDays()
                .compose(made -> keeper.reconcile().recover(VkClientRotatorVerticle::later))
                .compose(filled -> Future.all(
                        new VkCallHandlers(tools, idempotency).serve(bus),
                        new VerifyHandlers(database, bus, seal, keeper, judge, tools).serve(),
                        accountHandlers.serve(),
                        logHandlers.serve(bus),
                        new InboxHandlers(accountHandlers).serve(bus),
                        new RekeyHandlers(accounts, seal).serve(bus)))
                .compose(served -> new ListSyncHandlers(ground, database, idempotency).serve(timers))
                .compose(served -> bus.onEvery(
                        SystemAccountOps.CHANGED,
                        event -> vault.refresh(event.body().id())));
    }

    /** Without Redis there are no calls yet, but accounts can be looked at and changed. */
    private static Future<Void> later(Throwable cause) {
        log.atWarn().addKeyValue("reason", cause.toString()).log("the token pool is filled when Redis is there");
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Future<Void> written = logWriter == null ? Future.succeededFuture() : logWriter.drain();
        return written.eventually(() -> verdicts == null ? Future.succeededFuture() : verdicts.repeat())
                .eventually(() -> ticker == null ? Future.succeededFuture() : ticker.stop())
                .eventually(() -> client == null ? Future.succeededFuture() : client.close())
                .eventually(() -> redis == null ? Future.succeededFuture() : redis.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close())
                .otherwiseEmpty();
    }
}
