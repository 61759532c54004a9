package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.infra.Pg;
import io.pult.mtproto.SavedAccount;
import io.pult.telegram.SessionStore.Saved;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients want to be kept, the newest of each, written together. A crash loses what waited: its client hears of it
 * again from Telegram. What cannot be written waits for the next time: never more than one for each session that is held.
 * Confined to the loop of the verticle.
 */
final class SessionSaves {
    private static final int A_STATEMENT = 500;

    private final SessionStore store;
    private final SessionSeal seal;
    private final UUID owner;
    private final Map<UUID, Waiting> waiting = new LinkedHashMap<>();
    /** One write at a time: two on their way could arrive in the other order. */
    private Future<?> last = Future.succeededFuture();
    /** Of all, and not begun: whoever asks for one meanwhile shares it, or thousands would complete within each other. */
    private @Nullable Future<?> next;

    private record Waiting(HeldSession session, SavedAccount account) {}

    SessionSaves(SessionStore store, SessionSeal seal, UUID owner) {
        this.store = store;
        this.seal = seal;
        this.owner = owner;
    }

    void put(HeldSession session, SavedAccount account) {
        waiting.put(session.account(), new Waiting(session, account));
    }

    int waiting() {
        return waiting.size();
    }

    /**
     * Writes what waits of one session.
     *
     * @return fails with CONFLICT {@code session.key_taken} when another account has the same key, with UNAVAILABLE when the
     *     database is away: it is kept then
     */
    Future<?> flush(HeldSession session) {
        return inTurn(() -> {
            Waiting newest = waiting.remove(session.account());
            return newest == null ? Future.succeededFuture() : write(List.of(newest));
        });
    }

    /**
     * Writes what waits of all; one that cannot be written does not hold up the others.
     *
     * @return when also what was on its way before has arrived
     */
    Future<?> flush() {
        if (last.isComplete()) {
            return inTurn(this::flushAll);
        }
        Future<?> shared = next;
        if (shared == null) {
            shared = inTurn(() -> {
                next = null;
                return flushAll();
            });
            next = shared;
        }
        return shared;
    }

    /** Nothing of the session is written after this. @return when what was on its way has arrived */
    Future<?> forget(HeldSession session) {
        waiting.remove(session.account());
        return last.transform(done -> {
            waiting.remove(session.account());
            return Future.succeededFuture();
        });
    }

    private Future<?> flushAll() {
        List<Waiting> all = new ArrayList<>(waiting.values());
        waiting.clear();
        List<Future<?>> written = new ArrayList<>();
        for (int from = 0; from < all.size(); from += A_STATEMENT) {
            written.add(write(all.subList(from, Math.min(all.size(), from + A_STATEMENT))));
        }
        return Future.join(written);
    }

    private Future<?> inTurn(Supplier<Future<?>> write) {
        Future<?> mine = last.transform(before -> write.get());
        last = mine;
        return mine;
    }

    private Future<?> write(List<Waiting> some) {
        return store.save(owner, some.stream().map(this::sealed).toList())
                .onSuccess(ours -> disown(some, ours))
                .transform(done -> {
                    if (done.succeeded()) {
                        return Future.succeededFuture();
                    } else if (Pg.violates(done.cause(), SessionStore.KEY_UNIQUE)) {
                        return withoutTheTaken(some);
                    }
                    // What came meanwhile is newer.
                    some.forEach(each -> waiting.putIfAbsent(each.session.account(), each));
                    return Future.failedFuture(done.cause());
                });
    }

    /** Somewhere among them is a key that another account has: halves find it soon. */
    private Future<?> withoutTheTaken(List<Waiting> some) {
        if (some.size() == 1) {
            some.get(0).session.finish(Ending.KEY_TAKEN);
            return Future.failedFuture(
                    Failure.conflict("session.key_taken", "Another account of this instance has the same session"));
        }
        int half = some.size() / 2;
        Future<?> first = write(some.subList(0, half));
        return first.transform(done -> write(some.subList(half, some.size()))
                .transform(then -> done.succeeded()
                        ? then.succeeded() ? Future.succeededFuture() : Future.failedFuture(then.cause())
                        : Future.failedFuture(done.cause())));
    }

    private static void disown(List<Waiting> some, List<UUID> ours) {
        if (ours.size() < some.size()) {
            Set<UUID> still = new HashSet<>(ours);
            some.stream()
                    .filter(each -> !still.contains(each.session.account()))
                    .forEach(each -> each.session.disowned());
        }
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
