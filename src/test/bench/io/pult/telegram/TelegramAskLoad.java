package io.pult.telegram;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Cluster;
import io.pult.bus.FlushPerTurn;
import io.pult.bus.HmacSeal;
import io.pult.contract.telegram.AccountSessionOps;
import io.pult.contract.telegram.TelegramEvents;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.pult.support.Altered;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks owners of sessions as fast as they answer, or counts what they tell: a member of the cluster beside a node, or one that
 * holds the sessions itself. Says what it has measured in its last line.
 *
 * <p>Arguments: {@code local} (holds the sessions and asks), {@code remote} (asks a node) or {@code presence} (listens to one),
 * the node's configuration, seconds, the stand-in's data centres, its key.
 */
final class TelegramAskLoad {
    private static final int UNDER_WAY = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long WARM_UP_MS = 5_000;
    private static final long LOOK_MS = 100;

    private final Bus bus;
    private final List<UUID> accounts;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private int next;

    private TelegramAskLoad(Bus bus, List<UUID> accounts) {
        this.bus = bus;
        this.accounts = accounts;
    }

    public static void main(String[] args) throws Exception {
        // As a node does.
        System.setProperty(FlushPerTurn.EXTENSIONS, "serviceload");
        var conf = new JsonObject(Files.readString(Path.of(args[1])));
        int seconds = Integer.parseInt(args[2]);
        var postgres = PgSettings.of(conf.getJsonObject("postgres").getString("url"));
        var secrets = Secrets.load(Path.of(conf.getJsonObject("secrets").getString("key_file")));
        Vertx plain = Vertx.vertx();
        UUID instance = Migrations.run(plain, postgres).await().instance();
        Cluster cluster = Cluster.member(new Cluster.Membership(
                instance.toString(),
                "127.0.0.1",
                Integer.parseInt(conf.getJsonObject("cluster").getString("port")),
                List.of("127.0.0.1")));
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(2)
                        .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(cluster)
                .buildClustered()
                .await();
        var seal = new HmacSeal(secrets.currentKey(), secrets.derive("principal seal"), Clock.systemUTC());
        var bus = new Bus(vertx, seal, (op, who) -> true, cluster);
        Pg pg = Pg.open(plain, postgres);
        if (args[0].equals("local")) {
            hold(vertx, bus, instance, conf, postgres, secrets, args[3], args[4]);
        }
        var load = new TelegramAskLoad(bus, accounts(pg));
        JsonObject told = args[0].equals("presence") ? load.listen(seconds) : load.ask(vertx, seconds);
        System.out.println(told.encode());
        System.exit(0);
    }

    /** As a node does. */
    private static void hold(
            Vertx vertx,
            Bus bus,
            UUID instance,
            JsonObject conf,
            PgSettings postgres,
            Secrets secrets,
            String centres,
            String key) {
        var settings = Altered.record(
                TelegramSettings.standard(),
                Map.of(
                        "apiId",
                        17,
                        "apiHash",
                        "bench",
                        "dataCentres",
                        List.of(centres.split(",")),
                        "keyFile",
                        Path.of(key),
                        "connectsPerExit",
                        200,
                        "restAfter",
                        Duration.ZERO));
        var ground = new Ground(
                instance,
                "load",
                bus,
                postgres,
                RedisSettings.of(conf.getJsonObject("redis").getString("url")),
                secrets,
                Lease.take(vertx, postgres, "load", "127.0.0.1", InstantSource.system(), System::nanoTime)
                        .await(),
                InstantSource.system(),
                new SimpleMeterRegistry(),
                new Vitals(InstantSource.system()),
                new Outbox());
        vertx.deployVerticle(new TelegramSessionsVerticle(ground, settings)).await();
    }

    /** When all of them are held. */
    private static List<UUID> accounts(Pg pg) throws InterruptedException {
        while (pg.query("SELECT FROM telegram_session WHERE owner IS NULL LIMIT 1")
                        .await()
                        .size()
                > 0) {
            Thread.sleep(LOOK_MS);
        }
        var accounts = new ArrayList<UUID>();
        pg.query("SELECT account_id FROM telegram_session").await().forEach(row -> accounts.add(row.getUUID(0)));
        return accounts;
    }

    private JsonObject ask(Vertx vertx, int seconds) throws InterruptedException {
        Context context = vertx.getOrCreateContext();
        context.runOnContext(go -> {
            for (int i = 0; i < UNDER_WAY; i++) {
                one();
            }
        });
        Thread.sleep(WARM_UP_MS);
        return over(seconds);
    }

    private void one() {
        next = (next + 1) % accounts.size();
        UUID account = accounts.get(next);
        var question = new AccountSessionOps.GetSession(account, null);
        bus.ask(AccountSessionOps.GET_SESSION, question, Call.system("load", PATIENCE))
                .onComplete(done -> {
                    boolean right =
                            done.succeeded() && done.result().accountId().equals(account);
                    (right ? answered : failed).incrementAndGet();
                    one();
                });
    }

    private JsonObject listen(int seconds) throws InterruptedException {
        bus.onEvery(
                        TelegramEvents.PRESENCE_CHANGED,
                        event -> answered.addAndGet(event.body().changes().size()))
                .await();
        Thread.sleep(WARM_UP_MS);
        return over(seconds);
    }

    private JsonObject over(int seconds) throws InterruptedException {
        long before = answered.get();
        long began = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        double perSecond = (answered.get() - before) / ((System.nanoTime() - began) / 1e9);
        return new JsonObject().put("per_second", perSecond).put("failed", failed.get());
    }
}
