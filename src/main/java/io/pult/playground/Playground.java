package io.pult.playground;

import io.pult.bus.Bus;
import io.pult.infra.Embedded;
import io.pult.infra.Secrets;
import io.pult.playground.social.TelegramIdStandIn;
import io.pult.playground.social.YandexIdStandIn;
import io.pult.playground.vk.VkStandIn;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything outside a node that a person needs to try Pult on one machine: the embedded stores, the stand-ins of the
 * outside systems, and a key file. Blocks; for {@code main} and tests.
 */
public final class Playground implements AutoCloseable {
    /** People of the stand-in whose tokens it knows: {@code vk-demo-token-<id>}. */
    public static final List<Long> PEOPLE = List.of(1001L, 1002L, 1003L, 1004L);

    private final Path data;
    private final Path keyFile;
    private final Embedded stores;
    private final Vertx vertx;
    private final VkStandIn vk;
    private final TelegramIdStandIn telegramId;
    private final YandexIdStandIn yandexId;
    private final DemoTelegram telegram;
    private final List<String> traffic = new ArrayList<>();

    private Playground(
            Path data,
            Path keyFile,
            Embedded stores,
            Vertx vertx,
            VkStandIn vk,
            TelegramIdStandIn telegramId,
            YandexIdStandIn yandexId,
            DemoTelegram telegram) {
        this.data = data;
        this.keyFile = keyFile;
        this.stores = stores;
        this.vertx = vertx;
        this.vk = vk;
        this.telegramId = telegramId;
        this.yandexId = yandexId;
        this.telegram = telegram;
    }

    /** @param data folder that keeps everything; made when it does not exist */
    public static Playground open(Path data) throws IOException, InterruptedException {
        Embedded stores = Embedded.start(data, data.resolve("bin"));
        boolean open = false;
        try {
            var playground = furnish(data, stores);
            open = true;
            return playground;
        } finally {
            // Whatever was thrown, an interrupt included: the servers would outlive this process.
            if (!open) {
                stores.close();
            }
        }
    }

    private static Playground furnish(Path data, Embedded stores) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        boolean furnished = false;
        try {
            Path keyFile = data.resolve("secrets.key").toAbsolutePath();
            if (Files.notExists(keyFile)) {
                Secrets.generate(keyFile);
            }
            var vk = new VkStandIn(0, Clock.systemUTC());
            vertx.deployVerticle(vk).await();
            DemoTokens.introduce(vk.url(), PEOPLE);
            var telegramId = DemoSignIns.telegram();
            vertx.deployVerticle(telegramId).await();
            var yandexId = DemoSignIns.yandex();
            vertx.deployVerticle(yandexId).await();
            var telegram = DemoTelegram.start(vertx, data);
            furnished = true;
            return new Playground(data, keyFile, stores, vertx, vk, telegramId, yandexId, telegram);
        } finally {
            if (!furnished) {
                vertx.close().await();
            }
        }
    }

    public static String token(long person) {
        return DemoTokens.of(person);
    }

    /**
     * What a node that uses this playground has to be told.
     *
     * @param httpPort of the node, to which people come back from the pages of sign-in providers
     */
    public Map<String, String> settings(int httpPort) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("postgres.url", stores.postgres().toString());
        settings.put("redis.url", stores.redis().toString());
        settings.put("secrets.key_file", keyFile.toString());
        settings.put("vk.base_url", vk.url() + "/method/");
        settings.put("vk.id_url", vk.url());
        settings.put("vk.picture_hosts", URI.create(vk.url()).getAuthority());
        settings.putAll(telegram.settings());
        settings.putAll(DemoSignIns.settings(telegramId, yandexId, httpPort));
        return settings;
    }

    /** For scripts: the parts of {@code playground.json} that this class knows. */
    public JsonObject describe() {
        return new JsonObject()
                .put("data", data.toAbsolutePath().toString())
                .put("key_file", keyFile.toString())
                .put(
                        "stores",
                        new JsonObject()
                                .put("postgres", stores.postgres().toString())
                                .put("redis", stores.redis().toString()))
                .put(
                        "standins",
                        new JsonObject()
                                .put(
                                        "vk",
                                        new JsonObject()
                                                .put("url", vk.url())
                                                .put("tokens", DemoTokens.describe(PEOPLE)))
                                .put("telegram", telegram.describe())
                                .put("telegram_id", telegramId.describe())
                                .put("yandex_id", yandexId.describe()));
    }

    /** Where the stand-in of Telegram is told what to do, and tells what it did. */
    public String telegramUrl() {
        return telegram.url();
    }

    /** The phone of somebody of the stand-in of Telegram who is signed in nowhere. */
    public static String newcomer() {
        return "+" + DemoPeople.newcomer();
    }

    /**
     * Lets somebody use the node at {@code url} from now on, until this playground is closed; in place of the node before.
     *
     * @param key of somebody who may do everything
     * @param login with {@code password}: of a person who may make workspaces
     * @param bus of the same node
     */
    public void startTraffic(String url, String key, String login, String password, Bus bus) {
        stopTraffic();
        traffic.add(vertx.deployVerticle(new DemoTraffic(url, key, vk.url())).await());
        traffic.add(vertx.deployVerticle(new DemoAccounts(url, key, login, password, bus, telegram))
                .await());
    }

    private void stopTraffic() {
        List<String> running = List.copyOf(traffic);
        traffic.clear();
        running.forEach(each -> vertx.undeploy(each).await());
    }

    @Override
    public void close() {
        // Whoever was interrupted has to put away all the same: the servers would outlive this process.
        boolean interrupted = Thread.interrupted();
        try {
            vertx.close().await();
        } finally {
            stores.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
