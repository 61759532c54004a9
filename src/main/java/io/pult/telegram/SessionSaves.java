package io.pult.telegram;

import io.pult.mtproto.SavedAccount;
import io.pult.telegram.SessionStore.Saved;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What clients want to be kept, the newest of each, written together. A crash loses what waited: its client hears of it
 * again from Telegram. Confined to the loop of the verticle.
 */
final class SessionSaves {
    private final SessionStore store;
    private final SessionSeal seal;
    private final UUID owner;
    private final Map<UUID, Waiting> waiting = new HashMap<>();

    private record Waiting(HeldSession session, SavedAccount account) {}

    SessionSaves(SessionStore store, SessionSeal seal, UUID owner) {
        this.store = store;
        this.seal = seal;
        this.owner = owner;
    }

    void put(HeldSession session, SavedAccount account) {
        waiting.put(session.account(), new Waiting(session, account));
    }

    /** Writes what waits of one session. */
    Future<?> flush(HeldSession session) {
        Waiting last = waiting.remove(session.account());
        return last == null ? Future.succeededFuture() : store.save(owner, List.of(sealed(last)));
    }

    /** Writes what waits of all. */
    Future<?> flush() {
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Saved> rows = new ArrayList<>(waiting.size());
        waiting.values().forEach(each -> rows.add(sealed(each)));
        waiting.clear();
        return store.save(owner, rows);
    }

    private Saved sealed(Waiting each) {
        UUID account = each.session.account();
        return new Saved(
                account,
                each.session.epoch(),
                each.account.session().key().id(),
                each.account.session().dc(),
                seal.seal(account, each.account));
    }
}
