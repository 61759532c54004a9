package io.pult.telegram;

import io.pult.mtproto.ClientListener;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.session.CallFailure;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The client of a session and its one connection, which is never opened before the one before is closed: a key that is used
 * from two is lost. Confined to the loop of the verticle.
 */
final class SessionLine {
    private final SessionParts parts;
    private final ClientListener listener;
    private @Nullable SavedAccount saved;
    private @Nullable TelegramClient client;
    private @Nullable Future<TelegramClient> opening;
    private Future<?> closed = Future.succeededFuture();
    private long turn;

    SessionLine(SessionParts parts, ClientListener listener) {
        this.parts = parts;
        this.listener = listener;
    }

    @Nullable
    TelegramClient client() {
        return client;
    }

    boolean idle() {
        return client == null && opening == null;
    }

    /** What a client saved last; absent before one did. */
    @Nullable
    SavedAccount saved() {
        return saved;
    }

    void keep(SavedAccount newest) {
        saved = newest;
    }

    void forget() {
        saved = null;
    }

    /** The client, connected or on its way to it; what is called meanwhile waits in it. */
    Future<TelegramClient> open(SessionRow row) {
        TelegramClient there = client;
        if (there != null) {
            return Future.succeededFuture(there);
        }
        return opening == null ? begin(row) : opening;
    }

    /** A client that has signed in goes on as this session's, over the connection that it has. */
    void adopt(TelegramClient signedIn, SavedAccount known) {
        turn++;
        opening = null;
        client = signedIn;
        saved = known;
    }

    /** @return when the connection is closed; what has to be kept was told to the listener */
    Future<?> close() {
        turn++;
        opening = null;
        TelegramClient last = client;
        client = null;
        if (last != null) {
            closed = last.stop();
        }
        return closed;
    }

    private Future<TelegramClient> begin(SessionRow row) {
        long mine = ++turn;
        Future<TelegramClient> now = closed.transform(done -> parts.plans().of(row, memory(row)))
                .map(plan -> {
                    if (mine != turn) {
                        throw new CallFailure.Stopped("connect", false);
                    }
                    var next = new TelegramClient(parts.loop(), plan, listener);
                    client = next;
                    next.start();
                    return next;
                });
        opening = now;
        now.onComplete(done -> {
            if (mine == turn) {
                opening = null;
            }
        });
        return now;
    }

    private @Nullable SavedAccount memory(SessionRow row) {
        if (saved == null && row.envelope() != null) {
            saved = parts.plans().saved(row, row.envelope());
        }
        return saved;
    }
}
