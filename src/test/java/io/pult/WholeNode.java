package io.pult;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.api.ApiVerticle;
import io.pult.api.Contract;
import io.pult.api.ContractAccess;
import io.pult.bus.Bus;
import io.pult.bus.HmacSeal;
import io.pult.infra.Ground;
import io.pult.infra.InfraVerticle;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every concern and the gateway in this JVM, on stores of its own, with the access rules of a real node. */
final class WholeNode implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Contract contract = Contract.load(Concern.contracts());
    final Settings settings;
    final Ground ground;
    final ApiVerticle api;

    private WholeNode(Path folder, Map<String, String> variables) throws IOException {
        var environment = new HashMap<>(variables);
        environment.put("PULT_POSTGRES_URL", TestStores.migrated().toString());
        environment.put("PULT_REDIS_URL", TestStores.redis().toString());
        environment.put("PULT_DATA_DIR", folder.toString());
        environment.put("PULT_HTTP_PORT", "0");
        environment.putIfAbsent("PULT_VK_BASE_URL", "http://127.0.0.1:1/method/");
        settings = new SettingsReader(Configuration.load(null, environment, List.of())).read();
        Path keys = folder.resolve("secrets.key");
        Secrets.generate(keys);
        var secrets = Secrets.load(keys);
        var clock = InstantSource.system();
        var migrated = Wait.on(Migrations.run(vertx, settings.postgres()));
        var seal = new HmacSeal(secrets.currentKey(), secrets.derive("principal seal"), clock);
        ground = new Ground(
                migrated.instance(),
                "test",
                new Bus(vertx, seal, new ContractAccess(contract), null),
                settings.postgres(),
                settings.redis(),
                secrets,
                Wait.on(Lease.take(vertx, settings.postgres(), "test", "127.0.0.1", clock, System::nanoTime)),
                clock,
                new SimpleMeterRegistry(),
                new Vitals(clock),
                new Outbox());
        api = new ApiVerticle(ground, contract, settings.http(), settings.limits(), Concern.topics());
    }

    /** @param variables of the environment, as an operator would set them */
    static WholeNode open(Path folder, Map<String, String> variables) throws IOException {
        var node = new WholeNode(folder, variables);
        Wait.on(node.vertx.deployVerticle(new InfraVerticle(node.ground, node.ground.outbox())));
        for (Concern concern : Concern.ALL) {
            Wait.on(node.vertx.deployVerticle(concern.verticle().apply(node.ground, node.settings)));
        }
        Wait.on(node.vertx.deployVerticle(node.api));
        return node;
    }

    String url(String path) {
        return "http://127.0.0.1:" + api.port() + path;
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
