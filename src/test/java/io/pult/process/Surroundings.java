package io.pult.process;

import io.pult.identity.ApiKeys;
import io.pult.infra.Migrations;
import io.pult.infra.PgSettings;
import io.pult.infra.Secrets;
import io.pult.playground.vk.VkStandIn;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * What nodes that a test starts with {@code run} have in common: an empty database and Redis of their own, a key file and
 * the stand-in of VK. The stores live in the test's JVM, so only the nodes are processes.
 */
final class Surroundings implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final URI postgres = TestStores.database();
    private final URI redis = TestStores.redis();
    private final VkStandIn vk = new VkStandIn(0, Clock.systemUTC());
    private final Path keyFile;

    Surroundings(Path folder) throws Exception {
        Files.createDirectories(folder);
        keyFile = folder.resolve("secrets.key");
        Secrets.generate(keyFile);
        Wait.on(vertx.deployVerticle(vk));
    }

    URI postgres() {
        return postgres;
    }

    URI redis() {
        return redis;
    }

    String vkUrl() {
        return vk.url();
    }

    /** A folder for nodes that use all of this. */
    Home home(Path folder) throws Exception {
        return new Home(folder)
                .with("PULT_POSTGRES_URL", postgres.toString())
                .with("PULT_REDIS_URL", redis.toString())
                .with("PULT_SECRETS_KEY_FILE", keyFile.toString())
                .with("PULT_VK_BASE_URL", vk.url() + "/method/");
    }

    String apiKey(String... scopes) {
        var settings = PgSettings.of(postgres.toString());
        Wait.on(Migrations.run(vertx, settings));
        return Wait.on(ApiKeys.issue(vertx, settings, "test", List.of(scopes)));
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
