package io.pult.mtproto.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DialerTest {
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(300);

    private static Loop loop;
    private static NetClient client;

    private Peer peer;
    private SocksServer socks;
    private Address nobody;

    @BeforeAll
    static void start() {
        loop = new Loop();
        client = loop.vertx.createNetClient(Dialer.options());
    }

    @AfterAll
    static void close() {
        loop.close();
    }

    @BeforeEach
    void listen() {
        peer = loop.on(() -> new Peer(loop.vertx).listen());
        socks = loop.on(() -> new SocksServer(loop.vertx, "user-7:hush").listen(0));
        SocksServer gone = loop.on(() -> new SocksServer(loop.vertx, null).listen(0));
        nobody = gone.address();
        loop.on(gone::stop);
    }

    @Test
    void a_data_centre_that_refuses_is_a_failure_but_not_of_a_proxy() {
        assertThat(failure(nobody, new Exit.Direct()))
                .isExactlyInstanceOf(TransportFailure.class)
                .hasMessage(nobody + " cannot be reached: refused");
    }

    @Test
    void a_proxy_that_is_not_there_is_a_failure_of_the_proxy_and_there_is_no_direct_connection() {
        proxyFails(nobody, "the proxy cannot be reached: refused");
        assertThat(failure(peer.address(), Exit.MtProxy.of(nobody, "00".repeat(16))))
                .isInstanceOf(ProxyFailure.class)
                .hasMessage("the proxy cannot be reached: refused");
        assertThat(peer.connections).isEmpty();
    }

    @Test
    void a_wrong_password_is_a_failure_of_the_proxy_that_repeats_neither_it_nor_the_address() {
        var exit = new Exit.Socks5(socks.address(), "user-7", "wrong-secret");
        assertThat(failure(peer.address(), exit))
                .isInstanceOf(ProxyFailure.class)
                .hasMessage("the proxy refuses the user and the password")
                .hasNoCause();
        assertThat(peer.connections).isEmpty();
    }

    @Test
    void a_proxy_that_wants_a_password_and_gets_none_is_a_failure_of_the_proxy() {
        assertThat(failure(peer.address(), new Exit.Socks5(socks.address(), null, null)))
                .isInstanceOf(ProxyFailure.class)
                .hasMessageStartingWith("the proxy does not connect: ");
    }

    @Test
    void a_proxy_that_cannot_reach_the_data_centre_says_why() {
        socks.fault(SocksServer.Fault.REFUSES);
        proxyFails(socks.address(), "the proxy does not connect: status: HOST_UNREACHABLE(4)");
    }

    @Test
    void a_proxy_that_dies_in_the_middle_of_its_greeting_is_a_failure_of_the_proxy() {
        for (SocksServer.Fault fault :
                List.of(SocksServer.Fault.DIES_AFTER_GREETING, SocksServer.Fault.DIES_AFTER_REQUEST)) {
            socks.fault(fault);
            proxyFails(socks.address(), "the proxy does not connect: disconnected");
        }
    }

    @Test
    void a_proxy_that_says_nothing_is_given_up_in_time() {
        socks.fault(SocksServer.Fault.SILENT);
        proxyFails(socks.address(), "the proxy does not connect: timeout");
    }

    @Test
    void a_proxy_that_dies_later_closes_the_link() throws Exception {
        var heard = new Heard();
        Link link = dial(peer.address(), new Exit.Socks5(socks.address(), "user-7", "hush"));
        loop.make(() -> {
            link.listen(heard);
            return true;
        });
        loop.make(() -> {
            socks.die();
            return true;
        });
        Wait.until("it is closed", () -> heard.closed.size() == 1);
        assertThat(heard.closed).containsExactly("the server closed it");
    }

    @Test
    void each_connection_has_its_own_proxy_on_one_client_and_addresses_are_not_resolved_here() throws Exception {
        SocksServer open = loop.on(() -> new SocksServer(loop.vertx, null).listen(0));
        Address byNumber = peer.address();
        // A name that only the proxy could know; it connects to loopback, whatever it is asked for.
        Address byName = new Address("dc.invalid", byNumber.port());
        Address elsewhere = new Address("10.1.2.3", byNumber.port());
        var password = new Exit.Socks5(socks.address(), "user-7", "hush");
        assertPasses(byNumber, password);
        assertPasses(byName, password);
        assertPasses(elsewhere, new Exit.Socks5(open.address(), null, null));
        assertPasses(byNumber, new Exit.Direct());
        // 1 is an IPv4 address, 3 a name.
        assertThat(socks.requests()).containsExactly("1 127.0.0.1", "3 dc.invalid");
        assertThat(open.requests()).containsExactly("1 10.1.2.3");
        assertThat(peer.connections).hasSize(4);
    }

    @Test
    void a_connection_to_an_mtproxy_is_obfuscated_with_its_secret_and_names_the_data_centre() throws Exception {
        String key = "00112233445566778899aabbccddeeff";
        for (String secret : List.of(key, "dd" + key)) {
            peer.connections.clear();
            Link link = dial(new Address("10.1.2.3", 443), Exit.MtProxy.of(peer.address(), secret));
            loop.on(() -> link.send(new byte[40], 0, 40));
            Wait.until(
                    "it is there",
                    () -> !peer.connections.isEmpty() && peer.connections.get(0).received().length >= 64 + 4 + 40);
            byte[] received = peer.connections.get(0).received();
            var server = new PlainObfuscation(
                    Arrays.copyOf(received, 64), HexFormat.of().parseHex(key));
            int tag = secret.equals(key) ? 0xee : 0xdd;
            assertThat(Arrays.copyOfRange(server.opened, 56, 62)).containsExactly(tag, tag, tag, tag, 2, 0);
            byte[] plain = server.fromClient(Arrays.copyOfRange(received, 64, received.length));
            assertThat(plain.length - 44).isBetween(0, tag == 0xee ? 0 : 15);
            assertThat(plain[0]).isEqualTo((byte) (plain.length - 4));
            loop.on(link::close);
        }
    }

    @Test
    void the_link_stays_on_the_context_that_dialled() throws Exception {
        var heard = new Heard() {
            private volatile boolean there;

            @Override
            public void closed(String why) {
                there = Vertx.currentContext() == expected;
                super.closed(why);
            }

            private volatile io.vertx.core.Context expected;
        };
        Link link = loop.on(() -> {
            heard.expected = Vertx.currentContext();
            return dialer().dial(peer.address(), peer.dc(), Framing.ABRIDGED, false, new Exit.Direct())
                    .onSuccess(dialled -> dialled.listen(heard));
        });
        loop.on(link::close);
        assertThat(heard.there).isTrue();
    }

    @Test
    void the_client_makes_no_hidden_attempts_and_keeps_its_sockets_open() {
        NetClientOptions options = Dialer.options();
        assertThat(options.getReconnectAttempts()).isZero();
        assertThat(options.isTcpNoDelay()).isTrue();
        assertThat(options.isTcpKeepAlive()).isTrue();
        assertThat(options.getIdleTimeout()).isZero();
        assertThat(options.getProxyOptions()).isNull();
        assertThat(Dialer.PATIENCE).isEqualTo(Duration.ofSeconds(10));
    }

    /** A frame there and one back, over a new connection to the peer. */
    private void assertPasses(Address address, Exit exit) throws Exception {
        int number = peer.connections.size();
        var heard = new Heard();
        Link link = dial(address, exit);
        loop.on(() -> {
            link.listen(heard);
            return link.send(new byte[24], 0, 24);
        });
        Wait.until(
                "the peer has it",
                () -> peer.connections.size() > number
                        && peer.connections.get(number).received().length == 4 + 4 + 24);
        loop.on(() -> peer.connections.get(number).socket.write(Buffer.buffer(answer())));
        Wait.until("it is answered", () -> heard.frames.size() == 1);
        loop.on(link::close);
        Wait.until("the peer knows", () -> peer.connections.get(number).closed());
    }

    private void proxyFails(Address proxy, String message) {
        assertThat(failure(peer.address(), new Exit.Socks5(proxy, "user-7", "hush")))
                .isInstanceOf(ProxyFailure.class)
                .hasMessage(message);
        assertThat(peer.connections).isEmpty();
    }

    private Throwable failure(Address address, Exit exit) {
        return Wait.failureOf(loop.start(() -> dialed(address, exit)));
    }

    private Link dial(Address address, Exit exit) {
        return loop.on(() -> dialed(address, exit));
    }

    private Future<Link> dialed(Address address, Exit exit) {
        return dialer().dial(address, peer.dc(), Framing.INTERMEDIATE, false, exit);
    }

    private static Dialer dialer() {
        return new Dialer(client, new Entropy(), LITTLE_PATIENCE);
    }

    private static byte[] answer() {
        byte[] frame = new byte[40];
        Arrays.fill(frame, (byte) 9);
        return Buffer.buffer().appendIntLE(40).appendBytes(frame).getBytes();
    }
}
