package io.pult.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.mtproto.ClientListener;
import io.pult.mtproto.Presence;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.session.Loss;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.session.SessionVitals;
import io.pult.mtproto.updates.News;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that this node owns, from the claim to the release; at most one for an account in this process. Confined to the
 * loop of the verticle.
 */
final class HeldSession implements ClientListener {
    private final HeldSessions all;
    private final UUID account;
    private final long epoch;
    private SessionRow row;
    private @Nullable TelegramClient client;
    private boolean connected;
    private boolean over;

    HeldSession(HeldSessions all, SessionRow row) {
        this.all = all;
        this.account = row.account();
        this.epoch = row.epoch();
        this.row = row;
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

    /** Absent while it neither is connected nor wants to be. */
    @Nullable
    SessionVitals vitals() {
        return client == null ? null : client.vitals();
    }

    /** Connects, when there is something to connect with. */
    void begin() {
        if (over || row.envelope() == null || !(row.state() == State.READY || row.state() == State.FROZEN)) {
            return;
        }
        all.plan(row).onSuccess(plan -> {
            if (!over) {
                client = new TelegramClient(all.loop(), plan, this);
                client.start();
            }
        });
    }

    /** Closes the connection. @return when it is closed and nothing more will be written; what has to be kept was saved */
    Future<Void> end() {
        over = true;
        TelegramClient last = client;
        client = null;
        connected = false;
        return last == null ? Future.succeededFuture() : last.stop();
    }

    @Override
    public boolean mayWrite() {
        return !over && all.mayWrite();
    }

    @Override
    public void changed(SessionState state) {
        connected = state instanceof SessionState.Active;
        if (state instanceof SessionState.Lost lost) {
            become(stateOf(lost.reason()), lost.reason().name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void presence(long userId, Presence presence) {}

    @Override
    public void news(News news) {}

    @Override
    public void save(SavedAccount account) {
        all.saves().put(this, account);
    }

    /** Writes the state down and tells of it. @return false when the session is somebody else's by now: it is dropped here */
    Future<Boolean> become(State state, @Nullable String reason) {
        return all.store().setState(account, all.owner(), epoch, state, reason).onSuccess(ours -> {
            if (!ours) {
                all.disowned(this);
            }
        });
    }

    private static State stateOf(Loss reason) {
        return switch (reason) {
            case BANNED, DEACTIVATED -> State.BANNED;
            case LOGGED_OUT -> State.NEW;
            default -> State.LOST;
        };
    }
}
