package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.vk.SharedBudgets.Filled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may go next. The budgets are Redis', shared by every node; while Redis is away, this node goes on with its share of
 * them and the long locks it knows. Holds no token, only the names of accounts. Confined to one context.
 */
final class TokenPool {
    static final String ENV_PREFIX = "env:";

    private static final Logger log = LoggerFactory.getLogger(TokenPool.class);

    private final SharedBudgets shared;
    private final LocalBudgets local;
    private final LockBook locks;
    private final PoolHealth health;
    /** Members with something to prove, and the epoch under which they have. */
    private final Map<String, Long> watched = new HashMap<>();

    private @Nullable Future<Void> returning;

    TokenPool(SharedBudgets shared, LocalBudgets local, LockBook locks, PoolHealth health) {
        this.shared = shared;
        this.local = local;
        this.locks = locks;
        this.health = health;
    }

    /** Reserves the soonest turn within {@code most}. */
    Future<Pick> pick(String method, Duration most, Set<Kind> kinds, Collection<String> excluded) {
        return pick(new Pick.Want(method, most, kinds, null, excluded));
    }

    /** Reserves the next turn of one member. */
    Future<Pick> pickOnly(String member, String method, Duration most) {
        return pick(new Pick.Want(method, most, Set.of(Kind.values()), member, Set.of()));
    }

    private Future<Pick> pick(Pick.Want want) {
        return either(() -> shared.pick(want), () -> local.pick(want)).map(this::noted);
    }

    private Pick noted(Pick pick) {
        if (pick instanceof Pick.Turn turn) {
            local.promised(turn.member(), turn.waitMs());
            if (turn.watched()) {
                watched.put(turn.member(), turn.epoch());
            }
        }
        return pick;
    }

    /**
     * Also ends the time without Redis, if there was one: whoever picks meanwhile waits for it.
     *
     * @param complete these are all: others leave the pool, but for those that came in lately
     */
    Future<Filled> reconcile(List<PoolEntry> entries, boolean complete) {
        if (complete) {
            Set<String> members = entries.stream().map(PoolEntry::member).collect(Collectors.toSet());
            local.retain(members);
            watched.keySet().retainAll(members);
        }
        return health.degraded() ? comeBack(entries, complete) : fill(entries, complete, false);
    }

    private Future<Filled> fill(List<PoolEntry> entries, boolean complete, boolean returns) {
        return shared.reconcile(
                        entries.stream().map(this::withPromise).toList(),
                        locks.ofMembers(entries.stream().map(PoolEntry::member).toList()),
                        complete,
                        returns)
                .onSuccess(filled -> health.fine())
                .onFailure(this::noteLoss);
    }

    private PoolEntry withPromise(PoolEntry entry) {
        Duration rest = locks.rest(entry.member(), entry.epoch(), TokenLock.ALL);
        return new PoolEntry(
                entry.member(),
                entry.kind(),
                entry.epoch(),
                rest.compareTo(entry.rest()) > 0 ? rest : entry.rest(),
                entry.trial(),
                local.promise(entry.member(), entry.epoch()));
    }

    /** Redis is there again, and this node still goes on alone. */
    boolean mayComeBack() {
        return health.degraded() && shared.connected() && returning == null;
    }

    private Future<Filled> comeBack(List<PoolEntry> entries, boolean complete) {
        if (returning != null || !complete) {
            return Future.succeededFuture(Filled.NO);
        }
        Promise<Void> over = Promise.promise();
        returning = over.future();
        return Future.all(local.removed().entrySet().stream()
                        .map(gone -> shared.remove(gone.getKey(), gone.getValue(), forGood(gone.getKey())))
                        .toList())
                .compose(told -> fill(entries, true, true))
                .onSuccess(filled -> {
                    health.back();
                })
                .onComplete(done -> {
                    returning = null;
                    over.complete();
                });
    }

    /** Throws the token out, on all nodes at once; one of the environment until {@link #forgive}. */
    Future<Void> remove(String member, long epoch) {
        local.remove(member, epoch);
        watched.remove(member);
        return either(() -> shared.remove(member, epoch, forGood(member)), () -> null);
    }

    /** No row says whether a token of the environment lives, and its epoch never rises. */
    private static boolean forGood(String member) {
        return member.startsWith(ENV_PREFIX);
    }

    /** The token of the environment lives again. */
    Future<Void> forgive(String member) {
        return either(() -> shared.forgive(member), () -> null).onSuccess(done -> local.forgive(member));
    }

    /** A short rest that is no more than keeping the pace. */
    Future<Void> pause(PoolToken token, Duration rest) {
        return rest(token, rest, 0, false).mapEmpty();
    }

    /**
     * VK has refused the token for its pace: it pauses, and at every fifth time in a row it becomes slower by a quarter,
     * on all nodes, at most four times; calls that succeed bring it back step by step.
     */
    Future<Void> tooFast(PoolToken token, Duration rest) {
        watched.put(token.member(), token.epoch());
        return either(() -> shared.tooFast(token, rest), () -> {
                    local.rest(token, rest, 0, false);
                    return 0L;
                })
                .map(pace -> {
                    if (pace > 0) {
                        log.atWarn()
                                .addKeyValue("account", token.member())
                                .addKeyValue("pace_ms", pace)
                                .log("a token is slowed down, VK refuses its pace");
                    }
                    return null;
                });
    }

    /**
     * @param unlessLast leave it awake when no other token is
     * @return whether the token rests
     */
    Future<Boolean> cool(PoolToken token, Duration rest, int code, boolean unlessLast) {
        return rest(token, rest, code, unlessLast).compose(rests -> {
            var lock = new TokenLock(token.member(), token.epoch(), TokenLock.ALL, code, rest, 1);
            return rests ? locks.remember(lock).map(true) : Future.succeededFuture(false);
        });
    }

    private Future<Boolean> rest(PoolToken token, Duration rest, int code, boolean unlessLast) {
        return either(
                () -> shared.rest(token, rest, code, unlessLast).onSuccess(rests -> {
                    if (rests) {
                        local.rest(token, rest, code, false);
                    }
                }),
                () -> local.rest(token, rest, code, unlessLast));
    }

    /** @return for how long; the rests are for the first time, the second …, within a day */
    Future<Duration> lock(PoolToken token, String method, int code, List<Duration> rests) {
        return either(() -> shared.lock(token, method, code, rests), () -> locks.next(token, method, code, rests))
                .compose(lock -> locks.remember(lock).map(lock.rest()));
    }

    /** Ends a rest, but not before the token's pace allows; nothing happens when it does not rest. */
    Future<Void> wake(PoolToken token) {
        local.wake(token);
        locks.forget(token.member(), TokenLock.ALL);
        watched.put(token.member(), token.epoch());
        return either(() -> shared.wake(token), () -> null);
    }

    /** Members that do not go with one of these methods at the moment. */
    Future<Set<String>> locked(Collection<String> methods) {
        return either(() -> shared.locked(methods), () -> locks.locked(methods));
    }

    /** A call with the token has succeeded. Costs nothing unless the token had something to prove. */
    void proven(PoolToken token) {
        if (!Long.valueOf(token.epoch()).equals(watched.get(token.member()))) {
            return;
        }
        watched.remove(token.member());
        local.proven(token.member());
        either(() -> shared.proven(token), () -> null)
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", token.member())
                        .addKeyValue("reason", cause.toString())
                        .log("a token stays on trial, its success could not be noted"));
    }

    /** What a person may see of these members; without Redis what this node knows. */
    Future<PoolView> look(List<String> members, List<String> methods) {
        return either(() -> shared.look(members, methods), () -> local.look(members, methods));
    }

    /** Redis, or this node alone when Redis is away; waits while the two are put together again. */
    private <T> Future<T> either(Supplier<Future<T>> redis, Supplier<T> alone) {
        Future<Void> back = returning;
        if (back != null) {
            return back.compose(over -> either(redis, alone));
        }
        if (health.degraded()) {
            return Future.succeededFuture(alone.get());
        }
        return redis.get().recover(cause -> {
            if (!noteLoss(cause)) {
                return Future.failedFuture(cause);
            }
            return Future.succeededFuture(alone.get());
        });
    }

    private boolean noteLoss(Throwable cause) {
        boolean away = cause instanceof Failure failure && failure.is("redis.unavailable");
        if (away && !health.degraded()) {
            health.lost();
            local.begin();
        }
        return away;
    }
}
