package io.pult.jobs;

import static io.pult.jobs.JobsCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Op;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.support.Altered;
import io.pult.support.TestStores;
import io.pult.telegram.TelegramSessionsVerticle;
import io.pult.telegram.TelegramSettings;
import io.pult.vk.VkClientRotatorVerticle;
import io.pult.vk.VkSettings;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job {@code rekey} with concerns that take part in it; what is identity's has a test of its own. */
class RekeyIT {
    private static final int ACCOUNTS = 105;

    @TempDir
    Path data;

    private final JobsCluster cluster = new JobsCluster(TestStores.migrated());

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void every_leg_of_every_kind_serves_its_step() {
        deployVk();
        deployTelegram();
        serveIdentity();

        assertThat(cluster.bus.served())
                .containsAll(JobKind.ALL.stream()
                        .flatMap(kind -> kind.steps().stream())
                        .map(Op::id)
                        .toList());
    }

    @Test
    void a_rekey_leaves_no_secret_under_an_older_key() {
        Deployed before = deployVk();
        IntStream.range(0, ACCOUNTS).forEach(this::createAccount);
        await(cluster.vertx.undeploy(before.deployment));
        cluster.newKey();
        Secrets secrets = deployVk().ground.secrets();
        deployTelegram();
        serveIdentity();
        cluster.node("one");
        assertThat(envelopes()).hasSize(ACCOUNTS).allMatch(secrets::stale);

        Job job = cluster.until(
                cluster.ask(JobsOps.START_REKEY, new JobsOps.StartRekey()).id(), JobState.SUCCEEDED);

        assertThat(envelopes()).hasSize(ACCOUNTS).noneMatch(secrets::stale);
        assertThat(job.done()).isEqualTo(ACCOUNTS);
        assertThat(job.total()).isEqualTo(ACCOUNTS);
        assertThat(job.step()).isEqualTo(8);
    }

    /** Has no secrets. */
    private void serveIdentity() {
        Concern.serve(
                cluster, "identity", JobKind.REKEY, step -> Future.succeededFuture(new JobStep.Result(null, 0, 0L)));
    }

    private record Deployed(Ground ground, String deployment) {}

    private Deployed deployVk() {
        Lease lease = cluster.lease("vk");
        Ground ground = cluster.ground(
                "vk", cluster.postgres, RedisSettings.of(TestStores.redis().toString()), lease);
        return new Deployed(
                ground, await(cluster.vertx.deployVerticle(new VkClientRotatorVerticle(ground, unasked(), data))));
    }

    /** Without accounts it connects to nobody. */
    private void deployTelegram() {
        Ground ground = cluster.ground(
                "telegram",
                cluster.postgres,
                RedisSettings.of(TestStores.redis().toString()),
                cluster.lease("telegram"));
        await(cluster.vertx.deployVerticle(new TelegramSessionsVerticle(ground, TelegramSettings.standard())));
    }

    /** Nobody listens there: nothing in this test calls VK. */
    private static VkSettings unasked() {
        URI nowhere = URI.create("http://127.0.0.1:1/");
        return Altered.record(
                VkSettings.standard(),
                Map.of(
                        "baseUrl",
                        nowhere,
                        "idUrl",
                        nowhere,
                        "callTimeout",
                        Duration.ofSeconds(1),
                        "connectTimeout",
                        Duration.ofSeconds(1)));
    }

    private void createAccount(int number) {
        var body = new SystemAccountOps.Create.Body(
                1_000 + number, SystemAccount.Kind.COMMUNITY, "vk1.a.a-token-of-a-test-" + number, null);
        cluster.ask(SystemAccountOps.CREATE, new SystemAccountOps.Create(body));
    }

    private List<String> envelopes() {
        return await(cluster.pg.list(row -> row.getString("token"), "SELECT token FROM system_accounts ORDER BY id"));
    }
}
