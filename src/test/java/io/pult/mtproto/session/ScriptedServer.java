package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server that says what a test tells it to, right or wrong, to one client with a known key. Pings are answered. */
final class ScriptedServer implements AutoCloseable {
    final AuthKey key;
    final List<Heard> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    /** What it does with each message that is not a ping or an acknowledgement; on the server's event loop. */
    volatile BiConsumer<ScriptedServer, Heard> script = (server, message) -> {};
    /** Milliseconds that its clock goes ahead. */
    volatile long ahead;

    private final NetServer server;
    private final MessageCipher cipher = new MessageCipher();
    private Buffer partial = Buffer.buffer();
    private boolean tagged;
    private @Nullable NetSocket socket;
    private long lastId;
    private int contents;
    volatile long sessionId;

    /** @param container 0 for one that came alone */
    record Heard(long session, long id, int sequence, int tl, byte[] body, long container) {
        boolean isCall() {
            return tl == Echo.ID || tl == Service.INVOKE_WITH_LAYER;
        }
    }

    ScriptedServer(Vertx vertx, AuthKey key) {
        this.key = key;
        server = Wait.on(vertx.createNetServer().connectHandler(this::connected).listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    private void connected(NetSocket next) {
        connections.incrementAndGet();
        partial = Buffer.buffer();
        tagged = false;
        socket = next;
        next.handler(buffer -> {
            if (socket == next) {
                read(buffer);
            }
        });
        next.closeHandler(gone -> closed.incrementAndGet());
    }

    private void read(Buffer buffer) {
        partial = partial.copy().appendBuffer(buffer);
        if (!tagged && partial.length() >= 4) {
            partial = partial.getBuffer(4, partial.length());
            tagged = true;
        }
        while (tagged && partial.length() >= 4 && partial.length() >= 4 + partial.getIntLE(0)) {
            int length = partial.getIntLE(0);
            byte[] packet = partial.getBytes(4, 4 + length);
            partial = partial.getBuffer(4 + length, partial.length());
            packet(packet);
        }
    }

    private synchronized void packet(byte[] packet) {
        if (!cipher.decrypt(key, MessageCipher.Writer.CLIENT, packet, 0, packet.length)) {
            throw new AssertionError("the client wrote something that cannot be decrypted");
        }
        var in = new TlReader().over(packet, MessageCipher.HEADER, packet.length - MessageCipher.HEADER);
        in.int64();
        sessionId = in.int64();
        long id = in.int64();
        int sequence = in.int32();
        int length = in.int32();
        if (in.peek() != Service.MSG_CONTAINER) {
            message(id, sequence, in.raw(length), 0);
            return;
        }
        in.int32();
        for (int left = in.int32(); left > 0; left--) {
            long inner = in.int64();
            int innerSequence = in.int32();
            message(inner, innerSequence, in.raw(in.int32()), id);
        }
    }

    private void message(long id, int sequence, byte[] body, long container) {
        var in = new TlReader(body);
        int tl = in.int32();
        heard.add(new Heard(sessionId, id, sequence, tl, body, container));
        if (tl == Service.PING_DELAY_DISCONNECT) {
            long ping = in.int64();
            tell(Service.PONG, out -> {
                out.int64(id);
                out.int64(ping);
            });
        } else if (tl != Service.MSGS_ACK) {
            script.accept(this, heard.get(heard.size() - 1));
        }
    }

    /** The next id of an answer. */
    synchronized long nextId() {
        long now = System.currentTimeMillis() + ahead;
        lastId = Math.max(now / 1_000 << 32 | 1, lastId + 4);
        return lastId;
    }

    /** Not to be acknowledged. */
    void tell(int tl, Consumer<TlWriter> rest) {
        send(nextId(), 2 * contents, object(tl, rest));
    }

    /** To be acknowledged. */
    long say(int tl, Consumer<TlWriter> rest) {
        long id = nextId();
        send(id, 2 * contents++ + 1, object(tl, rest));
        return id;
    }

    void answer(Heard call, byte[] result) {
        say(Service.RPC_RESULT, out -> {
            out.int64(call.id());
            out.raw(result);
        });
    }

    /** Answers a call of {@link Echo} with its text. */
    void echo(Heard call) {
        answer(call, Echo.answer(text(call)));
    }

    static String text(Heard call) {
        for (int at = 0; at < call.body().length; at += 4) {
            var in = new TlReader().over(call.body(), at, call.body().length - at);
            if (in.int32() == Echo.ID) {
                in.int64();
                return in.string();
            }
        }
        throw new AssertionError("no call of ours");
    }

    void badMessage(long id, int code) {
        tell(Service.BAD_MSG_NOTIFICATION, out -> {
            out.int64(id);
            out.int32(0);
            out.int32(code);
        });
    }

    static byte[] object(int tl, Consumer<TlWriter> rest) {
        var out = new TlWriter();
        out.int32(tl);
        rest.accept(out);
        return out.toByteArray();
    }

    void send(long id, int sequence, byte[] body) {
        send(plain(sessionId, id, sequence, body.length, body, 12 + (-(32 + body.length + 12) & 15)));
    }

    /** The plain text of a packet, with whatever is wrong with it. */
    static byte[] plain(long session, long id, int sequence, int length, byte[] body, int padding) {
        var out = new TlWriter();
        out.int64(7);
        out.int64(session);
        out.int64(id);
        out.int32(sequence);
        out.int32(length);
        out.raw(body);
        out.raw(new byte[padding]);
        return out.toByteArray();
    }

    void send(byte[] plain) {
        write(encrypted(plain));
    }

    synchronized byte[] encrypted(byte[] plain) {
        var packet = new byte[MessageCipher.HEADER + plain.length];
        System.arraycopy(plain, 0, packet, MessageCipher.HEADER, plain.length);
        cipher.encrypt(key, MessageCipher.Writer.SERVER, packet, 0, plain.length);
        return packet;
    }

    /** A frame, whatever is in it. */
    void write(byte[] packet) {
        if (socket != null) {
            socket.write(
                    Buffer.buffer(4 + packet.length).appendIntLE(packet.length).appendBytes(packet));
        }
    }

    void hangUp() {
        if (socket != null) {
            socket.close();
        }
    }

    List<Heard> calls() {
        return heard.stream().filter(Heard::isCall).toList();
    }

    /** The ids that the client has acknowledged. */
    List<Long> acknowledged() {
        return heard.stream()
                .filter(message -> message.tl() == Service.MSGS_ACK)
                .flatMap(message -> {
                    var in = new TlReader(message.body());
                    in.int32();
                    var ids = new Long[in.count(8)];
                    Arrays.setAll(ids, i -> in.int64());
                    return Arrays.stream(ids);
                })
                .toList();
    }

    @Override
    public void close() {
        Wait.on(server.close());
    }
}
