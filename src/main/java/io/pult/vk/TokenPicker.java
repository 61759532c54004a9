package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.infra.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Finds the token whose turn it is, and makes good what the pool and this node's memory have lost meanwhile. */
final class TokenPicker {
    /** Members that turn out to be gone, and refills, in one search. */
    private static final int MAX_TRIES = 20;

    /** Between two looks at a token that is on trial: a call of another may have freed it. */
    private static final Backoff LOOK_AGAIN = new Backoff(Duration.ofMillis(200), Duration.ofMillis(200), 1);

    private final Vertx vertx;
    private final TokenPool pool;
    private final TokenVault vault;
    private final PoolKeeper keeper;

    TokenPicker(Vertx vertx, TokenPool pool, TokenVault vault, PoolKeeper keeper) {
        this.vertx = vertx;
        this.pool = pool;
        this.vault = vault;
        this.keeper = keeper;
    }

    /**
     * @param waitMs until the token may be used
     * @param from no later than the moment from which it may be used, by {@link System#nanoTime}
     */
    record Turn(PoolToken token, long waitMs, long from) {}

    /**
     * @param excluded members that this call has no use for
     * @return fails with {@code vk.busy} when no turn comes within {@code most}, with {@code vk.no_live_token} when there
     *     is no token for it
     */
    Future<Turn> pick(String method, Duration most, Set<String> excluded) {
        return pick(method, VkMethods.kinds(method), most, excluded);
    }

    /** @param kinds to which the choice is narrowed */
    Future<Turn> pick(String method, Set<Kind> kinds, Duration most, Set<String> excluded) {
        return pick(new Search(method, kinds, new HashSet<>(excluded)), most, 1);
    }

    /** The next turn of this very token; fails with {@code vk.busy} when it does not come within {@code most}. */
    Future<Turn> pickAgain(PoolToken token, String method, Duration most) {
        return pool.pickOnly(token.member(), method, most)
                .compose(pick -> pick instanceof Pick.Turn turn && turn.epoch() == token.epoch()
                        ? Future.succeededFuture(turn(token, turn))
                        : Future.failedFuture(busy(most)));
    }

    private record Search(String method, Set<Kind> kinds, Set<String> excluded) {}

    private Future<Turn> pick(Search search, Duration most, int tried) {
        return pool.pick(search.method, most, search.kinds, search.excluded).compose(pick -> {
            if (tried > MAX_TRIES) {
                return Future.failedFuture(nobody(search.method));
            }
            if (pick instanceof Pick.Turn turn) {
                return vault.find(turn.member(), turn.epoch()).compose(found -> {
                    if (found.isPresent()) {
                        return Future.succeededFuture(turn(found.get(), turn));
                    }
                    search.excluded.add(turn.member());
                    return pick(search, most, tried + 1);
                });
            }
            if (pick instanceof Pick.Busy busy) {
                return busy(busy, search, most, tried);
            }
            return pick instanceof Pick.Empty
                    ? keeper.reconcile().compose(filled -> pick(search, most, tried + 1))
                    : Future.failedFuture(nobody(search.method));
        });
    }

    private static Turn turn(PoolToken token, Pick.Turn turn) {
        return new Turn(token, turn.waitMs(), turn.asked() + turn.waitMs() * 1_000_000);
    }

    private Future<Turn> busy(Pick.Busy busy, Search search, Duration most, int tried) {
        Duration wait = LOOK_AGAIN.after(1);
        if (busy.trial() && most.compareTo(wait) > 0) {
            return vertx.timer(wait.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(again -> pick(search, most.minus(wait), tried));
        }
        return Future.failedFuture(busy(Duration.ofMillis(busy.forMs())));
    }

    private static Failure busy(Duration wait) {
        return Failure.tooMany("vk.busy", "Every token of VK is busy or resting", wait);
    }

    private static Failure nobody(String method) {
        return Failure.unavailable(
                        "vk.no_live_token",
                        "No living token may call this method; give an account a token",
                        Duration.ofSeconds(60))
                .with("method", method);
    }
}
