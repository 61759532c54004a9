package io.pult.playground;

import io.pult.infra.PrivateFile;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.TelegramStandIn;
import io.pult.playground.telegram.TelegramStandInOptions;
import io.pult.playground.telegram.dc.ServerKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stand-in of Telegram: two data centres with {@link DemoPeople} and {@link DemoChannels}, the same at each start, so that
 * sessions of an earlier start go on. Sessions that were signed in by a code are not known any more, and lost.
 */
final class DemoTelegram {
    private static final String API_HASH = "demo-hash-of-the-stand-in";
    private static final int PRESENCE_RATE = 2;
    /** Of all accounts that the playground brings. */
    static final String LABEL = "demo";

    private final TelegramStandIn standIn;
    private final Path publicKey;
    private final DemoPeople people;
    private final Channel news;

    private DemoTelegram(TelegramStandIn standIn, Path publicKey, DemoPeople people, Channel news) {
        this.standIn = standIn;
        this.publicKey = publicKey;
        this.people = people;
        this.news = news;
    }

    /** Listens until {@code vertx} is closed. Blocks. */
    static DemoTelegram start(Vertx vertx, Path data) throws IOException {
        ServerKey key = key(data.resolve("telegram.key"));
        Path publicKey = data.resolve("telegram.pem").toAbsolutePath();
        Files.writeString(publicKey, key.publicKey().pem());
        TelegramStandIn standIn = TelegramStandIn.start(
                        vertx, TelegramStandInOptions.usual().withKey(key))
                .await();
        DemoPeople people = DemoPeople.settle(standIn);
        Channel news = DemoChannels.open(standIn.world(), people);
        standIn.presenceRate(PRESENCE_RATE);
        // Nobody who starts a playground should wait for a password to be computed.
        vertx.executeBlocking(() -> {
            DemoPeople.settleCautious(standIn.world());
            return null;
        });
        return new DemoTelegram(standIn, publicKey, people, news);
    }

    /** Kept: with another one every saved session would be one of other servers. */
    private static ServerKey key(Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                return ServerKey.fromPem(Files.readString(file));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + " is no RSA key; delete it, and the accounts of the playground sign in anew", e);
            }
        }
        ServerKey fresh = ServerKey.generate();
        PrivateFile.write(file, fresh.secretPem());
        return fresh;
    }

    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("telegram.api_id", Integer.toString(DemoPeople.API_ID));
        settings.put("telegram.api_hash", API_HASH);
        settings.put("telegram.data_centres", address(1) + "," + address(2));
        settings.put("telegram.key_file", publicKey.toString());
        return settings;
    }

    private String address(int dc) {
        return dc + "=127.0.0.1:" + standIn.dataCentre(dc).port();
    }

    String url() {
        return "http://127.0.0.1:" + standIn.adminPort();
    }

    /** For scripts. */
    JsonObject describe() {
        return new JsonObject()
                .put("url", url())
                .put("data_centres", new JsonArray(List.of(address(1), address(2))))
                .put("key_file", publicKey.toString())
                .put("people", DemoPeople.SIGNED_IN)
                .put("without_session", DemoPeople.newcomer())
                .put(
                        "with_password",
                        new JsonObject().put("phone", DemoPeople.cautious()).put("password", DemoPeople.password()))
                .put("channel", DemoChannels.NEWS);
    }

    /** What an import takes. In any range are people of both data centres. */
    JsonArray sessions(int first, int end) {
        var sessions = new JsonArray();
        for (int number = first; number < end; number++) {
            sessions.add(new JsonObject()
                    .put("session", people.session(number))
                    .put("name", DemoPeople.name(number))
                    .put("labels", new JsonArray().add(LABEL)));
        }
        return sessions;
    }

    /** With posts from 1. */
    long channel() {
        return news.id();
    }
}
