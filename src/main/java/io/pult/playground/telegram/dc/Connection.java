package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.crypto.MessageCipher.Writer;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One TCP connection: frames in, packets out. Confined to its context, but for what says otherwise. */
final class Connection implements Inlet.Frames {
    private static final int MOST_QUEUED = 16_384;
    /**
     * Who has said nothing for so long does not send "requests from two connections in parallel" with whoever speaks now.
     * Below the 17 s that a node of Pult is silent, frozen with its connections open, before another one takes over.
     */
    private static final long PARALLEL_MILLIS = 10_000;

    private final DataCentre dc;
    private final ServerLoop loop;
    private final NetSocket socket;
    private final int port;
    private final Inlet inlet;
    private final Outlet outlet;
    private final Exchange exchange;
    private final Parcels parcels;
    private final List<ServerSession> sessions = new ArrayList<>(1);

    private @Nullable KnownKey key;
    private long deadline = Long.MAX_VALUE;
    private boolean held;
    private boolean reading;
    private boolean deaf;
    private volatile boolean condemned;
    private volatile boolean closed;
    private volatile long spokeAt;
    /** Who spoke with its key when it had been silent for long; it may not speak any more. */
    private volatile @Nullable Connection successor;

    Connection(DataCentre dc, ServerLoop loop, NetSocket socket) {
        this.dc = dc;
        this.loop = loop;
        this.socket = socket;
        this.port = socket.remoteAddress().port();
        this.inlet = new Inlet(this, dc.id(), dc.proxySecret());
        this.outlet = new Outlet(socket, inlet, loop, dc.faults());
        this.exchange = new Exchange(this, dc, loop);
        this.parcels = new Parcels(dc, loop, outlet, port);
    }

    void open() {
        socket.handler(this::read);
        // What breaks a connection is told by its end.
        socket.exceptionHandler(failure -> {});
        socket.drainHandler(drained -> flush());
        socket.closeHandler(end -> ended());
    }

    ServerLoop loop() {
        return loop;
    }

    int port() {
        return port;
    }

    /** On any thread: whether the client may still be there. */
    boolean living() {
        return !closed;
    }

    /** Its key was used elsewhere, too: nothing is executed any more. */
    boolean condemned() {
        return condemned;
    }

    Faults.@Nullable Order fault(Fault.Moment moment) {
        return dc.faults().take(moment, port);
    }

    private void read(Buffer buffer) {
        if (deaf) {
            return;
        }
        byte[] bytes = loop.inbound(buffer);
        reading = true;
        try {
            inlet.feed(bytes, 0, buffer.length());
        } catch (BadFrame e) {
            fail(e);
        } finally {
            reading = false;
        }
        flush();
    }

    @Override
    public boolean held() {
        return held || deaf || closed;
    }

    @Override
    public void frame(byte[] bytes, int offset, int length, boolean wantsQuickAck) throws BadFrame {
        Faults.Order order = fault(Fault.Moment.READ);
        if (order != null) {
            faulty(order);
            return;
        }
        if (length < 24) {
            throw new BadFrame(-404, "a frame of " + length + " bytes");
        }
        long keyId = (long) ServerLoop.LONG.get(bytes, offset);
        if (keyId == 0) {
            plain(bytes, offset, length);
        } else {
            encrypted(keyId, bytes, offset, length, wantsQuickAck);
        }
    }

    private void faulty(Faults.Order order) {
        switch (order.fault()) {
            case REFUSE -> {
                outlet.refuse(order.value(-404));
                close();
            }
            case STOP_READING -> {
                socket.pause();
                deafen();
                ended();
            }
            case FALL_SILENT -> deafen();
            default -> reset();
        }
    }

    private void deafen() {
        deaf = true;
        outlet.silence();
    }

    private void plain(byte[] bytes, int offset, int length) throws BadFrame {
        var in = new TlReader().over(bytes, offset + 8, length - 8);
        try {
            long id = in.int64();
            int size = in.int32();
            if ((id & 3) != 0 || size < 4 || size > in.remaining() || in.remaining() - size > 15) {
                throw new BadFrame(-404, "a plain message of " + size + " bytes with the id " + id);
            }
            exchange.received(in.over(bytes, in.position(), size));
        } catch (TlFailure e) {
            throw new BadFrame(-404, String.valueOf(e.getMessage()));
        }
    }

    private void encrypted(long keyId, byte[] bytes, int offset, int length, boolean wantsQuickAck) throws BadFrame {
        KnownKey known = key == null ? dc.authKeys().find(keyId) : key;
        if (known == null || known.id() != keyId || (!condemned && dc.authKeys().find(keyId) != known)) {
            throw new BadFrame(-404, "nobody knows the auth key %016x".formatted(keyId));
        }
        int size = length - (length - MessageCipher.HEADER) % 16;
        if (size < MessageCipher.HEADER + Reception.HEADER + 16
                || (size != length && inlet.framing() != Framing.PADDED)
                || !loop.cipher().decrypt(known.key(), Writer.CLIENT, bytes, offset, size)) {
            throw new BadFrame(-404, "a packet that is not encrypted with the key it names");
        }
        int plain = offset + MessageCipher.HEADER;
        int plainLength = size - MessageCipher.HEADER;
        if (wantsQuickAck) {
            outlet.quickAck(loop.cipher().quickAck(known.key(), bytes, plain, plainLength));
        }
        long now = dc.clock().millis();
        spokeAt = now;
        Connection next = successor;
        if (next != null && !condemned) {
            condemned = true;
            dc.duplicated(known, this, next);
        }
        Connection other = condemned ? null : known.claim(this, now);
        if (other != null) {
            dispute(known, other, Arrays.copyOfRange(bytes, plain, plain + plainLength));
            return;
        }
        key = known;
        loop.reception().packet(this, known, bytes, plain, plainLength);
    }

    /**
     * Another connection has the key. It may be the client's last one, whose end lies unread in its loop: that loop gets
     * the time to read it.
     */
    private void dispute(KnownKey known, Connection other, byte[] plain) {
        held = true;
        socket.pause();
        other.loop.afterReading(() -> loop.run(() -> settle(known, plain)));
    }

    private void settle(KnownKey known, byte[] plain) {
        if (closed) {
            return;
        }
        Connection other = known.claim(this, dc.clock().millis());
        if (other != null && !other.spokeLately() && known.supersede(other, this)) {
            other.successor = this;
            dc.tally().superseded.increment();
        } else if (other != null) {
            dc.duplicated(known, other, this);
            condemned = true;
        }
        key = known;
        held = false;
        reading = true;
        try {
            loop.reception().packet(this, known, plain, 0, plain.length);
            inlet.again();
        } catch (BadFrame e) {
            fail(e);
        } finally {
            reading = false;
        }
        flush();
        socket.resume();
    }

    private boolean spokeLately() {
        return dc.clock().millis() - spokeAt < PARALLEL_MILLIS;
    }

    /** On any thread. */
    void condemn() {
        // Before its loop hears of it: a packet that comes meanwhile is of a condemned connection, not of an unknown
        // key.
        condemned = true;
        loop.run(() -> sessions.forEach(session -> session.failAll(406, "AUTH_KEY_DUPLICATED")));
    }

    /** The session that a sound message names; a new one is announced. */
    ServerSession attend(KnownKey known, long sessionId, long firstId) {
        ServerSession session = known.find(sessionId);
        boolean created = session == null;
        if (session == null) {
            session = known.open(sessionId, owner -> new ServerSession(dc, owner, sessionId, loop));
            dc.tally().sessionsCreated.increment();
        }
        if (session.attach(this)) {
            sessions.add(session);
        }
        if (created) {
            long unique = loop.entropy().nonZero();
            session.keep(Services.sessionCreated(firstId, unique, dc.salts().current(known)), MessageIds.OTHER);
        }
        return session;
    }

    /** A message outside of the order of a session: it was refused, perhaps before there is one. */
    void tell(ServerSession session, byte[] body) {
        enqueue(new Outgoing(session, dc.ids().next(MessageIds.ANSWER), session.containerSeqno(), body, null));
    }

    /** That message came and will be answered later, or not at all. */
    void acknowledge(ServerSession session, long id) {
        parcels.acknowledge(session, id);
    }

    /** On any thread. */
    void enqueue(Outgoing outgoing) {
        if (!loop.isCurrent()) {
            loop.run(() -> enqueue(outgoing));
            return;
        }
        if (parcels.add(outgoing) > MOST_QUEUED) {
            reset();
        } else if (!reading) {
            loop.flushSoon(this);
        }
    }

    void flush() {
        if (!reading && !closed) {
            parcels.flush();
        }
    }

    void sendPlain(byte[] body) {
        if (closed) {
            return;
        }
        TlWriter out = loop.writer();
        out.int64(0);
        out.int64(dc.ids().next(MessageIds.ANSWER));
        out.int32(body.length);
        out.raw(body);
        byte[] room = loop.frameRoom(out.length());
        System.arraycopy(out.array(), 0, room, Framing.ROOM, out.length());
        outlet.frame(room, out.length());
    }

    /** ping_delay_disconnect. */
    void closeIn(int seconds) {
        deadline = dc.clock().millis() + seconds * 1_000L;
    }

    void sweep(long now) {
        if (now > deadline) {
            close();
            return;
        }
        sessions.forEach(session -> session.resendDue(now));
    }

    /** Ends it, after the error packet that the failure asks for. */
    void fail(Throwable failure) {
        if (closed) {
            return;
        }
        dc.tally().broken.increment();
        loop.broken("a connection", failure);
        if (failure instanceof BadFrame bad && bad.code() != 0 && inlet.framing() != null) {
            outlet.refuse(bad.code());
        }
        close();
    }

    /** What waits is written before the end. */
    void conclude() {
        parcels.flush();
        close();
    }

    void close() {
        ended();
        outlet.close();
    }

    void reset() {
        ended();
        outlet.reset();
    }

    private void ended() {
        if (closed) {
            return;
        }
        closed = true;
        loop.ended(this);
        KnownKey mine = key;
        if (mine != null) {
            mine.release(this, dc.clock().millis());
        }
        for (ServerSession session : sessions) {
            if (session.detach(this)) {
                dc.api().left(session);
            }
        }
    }
}
