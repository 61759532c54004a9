package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.handshake.AgreedKey;
import io.pult.mtproto.handshake.KeyExchange;
import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.Link;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session of one account, with at most one connection. Confined to the event loop of its {@link SessionLoop}: it is used
 * there, and all its futures complete there.
 *
 * <p>Fresh → Connecting → (Exchanging → Connecting) → Active → Waiting → Connecting …, and from anywhere to Lost or Stopped.
 */
public final class Session {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long EXCHANGE = 60_000;

    private final SessionLoop loop;
    private final SessionPlan plan;
    private final Notices notices;
    private final Conversation talk;
    private final Backoff backoff;

    private SessionState state = new SessionState.Fresh();
    private @Nullable Connection connection;
    private Future<Void> hungUp = Future.succeededFuture();
    private @Nullable Promise<Void> ended;
    private @Nullable SessionState last;
    private @Nullable AuthKey key;
    private @Nullable String lastFailure;
    private boolean authorised;
    private int slot = -1;
    private int address;
    private int notFound;
    private int connections;
    private long stateUntil = Long.MAX_VALUE;
    private long activeSince = Long.MIN_VALUE;

    Session(SessionLoop loop, SessionPlan plan, SessionOwner owner) {
        this.loop = loop;
        this.plan = plan;
        this.authorised = plan.authorised();
        this.backoff = new Backoff(loop.pace().longestPause());
        SessionMemory memory = plan.memory();
        this.key = memory == null ? null : memory.key();
        long difference = memory == null ? 0 : memory.clockDifference();
        this.notices = new Notices(loop, owner, difference);
        this.talk = new Conversation(loop, this, memory == null ? 0 : memory.salt(), difference);
    }

    /** Connects, and goes on connecting until it is stopped or lost. */
    public void start() {
        loop.checkThread();
        if (ended == null && state instanceof SessionState.Fresh) {
            connect();
        }
    }

    /** {@link #call(Call, Duration)} with 30 s. */
    public <R> Future<R> call(Call<R> call) {
        return call(call, PATIENCE);
    }

    /**
     * Calls a function of the API; also while there is no connection, then it is sent when there is one.
     *
     * @param patience after which it fails with {@link CallFailure.TimedOut}, to half a second
     * @return fails with a {@link CallFailure}, or with {@link TlFailure} when the call cannot be written
     */
    public <R> Future<R> call(Call<R> call, Duration patience) {
        loop.checkThread();
        if (last != null) {
            return Future.failedFuture(Conversation.failure(call.method(), last, false));
        }
        return talk.call(call, patience);
    }

    /** From now on {@code AUTH_KEY_UNREGISTERED} is the end of the session. */
    public void signedIn() {
        loop.checkThread();
        authorised = true;
    }

    /** {@code auth.logOut} was answered: the key is worth nothing any more. @return when the connection is closed */
    public Future<Void> signedOut() {
        loop.checkThread();
        return end(new SessionState.Lost(Loss.LOGGED_OUT));
    }

    /**
     * Whatever the session is doing: nothing is written any more, and every call that waits fails with
     * {@link CallFailure.Stopped}.
     *
     * @return when its connection is closed; for one that is being opened, when that has succeeded or failed
     */
    public Future<Void> stop() {
        loop.checkThread();
        return end(new SessionState.Stopped());
    }

    public SessionState state() {
        return state;
    }

    public SessionVitals vitals() {
        loop.checkThread();
        long now = loop.now();
        int inFlight = talk.calls.inFlight();
        return new SessionVitals(
                state,
                talk.calls.size() - inFlight,
                inFlight,
                connections,
                since(talk.pulse.lastRead(), now),
                since(talk.pulse.lastPong(), now),
                since(talk.lastPush(), now),
                talk.pulse.roundTrip() == Long.MIN_VALUE ? null : Duration.ofMillis(talk.pulse.roundTrip()),
                talk.ids.difference(),
                lastFailure);
    }

    private static @Nullable Duration since(long then, long now) {
        return then == Long.MIN_VALUE ? null : Duration.ofMillis(now - then);
    }

    // The state machine. Each transition is one method, and tells the owner last.

    /** Fresh, Exchanging or Waiting → Connecting. */
    private void connect() {
        long now = loop.now();
        stateUntil = loop.ramp().turn(plan.exit(), key != null, now);
        become(new SessionState.Connecting());
        if (stateUntil <= now) {
            loop.soon(this::dial);
        } else {
            wake(stateUntil);
        }
    }

    /** Within Connecting, when it is its turn and the connection before is closed. */
    private void dial() {
        long now = loop.now();
        if (ended != null || !(state instanceof SessionState.Connecting) || connection != null || now < stateUntil) {
            return;
        }
        if (!hungUp.isComplete()) {
            hungUp.onComplete(closed -> dial());
        } else if (loop.ramp().closedUntil(plan.exit()) > now) {
            stateUntil = loop.ramp().turn(plan.exit(), key != null, now);
            wake(stateUntil);
        } else if (mayWrite()) {
            stateUntil = Long.MAX_VALUE;
            Address to =
                    plan.dc().addresses().get(address % plan.dc().addresses().size());
            connection = new Connection(
                    loop, this, loop.dialer().dial(to, plan.dc(), plan.framing(), plan.obfuscated(), plan.exit()));
            connection.listen();
        }
    }

    /** Connecting → Exchanging or Active. */
    void dialed(Connection on, Link link) {
        if (key == null) {
            exchange(on, link);
        } else {
            activate(on, link);
        }
    }

    /** Connecting → Exchanging. */
    private void exchange(Connection on, Link link) {
        stateUntil = loop.now() + EXCHANGE;
        wake(stateUntil);
        become(new SessionState.Exchanging());
        if (connection == on) {
            KeyExchange.over(
                            link,
                            plan.dc(),
                            loop.keys(),
                            loop.workers(),
                            loop.entropy(),
                            () -> Instant.ofEpochMilli(loop.now()),
                            this::mayWrite)
                    .onComplete(on::exchanged);
        }
    }

    /** Exchanging → Connecting: some servers know a key only on another connection than that on which it was made. */
    void agreed(AgreedKey agreed) {
        loop.count(Meter.KEY_AGREED);
        key = agreed.key();
        talk.salts.correct(agreed.salt(), loop.now());
        talk.ids.agree(agreed.clockDifference());
        hangUp();
        remember();
        if (ended == null) {
            connect();
        }
    }

    /** Connecting → Active. */
    private void activate(Connection on, Link link) {
        loop.count(Meter.CONNECTED);
        connections++;
        activeSince = loop.now();
        link.drained(talk.outbox::flushSoon);
        link.listen(on);
        if (connection != on) {
            return;
        }
        become(new SessionState.Active());
        if (connection == on) {
            talk.connected(activeSince);
            if (connections > 1) {
                missed(activeSince);
            }
            wake(activeSince);
        }
    }

    /**
     * Connecting, Exchanging or Active → Waiting.
     *
     * @param least milliseconds until the next attempt, whatever the back-off says
     */
    void failed(String why, long least) {
        failed(why, least, false);
    }

    /** The same, by the fault of the exit's proxy. */
    void proxyFailed(String why) {
        failed(why, 0, true);
    }

    private void failed(String why, long least, boolean byProxy) {
        if (ended != null || connection == null) {
            return;
        }
        long now = loop.now();
        if (state instanceof SessionState.Active) {
            loop.count(Meter.CONNECTION_LOST);
            backoff.lostAfter(now - activeSince);
        }
        lastFailure = why;
        hangUp();
        talk.disconnected(now);
        long delay = Math.max(least, backoff.next(loop.entropy()));
        stateUntil = now + delay;
        wake(stateUntil);
        if (delay == 0) {
            loop.soon(this::waited);
        }
        become(new SessionState.Waiting(Duration.ofMillis(delay), why, byProxy));
    }

    private void waited() {
        if (ended == null && state instanceof SessionState.Waiting && loop.now() >= stateUntil) {
            connect();
        }
    }

    void lost(Loss reason) {
        loop.count(Meter.SESSION_LOST);
        end(new SessionState.Lost(reason));
    }

    /** Any → Lost or Stopped, of which the first one asked for stays. */
    private Future<Void> end(SessionState how) {
        if (ended == null) {
            Promise<Void> done = loop.promise();
            ended = done;
            last = how;
            stateUntil = Long.MAX_VALUE;
            hangUp();
            talk.failAll(how);
            hungUp.onComplete(closed -> {
                loop.sweep().remove(this);
                become(how);
                done.complete();
            });
        }
        return ended.future();
    }

    private void become(SessionState next) {
        state = next;
        notices.changed(next);
    }

    private void hangUp() {
        if (connection != null) {
            hungUp = connection.hangUp();
            connection = null;
        }
    }

    // What the parts of the session ask of it.

    /** Asks the owner; a "no" is the end. */
    boolean mayWrite() {
        if (ended != null) {
            return false;
        }
        if (notices.mayWrite()) {
            return true;
        }
        loop.count(Meter.WRITE_FORBIDDEN);
        end(new SessionState.Stopped());
        return false;
    }

    /** The loop stood still for seconds: who owned the session before may not own it now. */
    void stalled() {
        if (!(state instanceof SessionState.Fresh)) {
            mayWrite();
        }
    }

    /** The owner's clock. */
    void swept(long now) {
        if (ended == null) {
            notices.sweep(now);
        }
    }

    /** @return when to look again */
    long due(long now) {
        if (now >= stateUntil) {
            stateEnds();
        }
        long next = Math.min(stateUntil, Math.min(talk.dueAlways(now), notices.due(now)));
        return isActive() ? Math.min(next, talk.dueConnected(now)) : next;
    }

    private void stateEnds() {
        if (state instanceof SessionState.Waiting) {
            waited();
        } else if (state instanceof SessionState.Connecting) {
            dial();
        } else if (state instanceof SessionState.Exchanging) {
            failed("no key was agreed upon in time", 0);
        }
    }

    void wake(long at) {
        loop.sweep().wake(slot, at);
    }

    int slot() {
        return slot;
    }

    void slot(int next) {
        slot = next;
    }

    SessionPlan plan() {
        return plan;
    }

    boolean isAuthorised() {
        return authorised;
    }

    /** Whether it is this session's connection, and not a former one. */
    boolean isOn(Connection asking) {
        return connection == asking;
    }

    /** Another address of the data centre may be reachable. */
    void rotateAddress() {
        address++;
    }

    void frame(byte[] bytes, int offset, int length) {
        if (key != null) {
            talk.frame(key, bytes, offset, length);
        }
    }

    /** The server says that it does not know the key. @return how often, since anything valid came */
    int notFound() {
        return ++notFound;
    }

    /** Whether messages can be sent and are taken. */
    boolean isActive() {
        return connection != null && state instanceof SessionState.Active;
    }

    /** The key, when something can be written with it right now. */
    @Nullable
    AuthKey writableKey() {
        return isActive() && connection != null && !connection.link().full() ? key : null;
    }

    void send(Packer packer) {
        if (connection != null) {
            loop.count(Meter.PACKET_SENT);
            connection.link().send(packer.packet(), 0, packer.length());
        }
    }

    /** Something valid came: the server knows the key. */
    void heard() {
        notFound = 0;
    }

    void clockHeard() {
        if (notices.isNoteworthy(talk.ids.difference())) {
            remember();
        }
    }

    void remember() {
        if (key != null) {
            notices.remember(new SessionMemory(plan.dc().id(), key, talk.salts.current(), talk.ids.difference()));
        }
    }

    /** Updates may have been missed. */
    void missed(long now) {
        wake(notices.missed(now));
    }

    void pushed(TlReader in, long now) {
        if (!notices.pushed(in)) {
            missed(now);
        }
    }
}
