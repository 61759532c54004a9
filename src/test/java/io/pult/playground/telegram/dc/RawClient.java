package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.crypto.MessageCipher.Writer;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client that says exactly what a test makes it say, over a blocking socket in intermediate framing. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final Socket socket;
    final AuthKey key;
    final List<Message> seen = new ArrayList<>();
    long session;
    long salt;
    long lastId;
    int content;
    /** Seconds that its clock is ahead. */
    long ahead;

    private final DataInputStream in;
    private final MessageCipher cipher = new MessageCipher();
    private final Entropy entropy = new Entropy();
    private final ArrayDeque<Message> read = new ArrayDeque<>();

    /** A message of the server, out of its container. */
    record Message(long id, int seqno, byte[] body) {
        TlReader in() {
            return new TlReader(body);
        }

        int tl() {
            return in().int32();
        }

        /** The reader of an rpc_result after the request's id. */
        TlReader result() {
            var reader = in();
            reader.skip(12);
            return reader;
        }
    }

    record Inner(long id, int seqno, byte[] body) {}

    RawClient(int port, AuthKey key) throws IOException {
        this(port, key, 0xeeeeeeee);
    }

    /** @param tag 0 sends none */
    RawClient(int port, AuthKey key, int tag) throws IOException {
        this.key = key;
        this.session = entropy.nonZero();
        this.socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        if (tag != 0) {
            var out = new TlWriter();
            out.int32(tag);
            socket.getOutputStream().write(out.toByteArray());
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Learns the salt by using a wrong one. */
    RawClient salted() throws IOException {
        send(id(), 0, ping(1));
        Message told = await(Tl.BAD_SERVER_SALT);
        var reader = told.in();
        reader.skip(20);
        salt = reader.int64();
        return this;
    }

    long id() {
        long now = MessageIds.at(System.currentTimeMillis() + ahead * 1_000);
        lastId = Math.max(now, lastId + 4);
        return lastId;
    }

    int oddSeqno() {
        return content++ * 2 + 1;
    }

    int evenSeqno() {
        return content * 2;
    }

    /** A content message; returns its id. */
    long call(byte[] query) throws IOException {
        long id = id();
        send(id, oddSeqno(), query);
        return id;
    }

    /** A service message; returns its id. */
    long tell(byte[] body) throws IOException {
        long id = id();
        send(id, evenSeqno(), body);
        return id;
    }

    void send(long id, int seqno, byte[] body) throws IOException {
        frame(packet(id, seqno, body, body.length, 12 + (-(body.length + 32 + 12) & 15)));
    }

    byte[] packet(long id, int seqno, byte[] body, int length, int padding) {
        var out = new TlWriter();
        out.raw(new byte[MessageCipher.HEADER]);
        out.int64(salt);
        out.int64(session);
        out.int64(id);
        out.int32(seqno);
        out.int32(length);
        out.raw(body);
        out.raw(entropy.bytes(padding));
        byte[] packet = out.toByteArray();
        cipher.encrypt(key, Writer.CLIENT, packet, 0, packet.length - MessageCipher.HEADER);
        return packet;
    }

    void frame(byte[] bytes) throws IOException {
        var out = new TlWriter();
        out.int32(bytes.length);
        out.raw(bytes);
        raw(out.toByteArray());
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    static byte[] container(Inner... messages) {
        var out = new TlWriter();
        out.int32(Tl.MSG_CONTAINER);
        out.int32(messages.length);
        for (Inner each : messages) {
            out.int64(each.id());
            out.int32(each.seqno());
            out.int32(each.body().length);
            out.raw(each.body());
        }
        return out.toByteArray();
    }

    /** The payload of the next frame. */
    byte[] nextFrame() throws IOException {
        int length = Integer.reverseBytes(in.readInt());
        var frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /** The next frame is an error packet. */
    int nextRefusal() throws IOException {
        return new TlReader(nextFrame()).int32();
    }

    Message next() throws IOException {
        while (read.isEmpty()) {
            packet(nextFrame());
        }
        Message message = read.remove();
        seen.add(message);
        return message;
    }

    Message await(int tl) throws IOException {
        return await(message -> message.tl() == tl);
    }

    /** The rpc_result of that request; what comes before is only seen. */
    Message answer(long requestId) throws IOException {
        return await(message -> {
            var reader = message.in();
            return reader.int32() == Tl.RPC_RESULT && reader.int64() == requestId;
        });
    }

    Message await(Predicate<Message> wanted) throws IOException {
        Message message = next();
        while (!wanted.test(message)) {
            message = next();
        }
        return message;
    }

    /** The code of the bad_msg_notification about that message. */
    int refusalOf(long id) throws IOException {
        Message refusal = await(message -> {
            var reader = message.in();
            return reader.int32() == Tl.BAD_MSG_NOTIFICATION && reader.int64() == id;
        });
        var reader = refusal.in();
        reader.skip(16);
        return reader.int32();
    }

    /** Whether the server ends the connection, whatever it says before. */
    boolean ends() {
        try {
            while (true) {
                nextFrame();
            }
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void packet(byte[] frame) {
        if (frame.length == 4) {
            throw new AssertionError("refused with " + new TlReader(frame).int32());
        }
        if (!cipher.decrypt(key, Writer.SERVER, frame, 0, frame.length)) {
            throw new AssertionError("a packet that is not encrypted with the key");
        }
        var reader = new TlReader().over(frame, MessageCipher.HEADER, frame.length - MessageCipher.HEADER);
        reader.int64();
        if (reader.int64() != session) {
            throw new AssertionError("a packet of another session");
        }
        message(reader.int64(), reader.int32(), reader.raw(reader.int32()));
    }

    private void message(long id, int seqno, byte[] body) {
        var reader = new TlReader(body);
        if (reader.peek() != Tl.MSG_CONTAINER) {
            read.add(new Message(id, seqno, body));
            return;
        }
        reader.skip(4);
        int count = reader.int32();
        for (int i = 0; i < count; i++) {
            message(reader.int64(), reader.int32(), reader.raw(reader.int32()));
        }
    }

    static byte[] ping(long id) {
        var out = new TlWriter();
        out.int32(Tl.PING);
        out.int64(id);
        return out.toByteArray();
    }

    static byte[] ids(int tl, long... ids) {
        var out = new TlWriter();
        out.int32(tl);
        out.vectorOf(ids.length);
        for (long id : ids) {
            out.int64(id);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
