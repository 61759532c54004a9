package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.AgreedKey;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.handshake.KeyExchange;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.support.Loop;
import io.vertx.core.Future;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each way to cut a stream into frames, with the client's own transports where it has them. */
class TransportsTest {
    private static final String SECRET = "00112233445566778899aabbccddeeff";
    private static Ground ground;
    private static Loop loop;

    @BeforeAll
    static void start() {
        ground = new Ground(options -> options.withProxySecret(SECRET));
        loop = new Loop();
    }

    @AfterAll
    static void stop() {
        loop.close();
        ground.close();
    }

    @Test
    void every_framing_of_the_client_works_plain_and_obfuscated() {
        for (var framing : io.pult.mtproto.transport.Framing.values()) {
            for (boolean obfuscated : new boolean[] {false, true}) {
                AgreedKey agreed = loop.on(() -> exchange(2, framing, obfuscated, new Exit.Direct()));
                assertThat(ground.dc.authKeys().knows(agreed.key().id()))
                        .as("%s, obfuscated %s", framing, obfuscated)
                        .isTrue();
            }
        }
    }

    @Test
    void a_client_of_an_mtproxy_finds_the_data_centre_behind_its_secret() {
        AgreedKey agreed = loop.on(() -> exchange(2, io.pult.mtproto.transport.Framing.PADDED, true, proxy()));
        assertThat(ground.dc.authKeys().knows(agreed.key().id())).isTrue();
    }

    @Test
    void a_client_of_an_mtproxy_that_looks_for_another_data_centre_gets_444() {
        Future<AgreedKey> refused =
                loop.start(() -> exchange(3, io.pult.mtproto.transport.Framing.PADDED, true, proxy()));
        assertThat(io.pult.support.Wait.failureOf(refused)).hasMessageContaining("-444");
    }

    @Test
    void full_frames_are_numbered_and_have_a_checksum() throws Exception {
        try (var client = new RawClient(ground.dc.port(), ground.newKey(), 0)) {
            client.raw(full(0, pqRequest()));
            byte[] answer = readFull(client, 0);
            assertThat(new TlReader(answer).int64()).isZero();
            client.raw(full(1, pqRequest()));
            readFull(client, 1);
            client.raw(full(7, pqRequest()));
            assertThat(client.ends()).as("a frame with a wrong number").isTrue();
        }
        try (var client = new RawClient(ground.dc.port(), ground.newKey(), 0)) {
            byte[] frame = full(0, pqRequest());
            frame[frame.length - 1] ^= 1;
            client.raw(frame);
            assertThat(client.ends()).as("a frame with a wrong checksum").isTrue();
        }
    }

    @Test
    void a_stream_in_single_bytes_is_the_same_stream() throws Exception {
        try (var client = new RawClient(ground.dc.port(), ground.newKey(), 0)) {
            var all = new TlWriter();
            all.int32(0xeeeeeeee);
            byte[] request = pqRequest();
            for (int i = 0; i < 2; i++) {
                all.int32(request.length);
                all.raw(request);
            }
            for (byte each : all.toByteArray()) {
                client.raw(new byte[] {each});
                client.socket.getOutputStream().flush();
            }
            assertThat(client.nextFrame()).hasSizeGreaterThan(20);
            assertThat(client.nextFrame()).hasSizeGreaterThan(20);
        }
    }

    @Test
    void a_quick_ack_is_the_hash_of_the_packet_it_acknowledges() throws Exception {
        var key = ground.newKey();
        try (var client = ground.client(key)) {
            byte[] packet = client.packet(client.id(), client.oddSeqno(), TestApi.echo(1), 12, 20);
            byte[] plain = packet.clone();
            new io.pult.mtproto.crypto.MessageCipher()
                    .decrypt(key, io.pult.mtproto.crypto.MessageCipher.Writer.CLIENT, plain, 0, plain.length);
            byte[] hash = Digest.sha256(
                    java.util.Arrays.copyOfRange(key.secret(), 88, 120),
                    java.util.Arrays.copyOfRange(plain, 24, plain.length));
            var out = new TlWriter();
            out.int32(packet.length | 1 << 31);
            out.raw(packet);
            client.raw(out.toByteArray());
            var four = new byte[4];
            new DataInputStream(client.socket.getInputStream()).readFully(four);
            assertThat(new TlReader(four).int32()).isEqualTo(new TlReader(hash).int32() | 1 << 31);
        }
    }

    @Test
    void a_header_that_names_no_transport_ends_the_connection() throws Exception {
        try (var client = new RawClient(ground.dc.port(), ground.newKey(), 0)) {
            var header = new byte[64];
            new java.util.Random(3).nextBytes(header);
            client.raw(header);
            assertThat(client.ends()).isTrue();
        }
    }

    private static Exit proxy() {
        return new Exit.MtProxy(
                new Address("127.0.0.1", ground.dc.port()), HexFormat.of().parseHex("dd" + SECRET));
    }

    private static Future<AgreedKey> exchange(
            int id, io.pult.mtproto.transport.Framing framing, boolean obfuscated, Exit exit) {
        var entropy = new Entropy();
        var address = new Address("127.0.0.1", ground.dc.port());
        var dc = new DataCenter(id, false, List.of(address));
        var keys = RsaKeys.none().with(RsaKey.pem(ground.dc.publicKey().pem()));
        var workers = new CryptoWorkers(loop.vertx);
        return new Dialer(loop.vertx.createNetClient(Dialer.options()), entropy)
                .dial(address, dc, framing, obfuscated, exit)
                .compose(link -> KeyExchange.over(link, dc, keys, workers, entropy, InstantSource.system(), () -> true)
                        .eventually(link::close))
                .eventually(workers::close);
    }

    private static byte[] pqRequest() {
        var out = new TlWriter();
        out.int64(0);
        out.int64(MessageIds.at(System.currentTimeMillis()));
        out.int32(20);
        out.int32(Tl.REQ_PQ_MULTI);
        out.raw(new byte[16]);
        return out.toByteArray();
    }

    private static byte[] full(int number, byte[] payload) {
        var out = new TlWriter();
        out.int32(payload.length + 12);
        out.int32(number);
        out.raw(payload);
        out.int32(Framing.crc(out.array(), 0, out.length()));
        return out.toByteArray();
    }

    private static byte[] readFull(RawClient client, int number) throws IOException {
        var in = new DataInputStream(client.socket.getInputStream());
        int length = Integer.reverseBytes(in.readInt());
        assertThat(Integer.reverseBytes(in.readInt())).isEqualTo(number);
        var payload = new byte[length - 12];
        in.readFully(payload);
        in.readInt();
        return payload;
    }
}
