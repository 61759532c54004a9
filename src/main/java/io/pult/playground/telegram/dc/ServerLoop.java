package io.pult.playground.telegram.dc;

import io.pult.infra.Ticker;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.tl.TlWriter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop of a data centre: its connections, and the scratch that they share. */
final class ServerLoop extends VerticleBase {
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Logger log = LoggerFactory.getLogger(ServerLoop.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration READING = Duration.ofMillis(20);
    private static final int KEPT = 64 * 1_024;

    private final DataCentre dc;
    private final Reception reception;
    private final MessageCipher cipher = new MessageCipher();
    private final Entropy entropy = new Entropy();
    private final TlWriter writer = new TlWriter(4_096);
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final List<Connection> toFlush = new ArrayList<>();
    private byte[] inbound = new byte[KEPT];
    private byte[] room = new byte[4_096];
    private volatile @Nullable Thread thread;
    private @Nullable Ticker ticker;
    private @Nullable NetServer server;
    private boolean dead;

    ServerLoop(DataCentre dc) {
        this.dc = dc;
        this.reception = new Reception(dc, this);
    }

    @Override
    public Future<?> start() {
        thread = Thread.currentThread();
        var timers = new Ticker(vertx);
        ticker = timers;
        timers.every(SWEEP, "data centre sweep", this::sweep);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Future<Void> quiet = ticker().stop();
        return quiet.compose(stopped -> close());
    }

    /** On its context. */
    Future<NetServer> listen(int port) {
        var options = new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(4_096);
        var opened = vertx.createNetServer(options).connectHandler(this::connected);
        server = opened;
        return opened.listen(port, "127.0.0.1");
    }

    /** On its context. */
    private Future<Void> close() {
        NetServer listening = server;
        server = null;
        List.copyOf(connections).forEach(Connection::close);
        return listening == null ? Future.succeededFuture() : listening.close();
    }

    /**
     * On its context: whoever is connected is reset, and so is whoever connects until {@link #revive}. It goes on listening,
     * as a port that is given back may be somebody else's the next moment.
     */
    void kill() {
        dead = true;
        List.copyOf(connections).forEach(Connection::reset);
    }

    /** On its context. */
    void revive() {
        dead = false;
    }

    private void connected(NetSocket socket) {
        var connection = new Connection(dc, this, socket);
        if (dead) {
            connection.reset();
            return;
        }
        connections.add(connection);
        dc.tally().connections.increment();
        dc.tally().open.increment();
        connection.open();
    }

    void ended(Connection connection) {
        if (connections.remove(connection)) {
            dc.tally().open.decrement();
        }
    }

    private Future<?> sweep() {
        long now = dc.clock().millis();
        List.copyOf(connections).forEach(connection -> connection.sweep(now));
        return Future.succeededFuture();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** At once on its own thread, soon from another. */
    void run(Runnable work) {
        if (isCurrent()) {
            work.run();
        } else {
            context().runOnContext(go -> work.run());
        }
    }

    /** After what came over its connections before now was read, on its context. */
    void afterReading(Runnable work) {
        // The second timer is set after the first has run: between them the loop has looked at every connection.
        run(() -> ticker().after(READING, () -> ticker().after(READING, work)));
    }

    /** What is answered in one turn goes out together. */
    void flushSoon(Connection connection) {
        if (toFlush.isEmpty()) {
            context().runOnContext(go -> flushAll());
        }
        toFlush.add(connection);
    }

    private void flushAll() {
        List<Connection> now = List.copyOf(toFlush);
        toFlush.clear();
        now.forEach(Connection::flush);
    }

    private Context context() {
        return context;
    }

    Reception reception() {
        return reception;
    }

    MessageCipher cipher() {
        return cipher;
    }

    Entropy entropy() {
        return entropy;
    }

    Ticker ticker() {
        Ticker timers = ticker;
        if (timers == null) {
            throw new IllegalStateException("the loop was not started");
        }
        return timers;
    }

    /** Emptied; whoever takes it is done with it before anybody else takes it. */
    TlWriter writer() {
        return writer.clear(KEPT);
    }

    /** What was read, to be changed in place; valid until the next read. */
    byte[] inbound(Buffer buffer) {
        if (buffer.length() > inbound.length) {
            inbound = new byte[buffer.length()];
        }
        buffer.getBytes(inbound);
        return inbound;
    }

    /** Room for a frame of that length and for what the framing puts around it. */
    byte[] frameRoom(int length) {
        int needed = length + 2 * Framing.ROOM;
        if (needed > room.length || room.length > KEPT) {
            room = new byte[Math.max(needed, 4_096)];
        }
        return room;
    }

    void broken(String what, Throwable failure) {
        log.atDebug()
                .addKeyValue("dc", dc.id())
                .addKeyValue("what", what)
                .setCause(failure)
                .log("data centre was spoken to wrongly");
    }
}
