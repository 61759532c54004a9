package io.pult.support;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** What a verticle stands on, over stores that no other test uses. Blocks. */
public final class TestGround {
    private TestGround() {}

    /** @param folder for the secrets' keys */
    public static Ground on(Vertx vertx, Bus bus, Path folder, InstantSource clock) throws IOException {
        var postgres = PgSettings.of(TestStores.migrated().toString());
        var keys = folder.resolve("secrets.key");
        Secrets.generate(keys);
        var migrated = Wait.on(Migrations.run(vertx, postgres));
        return new Ground(
                migrated.instance(),
                "test",
                bus,
                postgres,
                RedisSettings.of(TestStores.redis().toString()),
                Secrets.load(keys),
                Wait.on(Lease.take(vertx, postgres, "test", "127.0.0.1", clock, System::nanoTime)),
                clock,
                new SimpleMeterRegistry(),
                new Vitals(clock),
                new Outbox());
    }
}
