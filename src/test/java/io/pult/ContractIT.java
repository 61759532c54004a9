package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.api.Contract;
import io.pult.api.Operation;
import io.pult.bus.Bus;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.pult.jobs.JobKind;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract promises and what the concerns serve are the same. */
class ContractIT {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = TestBus.on(vertx);
    private final Contract contract = Contract.load(Concern.contracts());

    @BeforeEach
    void deployEveryConcern() throws Exception {
        var postgres = PgSettings.of(TestStores.database().toString());
        var redis = TestStores.redis().toString();
        var keys = folder.resolve("secrets.key");
        Secrets.generate(keys);
        var clock = InstantSource.system();
        var migrated = Migrations.run(vertx, postgres).await();
        var lease = Lease.take(vertx, postgres, "test", "127.0.0.1", clock, System::nanoTime)
                .await();
        var ground = new Ground(
                migrated.instance(),
                "test",
                bus,
                postgres,
                RedisSettings.of(redis),
                Secrets.load(keys),
                lease,
                clock,
                new SimpleMeterRegistry(),
                new Vitals(clock),
                new Outbox());
        var environment = Map.of(
                "PULT_POSTGRES_URL",
                postgres.url(),
                "PULT_REDIS_URL",
                redis,
                "PULT_VK_BASE_URL",
                "http://127.0.0.1:1/method/",
                "PULT_DATA_DIR",
                folder.toString());
        Settings settings = new SettingsReader(Configuration.load(null, environment, List.of())).read();
        for (Concern concern : Concern.ALL) {
            vertx.deployVerticle(concern.verticle().apply(ground, settings)).await();
        }
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void every_operation_of_the_contract_is_served_and_every_public_op_is_in_the_contract() {
        Set<String> promised = contract.operations().stream()
                .filter(operation -> !operation.concern().equals(Concern.API))
                .map(Operation::id)
                .collect(Collectors.toSet());
        Set<String> served = bus.served().stream()
                .filter(id -> !id.startsWith("~") && !id.contains("#"))
                .collect(Collectors.toSet());

        assertThat(served).isEqualTo(promised);
    }

    @Test
    void every_step_of_every_kind_of_job_is_served() {
        for (JobKind kind : JobKind.ALL) {
            kind.steps().forEach(step -> assertThat(bus.served()).contains(step.id()));
        }
    }

    @Test
    void an_operation_is_served_by_the_concern_that_it_is_named_after() {
        assertThat(contract.operations()).allMatch(operation -> operation.id().startsWith(operation.concern() + "."));
    }
}
