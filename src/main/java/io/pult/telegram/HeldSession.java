package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.infra.Backoff;
import io.pult.mtproto.ClientListener;
import io.pult.mtproto.Presence;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.Peer;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.session.SessionVitals;
import io.pult.mtproto.updates.News;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that this node owns, from the claim to the release; at most one for an account in this process. Confined to the
 * loop of the verticle.
 */
final class HeldSession implements ClientListener {
    private static final Logger log = LoggerFactory.getLogger(HeldSession.class);
    private static final Backoff CONNECT_AGAIN =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), Integer.MAX_VALUE);

    private static final long VERIFY_AGAIN = 60_000;

    private final HeldSessions all;
    private final SessionParts parts;
    private final UUID account;
    private final long epoch;
    private final SessionLine line;
    private final SessionFacts facts;
    private final SessionWaits waits;
    private final Watches watches = new Watches();
    private final WatchKeeping attention;
    private final Rest rest;

    private SessionRow row;
    private @Nullable Future<?> recalled;
    private @Nullable Future<Boolean> verifying;
    private long connectAt;
    private long verifyAt;
    private int connectFailures;
    private int acting;
    private @Nullable SignInTalk talk;
    private boolean connected;
    private boolean over;

    HeldSession(HeldSessions all, SessionRow row) {
        this.all = all;
        this.parts = all.parts();
        this.account = row.account();
        this.epoch = row.epoch();
        this.row = row;
        this.line = new SessionLine(parts, this);
        this.facts = new SessionFacts(parts, () -> over);
        this.waits = new SessionWaits(parts, facts, account, epoch, this::tellOfWait);
        this.attention = new WatchKeeping(account, watches);
        this.rest = new Rest(parts.rest(), parts.ticks().millis());
    }

    UUID account() {
        return account;
    }

    long epoch() {
        return epoch;
    }

    SessionRow row() {
        return row;
    }

    boolean connected() {
        return connected;
    }

    boolean resting() {
        return rest.resting();
    }

    SessionWaits waits() {
        return waits;
    }

    Watches watches() {
        return watches;
    }

    /** Somebody wants to be told of more; it is in the table already. */
    void watch(List<Watch> more) {
        watches.add(more);
        attention.renewed();
        tend(parts.ticks().millis());
    }

    /** Nobody wants to be told of this channel any more. */
    void unfollow(long channel) {
        TelegramClient client = line.client();
        if (client != null) {
            client.unfollow(channel);
        }
    }

    /** Absent while it neither is connected nor wants to be. */
    @Nullable
    SessionVitals vitals() {
        TelegramClient client = line.client();
        return client == null ? null : client.vitals();
    }

    /** What is kept of it, as it was saved last; absent before anything was, and when nothing may be. */
    @Nullable
    SavedAccount saved() {
        return line.saved();
    }

    // From the claim to the release.

    /** Connects, when there is something to connect with. */
    void begin() {
        recall();
        if (row.wanted()) {
            connect();
        }
    }

    /** The last sign-in on this session, which may be over. */
    @Nullable
    SignInTalk talk() {
        return talk;
    }

    void talk(SignInTalk begun) {
        talk = begun;
    }

    /** A sign-in has succeeded: its client goes on as this session's; {@code now} is the row as it stands in the table. */
    void adopt(TelegramClient signedIn, SavedAccount saved, SessionRow now) {
        row = now;
        line.adopt(signedIn, saved);
        connected = !over;
        parts.news().changed(now);
    }

    /** Closes the connection. @return when it is closed and nothing more will be written; what has to be kept was saved */
    Future<Void> end() {
        over = true;
        connected = false;
        Future<Void> unsigned = talk == null ? Future.succeededFuture() : talk.end("node_gone");
        return unsigned.transform(ended -> line.close())
                .transform(closed -> facts.written())
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Somebody else owns it by now. */
    void disowned() {
        all.disowned(this);
    }

    /** About once a second; {@code now} is in milliseconds, as the engine counts. */
    void tend(long now) {
        if (over || !row.wanted()) {
            return;
        }
        if (line.idle()) {
            boolean wake = !rest.resting() || watches.any() || rest.over(now);
            if (wake && now >= connectAt) {
                if (rest.resting() && !watches.any()) {
                    rest.woken(now);
                }
                connect();
            }
        } else if (connected && acting == 0 && !watches.any() && rest.due(now)) {
            connected = false;
            rest.begin(now, ThreadLocalRandom.current().nextDouble());
            line.close();
        } else if (connected) {
            attend(Objects.requireNonNull(line.client()), now);
        }
    }

    private void attend(TelegramClient client, long now) {
        if (!row.verified()) {
            if (now >= verifyAt) {
                verifyAt = now + VERIFY_AGAIN;
                verify(client)
                        .onFailure(cause -> log.atInfo()
                                .addKeyValue("account", account)
                                .addKeyValue("reason", cause.toString())
                                .log("whose session it is could not be asked yet"));
            }
        } else if (recalled != null && recalled.succeeded()) {
            attention.tend(client, line.saved(), now);
        }
    }

    /**
     * What people made of the account's row: paused, active again, another way out. The old connection is closed before a new
     * one is opened.
     *
     * @return whether it is paused, and to be given up
     */
    Future<Boolean> settle(SessionRow now) {
        boolean paused = now.status() == Status.PAUSED && (now.wanted() || now.state() == State.STOPPED);
        boolean resumed = now.status() == Status.ACTIVE && now.state() == State.STOPPED;
        SessionRow before = row;
        boolean same = now.way().equals(before.way()) && Objects.equals(now.app(), before.app());
        row = now;
        if (over || (!paused && !resumed && same)) {
            return Future.succeededFuture(false);
        }
        connected = false;
        connectAt = 0;
        Future<?> closed = line.close();
        return closed.compose(done -> parts.saves().flush(this))
                .compose(saved -> paused || resumed
                        ? become(paused ? State.STOPPED : State.READY, null)
                        : Future.succeededFuture(!over))
                .map(ours -> {
                    if (ours && row.wanted() && !rest.resting()) {
                        connect();
                    }
                    return ours && paused;
                });
    }

    // What is the case.

    /** Writes the state down and tells of it. @return false when the session is somebody else's by now: it is dropped here */
    Future<Boolean> become(State state, @Nullable String reason) {
        if (row.state() == state && Objects.equals(row.reason(), reason)) {
            return facts.written().transform(before -> Future.succeededFuture(!over));
        }
        row = row.in(state, reason);
        return write(false, () -> parts.store().setState(account, parts.lease().owner(), epoch, state, reason));
    }

    /** The end of the session for good: its key is forgotten, and it is released. */
    Future<?> finish(Ending ending) {
        row = row.wiped(ending.state(), ending.reason());
        connected = false;
        log.atWarn()
                .addKeyValue("account", account)
                .addKeyValue("state", ending.state().text())
                .addKeyValue("reason", ending.reason())
                .log("a session is over");
        return line.close()
                .transform(closed -> parts.saves().forget(this))
                .transform(forgotten -> {
                    line.forget();
                    return write(
                            true,
                            () -> parts.store()
                                    .wipe(account, parts.lease().owner(), epoch, ending.state(), ending.reason()));
                })
                .onSuccess(ours -> {
                    if (ours) {
                        all.finished(this);
                    }
                });
    }

    /** Telegram has told whose it is. */
    void verified(long telegramId, Optional<String> phone) {
        row = row.verifiedAs(telegramId, phone.orElse(null));
        parts.news().changed(row);
    }

    /** To people an account that is well and has to wait is in another state; the row does not say so. */
    private void tellOfWait() {
        if (row.state() == State.READY) {
            parts.news().changed(row.in(State.FLOOD, row.reason()));
        }
    }

    private Future<Boolean> write(boolean always, Supplier<Future<Boolean>> statement) {
        SessionRow now = row;
        return facts.write(now, always, statement).onSuccess(ours -> {
            if (ours) {
                parts.news().changed(now);
            } else {
                disowned();
            }
        });
    }

    // What is done through it.

    /**
     * Does something through the client, which is woken when it rests. Fails at once while Telegram wants the account to wait
     * with it, and remembers when Telegram begins to.
     *
     * @return fails with a {@link Failure} for what {@link TelegramFailures} knows
     */
    <R> Future<R> act(Act act, Call call, Function<TelegramClient, Future<R>> work) {
        Failure unusable = unusable(call.locale());
        if (unusable != null) {
            return Future.failedFuture(unusable);
        }
        acting++;
        rest.used(parts.ticks().millis());
        return recall().compose(known -> ready(act))
                .compose(client -> work.apply(client).onFailure(cause -> waits.learn(act, cause)))
                .onSuccess(done -> {
                    if (act.writes() && row.state() == State.FROZEN) {
                        become(State.READY, null);
                    }
                })
                .onComplete(done -> {
                    acting--;
                    rest.used(parts.ticks().millis());
                })
                // The next one who asks, of whatever node, has to know of a wait that this one hears of.
                .recover(cause -> waits.remembered()
                        .transform(kept -> Future.failedFuture(TelegramFailures.of(cause, call.locale()))));
    }

    private @Nullable Failure unusable(Locale locale) {
        if (over) {
            return Ownership.notOwner();
        }
        return row.wanted() ? null : TelegramFailures.unusable(row.state(), row.reason(), locale);
    }

    private Future<TelegramClient> ready(Act act) {
        CallFailure refusal = waits.refusal(act);
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        return line.open(row)
                .compose(client -> verify(client)
                        .compose(good -> good
                                ? Future.succeededFuture(client)
                                : Future.failedFuture(TelegramFailures.lost(
                                        row.reason() == null ? "other_account" : row.reason(), Locale.ENGLISH))));
    }

    /** @return when the waits that Telegram has ordered before are known */
    Future<?> recall() {
        Future<?> before = recalled;
        if (before != null && !before.failed()) {
            return before;
        }
        Future<?> now = parts.recall().of(account).onSuccess(known -> {
            waits.recalled(known.floods());
            watches.add(known.watches());
        });
        recalled = now;
        return now;
    }

    private void connect() {
        line.open(row).onFailure(this::cannotConnect).onSuccess(client -> connectFailures = 0);
    }

    /** Nothing was tried yet: its application, its way out or its envelope is not in order, or the database is away. */
    private void cannotConnect(Throwable cause) {
        connectAt =
                parts.ticks().millis() + CONNECT_AGAIN.after(++connectFailures).toMillis();
        if (over || !(cause instanceof Failure failure) || failure.kind() == Failure.Kind.UNAVAILABLE) {
            return;
        }
        String reason = failure.code().replaceFirst("^telegram\\.", "").replace('.', '_');
        log.atWarn()
                .addKeyValue("account", account)
                .addKeyValue("reason", reason)
                .log("cannot connect");
        become(row.state(), reason);
    }

    private Future<Boolean> verify(TelegramClient client) {
        if (row.verified()) {
            return Future.succeededFuture(true);
        }
        if (verifying == null) {
            Future<Boolean> now = new FirstLook(parts, this).through(client);
            verifying = now;
            now.onComplete(done -> verifying = null);
            return now;
        }
        return verifying;
    }

    // What the client tells.

    @Override
    public boolean mayWrite() {
        return !over && all.mayWrite();
    }

    @Override
    public void changed(SessionState state) {
        connected = state instanceof SessionState.Active;
        if (connected) {
            if (row.wanted() && row.state() == State.READY && row.reason() != null) {
                // Whatever kept it from connecting is over.
                become(State.READY, null);
            }
            tend(parts.ticks().millis());
        } else if (state instanceof SessionState.Lost lost) {
            finish(Ending.of(lost.reason()));
        }
    }

    @Override
    public @Nullable CallFailure refuse(String method) {
        return waits.refusal(method);
    }

    @Override
    public void failed(String method, CallFailure why) {
        waits.learn(method, why);
        if (why instanceof CallFailure.Refused refused && refused.error().is("FROZEN_METHOD_INVALID") && row.wanted()) {
            become(State.FROZEN, "frozen_method_invalid");
        }
    }

    @Override
    public void presence(long userId, Presence presence) {
        if (watches.news(userId, presence)) {
            parts.news().presence(account, userId, presence);
        }
    }

    @Override
    public void news(News news) {
        if (news instanceof News.NewMessage told
                && told.message() instanceof Message.Plain post
                && post.post()
                && post.peerId() instanceof Peer.Channel channel
                && watches.channelWatched(channel.channelId())) {
            parts.news().posted(account, channel, post);
        } else if (news instanceof News.ChannelUnavailable gone) {
            log.atInfo()
                    .addKeyValue("account", account)
                    .addKeyValue("channel", gone.channelId())
                    .log("a watched channel is not to be seen any more");
        }
    }

    @Override
    public void save(SavedAccount newest) {
        if (row.state() == State.LOST || row.state() == State.BANNED) {
            return;
        }
        line.keep(newest);
        parts.saves().put(this, newest);
    }
}
