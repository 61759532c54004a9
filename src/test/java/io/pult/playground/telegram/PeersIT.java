package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.dc.DataCentre;
import io.pult.playground.telegram.dc.DataCentreOptions;
import io.pult.playground.telegram.dc.PublicKey;
import io.pult.playground.telegram.dc.ServerKey;
import io.pult.support.NpmPeer;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients of Telegram that others wrote, pointed at the stand-in's address and key: what they take for a data centre is one.
 * In {@code make check}: it installs their packages from a registry, and needs Node.js 18 or later.
 */
@Tag("check")
class PeersIT {
    private static final String ADA = "79990000001";
    private static final String BOB = "79990000002";

    private final Vertx vertx = Vertx.vertx();
    private final World world = new World(InstantSource.system(), new Random());
    private DataCentre dc;
    private HttpServer codes;
    private Channel channel;

    @BeforeEach
    void people() {
        Account ada = world.add(
                AccountSpec.of(ADA).named("Ada", "L").withUsername("ada_l").withPassword("secret"));
        Account bob = world.add(AccountSpec.of(BOB).named("Bob", "").withUsername("bobby"));
        world.befriend(ada, bob);
        channel = world.add(ChannelSpec.channel("News", "pult_news"), bob);
        Channel group = world.add(ChannelSpec.group("Talk", null), bob);
        world.link(channel, group);
        world.admit(channel, ada);
        world.admit(group, ada);
        world.post(channel, "the first");
        world.post(channel, "the second");
    }

    @BeforeEach
    void start() {
        var api = new WorldApi(
                world, (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), fired -> task.run()));
        dc = Wait.on(DataCentre.start(vertx, DataCentreOptions.of(2, ServerKey.generate()), api));
        world.listens(Map.of(2, dc.port()));
        codes = Wait.on(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .end(String.valueOf(world.lastCode(request.path().substring(1)))))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        Wait.on(dc.close());
        Wait.on(vertx.close());
    }

    @Test
    void gramjs_signs_in_reads_sends_reacts_and_hears() throws Exception {
        assertThat(NpmPeer.install("gramjs").says(whereItIs())).isEqualTo(expected());
        assertThat(world.calls()).containsEntry("auth.checkPassword", 1L).containsKey("messages.sendReaction");
        assertThat(dc.duplicates()).isEmpty();
    }

    private JsonObject expected() {
        return new JsonObject()
                .put("me", "ada_l")
                .put("channel", "News")
                .put("posts", new JsonArray().add("the second").add("the first"))
                .put("reactions", new JsonArray().add(new JsonArray().add("👍").add(1)))
                .put("comment", true)
                .put("views", 1)
                .put("letter", true)
                .put("outside", "AUTH_KEY_UNREGISTERED");
    }

    private String whereItIs() {
        PublicKey key = dc.publicKey();
        return new JsonObject()
                .put("dc", 2)
                .put("port", dc.port())
                .put("modulus", key.modulus())
                .put("exponent", key.exponent())
                .put("fingerprint", Long.toString(key.fingerprint()))
                .put("pem", key.pem())
                .put("codes", "http://127.0.0.1:" + codes.actualPort())
                .put(
                        "people",
                        new JsonObject()
                                .put("ada", new JsonObject().put("phone", ADA).put("secret", "secret"))
                                .put("bob", new JsonObject().put("phone", BOB).put("username", "bobby")))
                .put("channel", "pult_news")
                .encode();
    }
}
