package io.pult.mtproto;

import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.api.Counted;
import io.pult.mtproto.api.GetConfig;
import io.pult.mtproto.api.MessagesAffectedMessages;
import io.pult.mtproto.api.Update;
import io.pult.mtproto.api.Updates;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionPlan;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.session.SessionVitals;
import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.updates.Envelope;
import io.pult.mtproto.updates.Mailbox;
import io.pult.mtproto.updates.News;
import io.pult.mtproto.updates.Reading;
import io.pult.mtproto.updates.Step;
import io.pult.mtproto.updates.UpdateBoxes;
import io.pult.mtproto.updates.UpdatesMemory;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One account of Telegram on one event loop: typed calls, what happens to it, and what has to be kept of it. Confined to the
 * loop of its {@link ClientLoop}: it is used there, and all its futures complete there. It has no timer; the sweep of its
 * sessions moves it on, twice a second.
 */
public final class TelegramClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_LETTERS = 4_096;
    private static final long SAVE_AFTER = 5_000;

    private final ClientLoop loop;
    private final ClientPlan plan;
    private final ClientListener listener;
    private final Mailbox<Runnable> mailbox;
    private final Peers peers = new Peers();
    private final Harvest harvest = new Harvest(peers);
    private final Expiries expiries = new Expiries();

    private int dc;
    private @Nullable Seat seat;
    private @Nullable SessionMemory memory;
    private @Nullable Catcher catcher;
    private long self;
    private boolean bot;
    private boolean connectedOnce;
    private boolean stopped;
    private boolean unsaved;
    private long saveAt;
    private Runnable loginTokenAccepted = () -> {};

    public TelegramClient(ClientLoop loop, ClientPlan plan, ClientListener listener) {
        this.loop = loop;
        this.plan = plan;
        this.listener = listener;
        this.mailbox = new Mailbox<>(MOST_LETTERS, loop::later, Runnable::run, this::lettersDropped);
        SavedAccount saved = plan.saved();
        this.dc = saved == null ? plan.firstDc() : saved.session().dc();
        if (saved != null) {
            self = saved.self();
            bot = saved.bot();
            memory = saved.session();
            saved.peers().forEach(peer -> peers.put(peer.kind(), peer.id(), peer.accessHash()));
            catcher = new Catcher(this, loop, saved.updates(), this::happened);
        }
    }

    /** Connects, and stays connected until it is stopped or the session is lost. */
    public void start() {
        if (seat == null && !stopped) {
            sit();
        }
    }

    /** Ends everything at once. @return when the connection is closed; what has to be kept was saved */
    public Future<Void> stop() {
        stopped = true;
        mailbox.close();
        Seat last = seat;
        Future<Void> closed =
                last == null ? Future.succeededFuture() : last.session().stop();
        return closed.onComplete(done -> saveNow());
    }

    /** {@link #call(Call, Duration)} with 30 s. */
    public <R> Future<R> call(Call<R> call) {
        return call(call, PATIENCE);
    }

    /**
     * Calls a function of the API. What its answer says to have happened is told to the listener like any other news, once.
     *
     * @return fails with a {@link CallFailure}: a flood wait with its time, and nothing waits for it here; also with what the
     *     listener refuses it with
     */
    public <R> Future<R> call(Call<R> call, Duration patience) {
        Seat current = seat;
        if (current == null) {
            return Future.failedFuture(new CallFailure.Stopped(call.method(), false));
        }
        CallFailure refused = listener.refuse(call.method());
        if (refused != null) {
            return Future.failedFuture(refused);
        }
        return current.session().call(call, patience).transform(done -> {
            if (done.failed()) {
                if (done.cause() instanceof CallFailure why) {
                    listener.failed(call.method(), why);
                }
                return Future.failedFuture(done.cause());
            }
            if (sitsOn(current)) {
                heard(done.result());
            }
            return Future.succeededFuture(done.result());
        });
    }

    /** All that a client has to know to go on from here; null before it is signed in. */
    public @Nullable SavedAccount export() {
        SessionMemory session = memory;
        Catcher caught = catcher;
        if (session == null || caught == null) {
            return null;
        }
        return new SavedAccount(
                session, plan.centres().test(), self, bot, caught.boxes().memory(), peers.all());
    }

    /** The account's own id; 0 before it is known. */
    public long self() {
        return self;
    }

    public @Nullable SessionVitals vitals() {
        return seat == null ? null : seat.session().vitals();
    }

    /**
     * Tells the posts of a channel in order and without gaps from now on.
     *
     * @param polled for a public channel whose member the account is not, so that nothing is pushed
     * @return whether it is followed: {@link UpdateBoxes#MOST_CHANNELS} are at most, and none before the sign-in
     */
    public boolean follow(long channelId, boolean polled) {
        unsaved();
        return catcher != null && catcher.boxes().follow(channelId, 0, polled, loop.now());
    }

    public void unfollow(long channelId) {
        if (catcher != null) {
            catcher.boxes().unfollow(channelId);
            unsaved();
        }
    }

    /** A sign-in of this client, which has to be started and must not be signed in. */
    public SignIn signIn() {
        return new SignIn(this, loop);
    }

    /**
     * Signs the account out here: afterwards its session is lost, as {@code LOGGED_OUT}, and nothing of it is kept.
     *
     * @return a token that may spare the next sign-in on this device a code, when Telegram gives one: a secret, for
     *     {@link ClientPlan#logoutTokens}
     */
    public Future<Optional<byte[]>> logOut() {
        return new SignOut(this).run();
    }

    public People people() {
        return new People(this);
    }

    public Posts posts() {
        return new Posts(this);
    }

    public Discussions discussions() {
        return new Discussions(this);
    }

    public Reactions reactions() {
        return new Reactions(this);
    }

    public Membership membership() {
        return new Membership(this);
    }

    public Views views() {
        return new Views(this);
    }

    // For the sign-in and the actions.

    ClientPlan plan() {
        return plan;
    }

    Peers peers() {
        return peers;
    }

    int dc() {
        return dc;
    }

    /** Leaves this data centre for another one, with a new key. @return when it may be called */
    Future<Void> moveTo(int otherDc) {
        Seat before = seat;
        seat = null;
        memory = null;
        Future<Void> left =
                before == null ? Future.succeededFuture() : before.session().stop();
        return left.transform(closed -> {
            if (stopped) {
                return Future.failedFuture(new CallFailure.Stopped("a sign-in", false));
            }
            plan.centres().of(otherDc);
            dc = otherDc;
            sit();
            return Future.succeededFuture();
        });
    }

    /** The key is the account's from now on. */
    void signedIn(long id, boolean isBot) {
        self = id;
        bot = isBot;
        if (catcher == null) {
            catcher = new Catcher(this, loop, UpdatesMemory.NONE, this::happened);
        }
        if (seat != null) {
            seat.session().signedIn();
            catcher.boxes().missed(loop.now());
        }
        saveNow();
    }

    /** The key is nobody's any more, and nothing of the account stays here. */
    Future<Void> signedOut() {
        Seat last = seat;
        memory = null;
        catcher = null;
        self = 0;
        peers.all().forEach(peer -> peers.evict(peer.kind(), peer.id()));
        return last == null ? Future.succeededFuture() : last.session().signedOut();
    }

    boolean isSignedIn() {
        return catcher != null;
    }

    /** What to do when somebody scanned the code that is shown. */
    void onLoginToken(Runnable accepted) {
        loginTokenAccepted = accepted;
    }

    void unsaved() {
        if (!unsaved) {
            unsaved = true;
            saveAt = loop.now() + SAVE_AFTER;
        }
    }

    void presence(long user, Presence presence) {
        if (presence instanceof Presence.Online online) {
            expiries.online(user, (int) online.until().getEpochSecond());
        } else {
            expiries.notOnline(user);
        }
        mailbox.post(() -> listener.presence(user, presence));
    }

    // From the seat, within the protocol's turns.

    boolean sitsOn(Seat asking) {
        return seat == asking;
    }

    boolean mayWrite() {
        return listener.mayWrite();
    }

    void changed(SessionState state) {
        listener.changed(state);
        if (state instanceof SessionState.Active) {
            if (!connectedOnce && catcher != null) {
                catcher.boxes().missed(loop.now());
            }
            connectedOnce = true;
            refreshCentres();
        }
    }

    void remember(SessionMemory now) {
        memory = now;
        unsaved();
    }

    void missed() {
        if (catcher != null) {
            catcher.boxes().missed(loop.now());
        }
    }

    void pushed(TlReader in) {
        Updates updates;
        try {
            updates = Updates.read(in);
        } catch (TlFailure e) {
            if (catcher != null) {
                catcher.boxes().unreadable(loop.now());
            }
            return;
        }
        heard(updates);
    }

    void tick(long now) {
        expiries.tick(serverSeconds(now), this::wentOffline);
        if (catcher != null) {
            catcher.boxes().tick(now);
            if (catcher.boxes().changed()) {
                unsaved();
            }
        }
        if (unsaved && now >= saveAt) {
            saveNow();
        }
    }

    private void sit() {
        SessionMemory known = memory;
        seat = new Seat(
                this,
                loop,
                new SessionPlan(
                        plan.centres().of(dc),
                        plan.exit(),
                        plan.framing(),
                        plan.obfuscated(),
                        plan.app(),
                        plan.layer(),
                        known,
                        catcher != null));
        connectedOnce = false;
        seat.session().start();
    }

    private void heard(@Nullable Object answer) {
        if (answer == null) {
            return;
        }
        if (harvest.of(answer)) {
            unsaved();
        }
        if (answer instanceof Updates updates) {
            heard(updates);
        } else if (answer instanceof MessagesAffectedMessages affected) {
            take(new Envelope<>(0, 0, 0, List.of(own(affected))));
        }
    }

    private void heard(Updates updates) {
        harvest.of(updates);
        if (catcher == null) {
            // Nobody is signed in: the only thing that can happen is that a code was scanned.
            if (updates instanceof Updates.Short single && single.update() instanceof Update.LoginToken) {
                loop.later(loginTokenAccepted);
            }
            return;
        }
        Envelope<News> envelope = Reading.envelope(updates, user -> user == self || peers.has(Kind.USER, user));
        if (envelope == null) {
            catcher.boxes().missed(loop.now());
        } else {
            take(envelope);
        }
    }

    private void take(Envelope<News> envelope) {
        if (catcher != null) {
            catcher.boxes().take(envelope, loop.now());
        }
    }

    private static Step<News> own(Counted counted) {
        return new Step<>(Step.COMMON, counted.pts(), counted.ptsCount(), null);
    }

    /** What the boxes tell, each thing once. */
    private void happened(News news) {
        if (news instanceof News.Changed changed) {
            Update update = changed.update();
            if (update instanceof Update.UserStatus status) {
                presence(status.userId(), Presence.of(status.status()));
                return;
            }
            if (update instanceof Update.DcOptions options) {
                plan.centres().learn(options.dcOptions());
            } else if (update instanceof Update.Config) {
                plan.centres().notAsked(dc);
                refreshCentres();
            } else if (update instanceof Update.PtsChanged && catcher != null) {
                UpdateBoxes<News> boxes = catcher.boxes();
                loop.later(() -> boxes.renew(loop.now()));
            }
        }
        mailbox.post(() -> listener.news(news));
    }

    private void wentOffline(long user, int since) {
        mailbox.post(() -> listener.presence(user, new Presence.Offline(Instant.ofEpochSecond(since))));
    }

    private Runnable lettersDropped(int count) {
        return () -> listener.news(new News.Lost(Step.COMMON));
    }

    private void refreshCentres() {
        int asked = dc;
        if (catcher != null && plan.centres().outdated(asked, loop.now())) {
            call(new GetConfig())
                    .onSuccess(config -> plan.centres().learn(config.dcOptions()))
                    .onFailure(cause -> plan.centres().notAsked(asked));
        }
    }

    private long serverSeconds(long now) {
        return (now + (memory == null ? 0 : memory.clockDifference())) / 1_000;
    }

    private void saveNow() {
        unsaved = false;
        SavedAccount account = export();
        if (account != null) {
            listener.save(account);
        }
    }
}
