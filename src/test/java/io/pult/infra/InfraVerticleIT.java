package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.HmacSeal;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InfraVerticleIT {
    private static final Op<Nothing, Nothing> REMEMBER = Op.of("~test.remember", Nothing.class, Nothing.class);

    private final Loop loop = new Loop();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void what_is_put_on_one_loop_is_relayed_from_another_and_a_stop_leaves_nothing_running() throws Exception {
        var settings = PgSettings.of(TestStores.migrated().toString());
        Pg pg = loop.make(() -> Pg.open(loop.vertx, settings));
        var seal = new HmacSeal("k", Map.of("k", new byte[32]), InstantSource.system());
        var bus = new Bus(loop.vertx, seal, (op, who) -> who.system(), null);
        var outbox = new Outbox();
        // A verticle of infra has no use for Redis, secrets or the lease.
        var ground = new Ground(
                UUID.randomUUID(),
                "node",
                bus,
                settings,
                RedisSettings.of("redis://127.0.0.1:1"),
                null,
                null,
                InstantSource.system(),
                new SimpleMeterRegistry(),
                new Vitals(InstantSource.system()),
                outbox);
        String deployed = Wait.on(loop.vertx.deployVerticle(new InfraVerticle(ground, outbox)));
        var heard = new CompletableFuture<String>();
        loop.on(() -> bus.serve(REMEMBER, (nothing, call) -> {
            heard.complete(String.valueOf(call.idempotencyKey()));
            return Future.succeededFuture(Nothing.NOTHING);
        }));

        String id = loop.on(() -> pg.tx(tx -> outbox.put(tx, REMEMBER, Nothing.NOTHING)))
                .toString();

        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(id);
        Wait.until(
                "it is acknowledged",
                () -> loop.on(() -> new OutboxStore(pg).count()).waiting() == 0);
        Wait.on(loop.vertx.undeploy(deployed));
        loop.on(() -> pg.tx(tx -> outbox.put(tx, REMEMBER, Nothing.NOTHING)));
        assertThat(loop.on(() -> new OutboxStore(pg).count()).waiting()).isEqualTo(1);
    }
}
