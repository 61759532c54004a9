package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.dc.Fault;
import io.pult.playground.telegram.dc.ServerKey;
import io.pult.support.NpmPeer;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
    private final Vertx vertx = Vertx.vertx();
    private final TelegramStandIn telegram =
            Wait.on(TelegramStandIn.start(vertx, TelegramStandInOptions.usual().withKey(key())));
    private final World world = telegram.world();
    private final Account ada = world.add(AccountSpec.of("79990000001")
            .named("Ada", "L")
            .withUsername("ada_l")
            .withPassword("secret"));
    private final Account bob =
            world.add(AccountSpec.of("79990000002").named("Bob", "").withUsername("bobby"));

    /** mtcute looks a key up by its fingerprint without leading zeros, under which it does not keep it. */
    private static ServerKey key() {
        ServerKey key = ServerKey.generate();
        return key.publicKey().fingerprint() >>> 60 == 0 ? key() : key;
    }

    @BeforeEach
    void people() {
        world.befriend(ada, bob);
        Channel news = world.add(ChannelSpec.channel("News", "pult_news"), bob);
        Channel talk = world.add(ChannelSpec.group("Talk", null), bob);
        world.link(news, talk);
        world.admit(news, ada);
        world.admit(talk, ada);
        world.post(news, "the first");
        world.post(news, "the second");
    }

    @AfterEach
    void close() {
        Wait.on(telegram.close());
        Wait.on(vertx.close());
    }

    @Test
    void gramjs_signs_in_reads_sends_reacts_and_hears() throws Exception {
        spends("gramjs");
    }

    @Test
    void mtcute_signs_in_reads_sends_reacts_and_hears_and_moves_to_the_other_data_centre() throws Exception {
        telegram.dataCentres().forEach(each -> each.faults().always(Fault.ODD_ACK_PASSES, 0));
        world.move(bob, 1);
        spends("mtcute");
        assertThat(telegram.dataCentre(1).counts().sessions()).isPositive();
    }

    /** A day of Ada and Bob: see the programs. */
    private void spends(String client) throws Exception {
        Object day = NpmPeer.install(client).says("http://127.0.0.1:" + telegram.adminPort());
        assertThat(day)
                .isEqualTo(new JsonObject()
                        .put("me", "ada_l")
                        .put("channel", "News")
                        .put("posts", new JsonArray().add("the second").add("the first"))
                        .put(
                                "reactions",
                                new JsonArray().add(new JsonArray().add("👍").add(1)))
                        .put("comment", true)
                        .put("views", 1)
                        .put("letter", true)
                        .put("outside", "AUTH_KEY_UNREGISTERED"));
        assertThat(world.calls()).containsEntry("auth.checkPassword", 1L).containsKey("messages.sendReaction");
        assertThat(world.executions()).isNotEmpty().allMatch(each -> each.arrivals() == 1);
        assertThat(telegram.dataCentres()).allMatch(each -> each.duplicates().isEmpty());
    }
}
