package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Redis;
import io.pult.infra.Role;
import io.pult.infra.Ticker;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the concern {@code vk}. */
public final class VkClientRotatorVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(VkClientRotatorVerticle.class);

    private static final Duration COME_BACK = Duration.ofMillis(250);
    private static final Duration PROBE_LOOK = Duration.ofSeconds(5);
    private static final Future<Void> NOTHING = Future.succeededFuture();

    private final Ground ground;
    private final VkSettings settings;
    private final Path data;
    private @Nullable Pg pg;
    private @Nullable Redis redis;
    private @Nullable VkClient client;
    private @Nullable CaptchaPictures pictures;
    private @Nullable AccountTasks accountTasks;
    private @Nullable TokenLogWriter logWriter;
    private @Nullable TokenVerdicts verdicts;
    private @Nullable Ticker ticker;

    /** @param data folder of what this node keeps on disk */
    public VkClientRotatorVerticle(Ground ground, VkSettings settings, Path data) {
        this.ground = ground;
        this.settings = settings;
        this.data = data;
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
        var nodes = new LiveNodes(ground.lease(), ground.clock());
        var health = new PoolHealth(ground.vitals(), ground.metrics(), nodes);
        var locks = new LockBook(new LockStore(database), ground.clock());
        var shared = new SharedBudgets(
                open, ground.instance().toString(), settings, environment == null ? null : environment.member());
        var pool = new TokenPool(shared, new LocalBudgets(vault, locks, nodes, settings), locks, health);
        var keeper = new PoolKeeper(accounts, vault, pool, locks, ground.clock());
        var judge = new TokenVerdicts(database, bus, ground.outbox(), vault, pool);
        verdicts = judge;
        var door = new VkClient(vertx, timers, settings, ground.vitals());
        client = door;
        var logs = new TokenLogStore(database);
        var counts = new TokenLogCounts(database);
        var writer = new TokenLogWriter(
                new TokenLogShipper(database, ground.metrics()),
                timers,
                vertx.createSharedWorkerExecutor("pult-vk-attempts", 2),
                data.resolve("attempts"),
                settings.logSpool(),
                ground.metrics());
        logWriter = writer;
        var picker = new TokenPicker(vertx, pool, vault, keeper);
        var captchas = new Captchas(
                vertx,
                new CaptchaItems(vertx, database, ground.outbox(), ground.clock()),
                open,
                ground.secrets(),
                pool,
                vault,
                judge,
                ground.instance().toString());
        var captchaPictures = new CaptchaPictures(vertx, timers, settings);
        pictures = captchaPictures;
        var upkeep =
                new TokenLogUpkeep(vertx, logs, counts, ground.clock(), settings.keepLogs(), settings.keepCounts());
        var tools = new CallTools(
                vertx,
                settings,
                ground.clock(),
                ground.nodeName(),
                picker,
                pool,
                vault,
                door,
                judge,
                writer,
                settings.errors(),
                captchas);

        var idempotency = new Idempotency(vertx, database);
        var notices = new TokenNotices(ground.outbox());
        var intake = new TokenIntake(seal, ground.clock());
        var audit = new AccountAudit(ground.outbox(), ground.clock());
        var accountHandlers = new SystemAccountHandlers(
                database, bus, seal, keeper, judge, notices, intake, logs, idempotency, audit);
        var profiles = new VkProfiles(bus);
        var tasks = new AccountTasks(vertx, timers, ground, settings, database, seal, keeper, judge, notices, profiles);
        accountTasks = tasks;
        var linkHandlers = new AccountLinkHandlers(
                database, bus, new LinkResolver(profiles), idempotency, ground.nodeName(), tasks::lookUp, audit);
        var logHandlers = new TokenLogHandlers(logs, counts, writer, ground.clock());
        timers.every(
                Duration.ofSeconds(30),
                "token pool",
                () -> Future.join(judge.repeat(), locks.repeat()).eventually(keeper::reconcile));
        timers.every(Duration.ofHours(1), "locks that are over", locks::sweep);
        timers.every(Duration.ofSeconds(5), "nodes that share the budgets", nodes::refresh);
        timers.every(COME_BACK, "come back to Redis", () -> pool.mayComeBack() ? keeper.reconcile() : NOTHING);
        probe(timers, keeper, seal, judge, tools);
        timers.every(Duration.ofSeconds(30), "captchas", captchas::sweep);
        upkeep.start(timers);
        return upkeep.makeDays()
                .compose(made -> writer.open())
                .compose(opened -> nodes.refresh())
                .compose(counted -> keeper.reconcile().recover(VkClientRotatorVerticle::later))
                .compose(filled -> Future.all(List.of(
                        new VkCallHandlers(tools, idempotency).serve(bus),
                        new VerifyHandlers(database, bus, seal, keeper, judge, tools, audit).serve(),
                        accountHandlers.serve(),
                        linkHandlers.serve(),
                        logHandlers.serve(bus),
                        new MatrixHandlers(
                                        new MatrixStore(database),
                                        new LockStore(database),
                                        counts,
                                        writer,
                                        vault,
                                        pool,
                                        ground.clock())
                                .serve(bus),
                        new InboxHandlers(accountHandlers, captchas, captchaPictures).serve(bus),
                        new RekeyHandlers(accounts, seal).serve(bus))))
                .compose(served -> new ListSyncHandlers(ground, database, idempotency).serve(timers))
                .compose(served -> bus.onEvery(SystemAccountOps.CHANGED, event -> {
                    vault.refresh(event.body().id());
                    locks.load(event.body().id().toString());
                }))
                .compose(heard -> tasks.start());
    }

    private void probe(Ticker timers, PoolKeeper keeper, TokenSeal seal, TokenVerdicts judge, CallTools tools) {
        Duration look = min(settings.probeFirst().dividedBy(4), PROBE_LOOK);
        Role ofAccounts = ground.lease().role("vk.probes");
        var probes = new TokenProbes(Objects.requireNonNull(pg), ground.bus(), ofAccounts, seal, keeper, judge, tools);
        timers.every(look, "probes of tokens", probes::round);
        PoolToken environment = tools.vault().ofEnvironment();
        if (environment != null) {
            Role ofEnvironment = ground.lease().role("vk.probes." + environment.member());
            var probe = new EnvProbe(ofEnvironment, environment, keeper, tools);
            timers.every(look, "probe of the environment's token", probe::round);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** The pool is filled as soon as Redis is there; until then this node goes on alone. */
    private static Future<Void> later(Throwable cause) {
        log.atWarn().addKeyValue("reason", cause.toString()).log("the token pool is filled when Redis is there");
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Future<Void> written = logWriter == null ? Future.succeededFuture() : logWriter.drain();
        return written.eventually(() -> verdicts == null ? Future.succeededFuture() : verdicts.repeat())
                .eventually(() -> accountTasks == null ? Future.succeededFuture() : accountTasks.stop())
                .eventually(() -> ticker == null ? Future.succeededFuture() : ticker.stop())
                .eventually(() -> client == null ? Future.succeededFuture() : client.close())
                .eventually(() -> pictures == null ? Future.succeededFuture() : pictures.close())
                .eventually(() -> redis == null ? Future.succeededFuture() : redis.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close())
                .otherwiseEmpty();
    }
}
