package io.pult.mtproto.session;

import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.mtproto.transport.Dialer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * What the sessions of one event loop share: its sweep, ciphers, scratch and random numbers. Made on the event loop that it
 * belongs to; that is also where everything of it is called, and where all futures of its sessions complete.
 */
public final class SessionLoop {
    private static final int KEEP = 16 * 1_024;

    private final Vertx vertx;
    private final ContextInternal context;
    private final Thread thread = Thread.currentThread();
    private final RsaKeys keys;
    private final CryptoWorkers workers;
    private final ConnectRamp ramp;
    private final Meters meters;
    private final Ticks ticks;
    private final Pace pace;
    private final Entropy entropy = new Entropy();
    private final MessageCipher cipher = new MessageCipher();
    private final Packer packer = new Packer(cipher, entropy);
    private final Inflation inflation = new Inflation();
    private final TlReader packet = new TlReader();
    private final TlReader container = new TlReader();
    private final TlReader body = new TlReader();
    private final TlWriter calls = new TlWriter();
    private final Queue<Outbox> toFlush = new ArrayDeque<>();
    private final Dialer dialer;
    private final Sweep sweep;
    private final long timer;
    private boolean closed;

    /**
     * @param net shared by all loops; made with {@link Dialer#options()}
     * @param keys by which data centres are recognised
     * @param workers shared by all loops
     * @param ramp shared by all loops of the process
     * @throws IllegalStateException when it is not made on an event loop
     */
    public SessionLoop(
            Vertx vertx,
            NetClient net,
            RsaKeys keys,
            CryptoWorkers workers,
            ConnectRamp ramp,
            Meters meters,
            Ticks ticks) {
        this(vertx, net, keys, workers, ramp, meters, ticks, Pace.USUAL);
    }

    SessionLoop(
            Vertx vertx,
            NetClient net,
            RsaKeys keys,
            CryptoWorkers workers,
            ConnectRamp ramp,
            Meters meters,
            Ticks ticks,
            Pace pace) {
        this.vertx = vertx;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        if (!context.isEventLoopContext() || !context.inThread()) {
            throw new IllegalStateException("sessions live on an event loop: make their loop there");
        }
        this.keys = keys;
        this.workers = workers;
        this.ramp = ramp;
        this.meters = meters;
        this.ticks = ticks;
        this.pace = pace;
        this.dialer = new Dialer(net, entropy);
        this.sweep = new Sweep(ticks.millis());
        this.timer = vertx.setPeriodic(pace.sweep(), tick -> sweep.run(ticks.millis()));
    }

    /**
     * How fast it goes, which only tests change.
     *
     * @param sweep milliseconds between two looks at all sessions
     * @param longestPause milliseconds before the next attempt to connect, at most, give or take 30 %
     */
    record Pace(long sweep, long longestPause) {
        static final Pace USUAL = new Pace(500, 60_000);
    }

    /** @return a session that does nothing before {@link Session#start} */
    public Session open(SessionPlan plan, SessionOwner owner) {
        checkThread();
        if (closed) {
            throw new IllegalStateException("the loop is closed");
        }
        var session = new Session(this, plan, owner);
        sweep.add(session);
        return session;
    }

    /** How many sessions there are, without those that have ended. */
    public int size() {
        return sweep.size();
    }

    /** Stops all sessions. @return when their connections are closed */
    public Future<Void> close() {
        checkThread();
        closed = true;
        return Future.join(Arrays.stream(sweep.all()).map(Session::stop).toList())
                .<Void>mapEmpty()
                .onComplete(stopped -> {
                    vertx.cancelTimer(timer);
                    inflation.close();
                });
    }

    void checkThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a session is used on its own event loop only");
        }
    }

    /** Milliseconds as {@link Ticks} counts. */
    long now() {
        return ticks.millis();
    }

    Pace pace() {
        return pace;
    }

    void count(Meter meter) {
        meters.count(meter);
    }

    Entropy entropy() {
        return entropy;
    }

    MessageCipher cipher() {
        return cipher;
    }

    Packer packer() {
        return packer;
    }

    Inflation inflation() {
        return inflation;
    }

    /** Over the packet that is being read. */
    TlReader packet() {
        return packet;
    }

    /** Over the messages of a container. */
    TlReader container() {
        return container;
    }

    /** Over one message. */
    TlReader body() {
        return body;
    }

    Dialer dialer() {
        return dialer;
    }

    RsaKeys keys() {
        return keys;
    }

    CryptoWorkers workers() {
        return workers;
    }

    ConnectRamp ramp() {
        return ramp;
    }

    Sweep sweep() {
        return sweep;
    }

    <R> Promise<R> promise() {
        return context.promise();
    }

    byte[] bytesOf(Call<?> call) {
        calls.clear(KEEP);
        call.write(calls);
        return calls.toByteArray();
    }

    /** In the next turn of the loop. */
    void soon(Runnable work) {
        context.runOnContext(go -> work.run());
    }

    /** Once for all sessions that have something to say in this turn. */
    void flushSoon(Outbox outbox) {
        toFlush.add(outbox);
        if (toFlush.size() == 1) {
            context.runOnContext(go -> flush());
        }
    }

    /** Foreign code: what it throws is reported as any failure on this context is, and ends nothing else. */
    void tell(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            report(e);
        }
    }

    void report(RuntimeException e) {
        context.reportException(e);
    }

    private void flush() {
        for (int left = toFlush.size(); left > 0; left--) {
            tell(toFlush.remove()::flush);
        }
        if (!toFlush.isEmpty()) {
            context.runOnContext(go -> flush());
        }
    }
}
