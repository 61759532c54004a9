package io.pult.mtproto.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.support.Chance;
import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LinkTest {
    private static Loop loop;
    private static Dialer dialer;

    private final Heard heard = new Heard();
    private Peer peer;

    @BeforeAll
    static void dialers() {
        loop = new Loop();
        dialer = new Dialer(loop.vertx.createNetClient(Dialer.options()), new Entropy());
    }

    @AfterAll
    static void close() {
        loop.close();
    }

    @BeforeEach
    void listen() {
        peer = loop.on(() -> new Peer(loop.vertx).listen());
    }

    @Test
    void closing_does_not_wait_for_a_peer_that_does_not_read() throws Exception {
        peer.onConnection(NetSocket::pause);
        Link link = dial(Framing.INTERMEDIATE, false);
        loop.on(() -> {
            while (!link.full()) {
                link.send(new byte[1_000_000], 0, 1_000_000);
            }
            // What waits behind a full queue fails with the link.
            Future<Void> waiting = link.send(new byte[1_000_000], 0, 1_000_000);
            return link.close()
                    .compose(closed -> waiting.transform(done -> {
                        assertThat(done.failed()).isTrue();
                        return Future.succeededFuture();
                    }));
        });
        assertThat(heard.closed).containsExactly("it was closed here");
    }

    @Test
    void after_close_nothing_is_sent_or_told_and_closing_again_is_done_already() throws Exception {
        Link link = dial(Framing.INTERMEDIATE, false);
        loop.on(() -> link.send(new byte[40], 0, 40));
        Wait.until("the frame is there", () -> first().received().length == 48);
        loop.on(() -> {
            first().socket.write(Buffer.buffer(stream(encrypted(3))));
            Future<Void> closed = link.close();
            Future<Void> late = link.send(new byte[40], 0, 40);
            assertThat(late.failed()).isTrue();
            assertThat(late.cause()).isInstanceOf(TransportFailure.class).hasMessage("the connection is closed");
            return closed;
        });
        loop.on(link::close);
        Wait.until("the peer knows", () -> first().closed());
        assertThat(heard.frames).isEmpty();
        assertThat(heard.closed).containsExactly("it was closed here");
        assertThat(first().received()).hasSize(48);
    }

    @Test
    void a_listener_that_closes_hears_nothing_of_what_came_with_the_same_bytes() throws Exception {
        var closing = new Heard() {
            private Link link;

            @Override
            public void frame(byte[] bytes, int offset, int length) {
                super.frame(bytes, offset, length);
                link.close();
            }
        };
        Link link = dial(Framing.INTERMEDIATE, false, closing);
        closing.link = link;
        say(stream(encrypted(1), encrypted(2), encrypted(3)));
        Wait.until("it is closed", () -> !closing.closed.isEmpty());
        assertThat(closing.frames).hasSize(1);
        assertThat(closing.closed).hasSize(1);
    }

    @Test
    void a_listener_that_throws_loses_its_connection_and_no_other_does() throws Exception {
        Link other = dial(Framing.INTERMEDIATE, false);
        var throwing = new Heard() {
            @Override
            public void frame(byte[] bytes, int offset, int length) {
                throw new UnsupportedOperationException("on purpose");
            }
        };
        dial(Framing.INTERMEDIATE, false, throwing);
        peer.connections.get(1).socket.write(Buffer.buffer(stream(encrypted(1))));
        Wait.until("it is closed", () -> !throwing.closed.isEmpty());
        assertThat(throwing.closed).containsExactly("what came could not be handled");
        say(stream(encrypted(7)));
        Wait.until("the other hears", () -> heard.frames.size() == 1);
        loop.on(other::close);
    }

    @Test
    void bytes_that_are_no_frames_close_it_with_a_reason() throws Exception {
        dial(Framing.INTERMEDIATE, false);
        say(new byte[] {0, 0, 0, 0});
        Wait.until("it is closed", () -> !heard.closed.isEmpty());
        assertThat(heard.closed).containsExactly("the server sent a frame of length 0");
        Wait.until("the peer knows", () -> first().closed());
    }

    @Test
    void a_peer_that_closes_in_the_middle_of_a_frame_is_told_from_one_that_closes_between_frames() throws Exception {
        dial(Framing.INTERMEDIATE, false);
        say(Arrays.copyOf(stream(encrypted(1)), 20));
        first().socket.close();
        Wait.until("it is closed", () -> heard.closed.size() == 1);
        dial(Framing.INTERMEDIATE, false);
        peer.connections.get(1).socket.close();
        Wait.until("it is closed", () -> heard.closed.size() == 2);
        assertThat(heard.closed)
                .containsExactly("the server closed it in the middle of a frame", "the server closed it");
    }

    @Test
    void frames_of_impossible_lengths_are_not_sent_and_do_no_harm() throws Exception {
        Link link = dial(Framing.INTERMEDIATE, false);
        for (int length : new int[] {-4, 0, 6, Link.MOST_OUT + 4}) {
            Future<Void> sent = loop.<Future<Void>>make(() -> link.send(new byte[Link.MOST_OUT + 4], 0, length));
            assertThat(Wait.failureOf(sent))
                    .isInstanceOf(TransportFailure.class)
                    .hasMessage("a frame of " + length + " bytes cannot be sent");
        }
        loop.on(() -> link.send(new byte[Link.MOST_OUT], 0, Link.MOST_OUT));
        Wait.until("the longest is there", () -> first().received().length == 4 + 4 + Link.MOST_OUT);
        loop.on(link::close);
    }

    @Test
    void what_comes_before_anybody_listens_is_kept_for_who_does() throws Exception {
        Link link =
                loop.on(() -> dialer.dial(peer.address(), peer.dc(), Framing.INTERMEDIATE, false, new Exit.Direct()));
        Wait.until("it is accepted", () -> !peer.connections.isEmpty());
        say(stream(encrypted(5)));
        loop.make(() -> {
            link.listen(heard);
            return true;
        });
        Wait.until("it is heard", () -> heard.frames.size() == 1);
        loop.on(link::close);
        var late = new Heard();
        loop.make(() -> {
            link.listen(late);
            return true;
        });
        assertThat(late.closed).containsExactly("it was closed here");
        assertThat(heard.closed).hasSize(1);
    }

    @Test
    void an_error_is_told_and_whoever_listens_decides() throws Exception {
        Link link = dial(Framing.INTERMEDIATE, false);
        say(new byte[] {4, 0, 0, 0, (byte) 0x6c, (byte) 0xfe, (byte) 0xff, (byte) 0xff});
        say(stream(encrypted(1)));
        Wait.until("it goes on", () -> heard.frames.size() == 1);
        assertThat(heard.refusals).containsExactly(-404);
        assertThat(heard.closed).isEmpty();
        loop.on(link::close);
    }

    @Test
    void a_full_link_says_when_it_is_drained() throws Exception {
        peer.onConnection(NetSocket::pause);
        Link link = dial(Framing.INTERMEDIATE, false);
        var drained = new AtomicInteger();
        loop.make(() -> {
            link.drained(drained::incrementAndGet);
            while (!link.full()) {
                link.send(new byte[1_000_000], 0, 1_000_000);
            }
            return true;
        });
        assertThat(drained.get()).isZero();
        loop.make(() -> first().socket.resume());
        Wait.until("it is drained", () -> drained.get() == 1);
        assertThat(loop.<Boolean>make(link::full)).isFalse();
        loop.on(link::close);
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_is_copied_into_one_write_behind_the_tag_that_opens_the_connection(Framing framing) throws Exception {
        Link link = dial(framing, false);
        byte[] around = new byte[60];
        Arrays.fill(around, (byte) 0x42);
        loop.on(() -> {
            Future<Void> sent = link.send(around, 10, 40);
            Arrays.fill(around, (byte) 0);
            return sent.compose(done -> link.send(new byte[600], 0, 600));
        });
        int tag = framing == Framing.ABRIDGED ? 1 : 4;
        int least = framing == Framing.ABRIDGED ? 1 + 1 + 40 + 4 + 600 : 4 + 4 + 40 + 4 + 600;
        Wait.until("both are there", () -> first().received().length >= least);
        byte[] received = first().received();
        byte[] opening = Arrays.copyOf(received, tag);
        assertThat(opening).containsOnly(framing == Framing.ABRIDGED ? 0xef : framing == Framing.PADDED ? 0xdd : 0xee);
        int header = tag;
        int padding = 0;
        if (framing == Framing.ABRIDGED) {
            assertThat(received[header]).isEqualTo((byte) 10);
            header += 1;
        } else {
            padding = received[header] - 40;
            assertThat(padding).isBetween(0, framing == Framing.PADDED ? 15 : 0);
            assertThat(Arrays.copyOfRange(received, header + 1, header + 4)).containsOnly(0);
            header += 4;
        }
        byte[] expected = new byte[40];
        Arrays.fill(expected, (byte) 0x42);
        assertThat(Arrays.copyOfRange(received, header, header + 40)).isEqualTo(expected);
        int second = header + 40 + padding;
        if (framing == Framing.ABRIDGED) {
            assertThat(Arrays.copyOfRange(received, second, second + 4)).containsExactly(0x7f, 150, 0, 0);
        }
        loop.on(link::close);
    }

    @ParameterizedTest
    @EnumSource
    void an_obfuscated_connection_is_understood_by_a_server_both_ways(Framing framing) throws Exception {
        Link link = dial(framing, true);
        byte[] frame = encrypted(9);
        loop.on(() -> link.send(frame, 0, frame.length));
        int least = 64 + (framing == Framing.ABRIDGED ? 1 : 4) + frame.length;
        Wait.until("it is there", () -> first().received().length >= least);
        byte[] received = first().received();
        var server = new PlainObfuscation(Arrays.copyOf(received, 64), null);
        assertThat(server.opened[60]).isEqualTo((byte) 2);
        byte[] plain = server.fromClient(Arrays.copyOfRange(received, 64, received.length));
        int header = framing == Framing.ABRIDGED ? 1 : 4;
        assertThat(Arrays.copyOfRange(plain, header, header + frame.length)).isEqualTo(frame);
        byte[] answer = framing == Framing.ABRIDGED ? abridged(encrypted(4)) : stream(encrypted(4));
        byte[] wire = server.forClient(answer);
        say(Arrays.copyOf(wire, 9));
        say(Arrays.copyOfRange(wire, 9, wire.length));
        Wait.until("it is heard", () -> heard.frames.size() == 1);
        assertThat(heard.frames.get(0)).isEqualTo(encrypted(4));
        loop.on(link::close);
    }

    @Test
    void random_bytes_end_a_link_with_a_reason_or_are_waited_upon_and_never_hang_it() throws Exception {
        var chance = new Chance();
        chance.check(40, () -> {
            var each = new Heard();
            Link link = dial(chance.of(Framing.values()), chance.coin(), each);
            NetSocket socket = peer.connections.get(peer.connections.size() - 1).socket;
            for (int i = 0; i < 5; i++) {
                socket.write(Buffer.buffer(chance.bytes(300)));
            }
            Wait.on(loop.start(link::close));
            assertThat(each.closed).hasSize(1);
            assertThat(each.frames).allMatch(frame -> frame.length >= 20);
        });
    }

    private Link dial(Framing framing, boolean obfuscated) {
        return dial(framing, obfuscated, heard);
    }

    private Link dial(Framing framing, boolean obfuscated, LinkListener listener) {
        int before = peer.connections.size();
        Link link = loop.on(() -> dialer.dial(peer.address(), peer.dc(), framing, obfuscated, new Exit.Direct())
                .onSuccess(dialled -> dialled.listen(listener)));
        try {
            Wait.until("it is accepted", () -> peer.connections.size() > before);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return link;
    }

    private Peer.One first() {
        return peer.connections.get(0);
    }

    private void say(byte[] bytes) {
        loop.on(() -> first().socket.write(Buffer.buffer(bytes)));
    }

    private static byte[] encrypted(int blocks) {
        byte[] message = new byte[24 + 16 * blocks];
        Arrays.fill(message, (byte) (0x10 + blocks));
        return message;
    }

    private static byte[] stream(byte[]... frames) {
        Buffer all = Buffer.buffer();
        for (byte[] frame : frames) {
            all.appendIntLE(frame.length).appendBytes(frame);
        }
        return all.getBytes();
    }

    private static byte[] abridged(byte[] frame) {
        return Buffer.buffer()
                .appendByte((byte) (frame.length / 4))
                .appendBytes(frame)
                .getBytes();
    }
}
