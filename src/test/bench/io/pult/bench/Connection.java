package io.pult.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection of a {@link LoadClient}: one request at a time, kept alive as long as the server lets it. */
final class Connection {
    private final Target target;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out;
    private final AnswerReader answer = new AnswerReader();
    private boolean busy;
    private long intended;
    private long sentAt;

    private Connection(Target target, SocketChannel channel, SelectionKey key) {
        this.target = target;
        this.channel = channel;
        this.key = key;
        this.out = ByteBuffer.allocateDirect(target.request().length).put(target.request());
    }

    /** Begins to connect. */
    static Connection open(Target target, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.connect(target.address());
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            var connection = new Connection(target, channel, key);
            key.attach(connection);
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** @throws IOException when the server refuses; nothing was written then */
    void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
    }

    void send(long meantFor, long now) throws IOException {
        busy = true;
        intended = meantFor;
        sentAt = now;
        out.flip();
        while (out.hasRemaining()) {
            // A few hundred bytes into an empty socket buffer: a second turn has never been seen.
            channel.write(out);
        }
    }

    /** @return the answer is whole */
    boolean receive() throws IOException {
        return answer.read(channel);
    }

    AnswerReader answer() {
        return answer;
    }

    void rest() {
        busy = false;
        answer.clear();
    }

    void close() throws IOException {
        key.cancel();
        channel.close();
    }

    Target target() {
        return target;
    }

    boolean busy() {
        return busy;
    }

    long intended() {
        return intended;
    }

    long sentAt() {
        return sentAt;
    }
}
