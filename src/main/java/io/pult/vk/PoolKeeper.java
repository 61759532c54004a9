package io.pult.vk;

import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.vk.SharedBudgets.Filled;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pool in Redis what the tables say it is: at once after each change, as a whole every now and then, and when
 * Redis has lost it.
 */
final class PoolKeeper {
    private static final Logger log = LoggerFactory.getLogger(PoolKeeper.class);

    private final SystemAccountStore accounts;
    private final TokenVault vault;
    private final TokenPool pool;
    private final LockBook locks;
    private final InstantSource clock;
    private @Nullable Future<Void> refilling;

    PoolKeeper(SystemAccountStore accounts, TokenVault vault, TokenPool pool, LockBook locks, InstantSource clock) {
        this.accounts = accounts;
        this.vault = vault;
        this.pool = pool;
        this.locks = locks;
        this.clock = clock;
    }

    /** Any number of callers find the pool empty at once; it is filled once. */
    Future<Void> reconcile() {
        Future<Void> running = refilling;
        if (running != null) {
            return running;
        }
        // The locks last: of an account that is given another epoch meanwhile they may be newer, but never older.
        Future<Void> run =
                accounts.live().compose(live -> locks.load().map(live)).compose(this::reconcile);
        refilling = run;
        return run.onComplete(done -> refilling = null);
    }

    private Future<Void> reconcile(List<Stored> live) {
        vault.replace(live);
        var entries = new ArrayList<>(live.stream().map(this::entry).toList());
        PoolToken environment = vault.ofEnvironment();
        if (environment != null) {
            entries.add(entry(environment));
        }
        return pool.reconcile(entries, true).map(filled -> {
            if (filled == Filled.YES) {
                log.atInfo().addKeyValue("tokens", entries.size()).log("the token pool was filled");
            }
            return null;
        });
    }

    /** Lets an account in that has just been made, if it has a token. */
    Future<Void> admit(UUID id) {
        return accounts.live(id)
                .compose(found -> found.isPresent() ? apply(found.get()) : Future.succeededFuture())
                .otherwiseEmpty();
    }

    /**
     * Takes a change of one account over into the pool. A Redis that is away does not undo the change: the next sweep
     * carries it over.
     */
    Future<Void> apply(Stored stored) {
        SystemAccount account = stored.account();
        String member = account.id().toString();
        boolean live = stored.envelope() != null && account.status().live();
        Future<?> refreshed = vault.refresh(account.id());
        Future<?> moved = live ? enter(stored) : pool.remove(member, stored.epoch());
        return Future.join(refreshed, moved).otherwiseEmpty().mapEmpty();
    }

    /** The same for an account that has got another epoch, with the locks that go along; also those of other nodes. */
    Future<Void> apply(Stored stored, LockCarry carry) {
        if (carry.isNothing()) {
            return apply(stored);
        }
        locks.carry(carry);
        return locks.load(carry.member()).otherwiseEmpty().compose(read -> apply(stored));
    }

    private Future<?> enter(Stored stored) {
        return pool.reconcile(List.of(entry(stored)), false)
                .compose(filled -> filled == Filled.MISSING ? reconcile() : Future.succeededFuture());
    }

    /** The token of the environment was thrown out, and has been proven to live. */
    Future<Void> forgive(PoolToken environment) {
        return pool.forgive(environment.member())
                .compose(forgiven -> pool.reconcile(List.of(entry(environment)), false))
                .mapEmpty();
    }

    private static PoolEntry entry(PoolToken environment) {
        return new PoolEntry(
                environment.member(), environment.kind(), environment.epoch(), Duration.ZERO, false, Duration.ZERO);
    }

    private PoolEntry entry(Stored stored) {
        SystemAccount account = stored.account();
        Instant until = account.until();
        boolean cooling = account.status() == Status.COOLING;
        Duration rest = cooling && until != null ? Duration.between(clock.instant(), until) : Duration.ZERO;
        return new PoolEntry(
                account.id().toString(),
                account.kind(),
                stored.epoch(),
                rest.isNegative() ? Duration.ZERO : rest,
                cooling,
                Duration.ZERO);
    }
}
