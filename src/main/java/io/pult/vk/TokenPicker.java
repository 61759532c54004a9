package io.pult.vk;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Finds the token whose turn it is, and makes good what the pool and this node's memory have lost meanwhile. */
final class TokenPicker {
    /** Members that turn out to be gone, and refills, in one search. */
    private static final int MAX_TRIES = 20;

    private final TokenPool pool;
    private final TokenVault vault;
    private final PoolKeeper keeper;

    TokenPicker(TokenPool pool, TokenVault vault, PoolKeeper keeper) {
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
        return pick(method, most, new HashSet<>(excluded), 1);
    }

    private Future<Turn> pick(String method, Duration most, Set<String> excluded, int tried) {
        return pool.pick(method, most, VkMethods.kinds(method), excluded).compose(pick -> {
            if (tried > MAX_TRIES) {
                return Future.failedFuture(nobody(method));
            }
            if (pick instanceof TokenPool.Pick.Turn turn) {
                return vault.find(turn.member(), turn.epoch()).compose(found -> {
                    if (found.isPresent()) {
                        return Future.succeededFuture(
                                new Turn(found.get(), turn.waitMs(), turn.asked() + turn.waitMs() * 1_000_000));
                    }
                    excluded.add(turn.member());
                    return pick(method, most, excluded, tried + 1);
                });
            }
            if (pick instanceof TokenPool.Pick.Busy busy) {
                return Future.failedFuture(Failure.tooMany(
                        "vk.busy", "Every token of VK is busy or resting", Duration.ofMillis(busy.forMs())));
            }
            return pick instanceof TokenPool.Pick.Empty
                    ? keeper.reconcile().compose(filled -> pick(method, most, excluded, tried + 1))
                    : Future.failedFuture(nobody(method));
        });
    }

    private static Failure nobody(String method) {
        return Failure.unavailable(
                        "vk.no_live_token",
                        "No living token may call this method; give an account a token",
                        Duration.ofSeconds(60))
                .with("method", method);
    }
}
