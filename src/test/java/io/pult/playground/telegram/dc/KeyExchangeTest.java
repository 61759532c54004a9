package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.AgreedKey;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.handshake.KeyExchange;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.support.Loop;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's own exchange against the data centre's. */
class KeyExchangeTest {
    @Test
    void a_key_is_agreed_and_used_at_once() throws Exception {
        try (var ground = new Ground();
                var loop = new Loop()) {
            AgreedKey agreed = loop.on(() -> exchange(ground, loop, Framing.INTERMEDIATE, false));
            assertThat(ground.dc.authKeys().knows(agreed.key().id())).isTrue();
            try (var client = new RawClient(ground.dc.port(), agreed.key())) {
                client.salt = agreed.salt();
                long id = client.call(TestApi.echo(5));
                assertThat(client.answer(id).result().int32()).isEqualTo(TestApi.RESULT);
            }
        }
    }

    private static Future<AgreedKey> exchange(Ground ground, Loop loop, Framing framing, boolean obfuscated) {
        var entropy = new Entropy();
        var address = new Address("127.0.0.1", ground.dc.port());
        var dc = new DataCenter(2, false, List.of(address));
        var keys = RsaKeys.none().with(RsaKey.pem(ground.dc.publicKey().pem()));
        return new Dialer(loop.vertx.createNetClient(Dialer.options()), entropy)
                .dial(address, dc, framing, obfuscated, new Exit.Direct())
                .compose(link -> KeyExchange.over(
                                link,
                                dc,
                                keys,
                                new CryptoWorkers(loop.vertx),
                                entropy,
                                InstantSource.system(),
                                () -> true)
                        .eventually(link::close));
    }
}
