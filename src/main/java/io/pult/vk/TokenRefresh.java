package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.contract.vk.SystemAccountOps.Refresh;
import io.pult.infra.Backoff;
import io.pult.infra.Pg;
import io.pult.infra.Role;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.SealedPair;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the next token of a user before the last one ends, and at once when VK has refused it. A refresh token is
 * taken once: so one node does this at a time, each account is claimed in its row, and a pair that VK ID has given is
 * kept here until the table has it.
 *
 * <p>What it cannot guarantee: that nothing is lost when the process dies between VK ID's answer and the table. The old
 * refresh token is tried once more then, as after every lost answer; when VK ID has taken it already, a person is asked.
 */
final class TokenRefresh {
    private static final Logger log = LoggerFactory.getLogger(TokenRefresh.class);

    private static final int AT_ONCE = 10;
    private static final int ROUNDS = 20;
    /** Longer than a try can take, with its write. */
    private static final Duration CLAIM = Duration.ofSeconds(60);
    /** Ends after more than half a day without an answer. */
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10), 90);

    private final Pg pg;
    private final Bus bus;
    private final TokenSeal seal;
    private final PoolKeeper keeper;
    private final TokenVerdicts verdicts;
    private final TokenNotices notices;
    private final VkIdClient door;
    private final Role role;
    private final InstantSource clock;
    private final Duration before;
    /** Given by VK ID and not in the table yet; the only other copy is nowhere. */
    private final Map<UUID, Renewal> unwritten = new LinkedHashMap<>();

    TokenRefresh(
            Pg pg,
            Bus bus,
            TokenSeal seal,
            PoolKeeper keeper,
            TokenVerdicts verdicts,
            TokenNotices notices,
            VkIdClient door,
            Role role,
            InstantSource clock,
            Duration before) {
        this.pg = pg;
        this.bus = bus;
        this.seal = seal;
        this.keeper = keeper;
        this.verdicts = verdicts;
        this.notices = notices;
        this.door = door;
        this.role = role;
        this.clock = clock;
        this.before = before;
    }

    private record Renewal(Stored stored, SealedPair pair) {}

    Future<Void> run() {
        return writeRest().compose(written -> round(1));
    }

    /** Also without the role: what was given to this node nobody else can write. */
    Future<Void> writeRest() {
        return Future.all(new ArrayList<>(unwritten.values())
                        .stream().map(this::write).toList())
                .mapEmpty();
    }

    private Future<Void> round(int number) {
        if (!role.held() || number > ROUNDS) {
            return Future.succeededFuture();
        }
        return new TokenLifeStore(pg).claimDue(before, CLAIM, AT_ONCE).compose(due -> {
            if (due.isEmpty()) {
                return Future.succeededFuture();
            }
            return Future.join(due.stream().map(this::refresh).toList()).compose(done -> round(number + 1));
        });
    }

    private Future<Void> refresh(Stored stored) {
        UUID id = stored.account().id();
        String envelope = stored.refresh();
        if (envelope == null || !role.held()) {
            return Future.succeededFuture();
        }
        Refresh refresh;
        try {
            refresh = seal.openRefresh(id, envelope);
        } catch (IllegalStateException e) {
            log.atError()
                    .addKeyValue("account", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("refresh data cannot be opened on this node");
            return Future.succeededFuture();
        }
        Instant asked = clock.instant();
        return door.refresh(refresh).compose(answer -> follow(stored, answer, asked));
    }

    private Future<Void> follow(Stored stored, VkIdAnswer answer, Instant asked) {
        if (answer instanceof VkIdAnswer.Granted granted) {
            String foreign = TokenLifeStore.foreign(stored, granted.userId());
            return foreign == null ? granted(stored, granted, asked) : giveUp(stored, foreign);
        }
        if (answer instanceof VkIdAnswer.Refused refused) {
            return giveUp(stored, "VK ID refuses the refresh token: " + refused.reason());
        }
        return lost(stored, (VkIdAnswer.Lost) answer);
    }

    private Future<Void> granted(Stored stored, VkIdAnswer.Granted granted, Instant asked) {
        UUID id = stored.account().id();
        var pair = new SealedPair(
                seal.seal(id, granted.token()), asked.plus(granted.life()), seal.seal(id, granted.next()));
        var renewal = new Renewal(stored, pair);
        unwritten.put(id, renewal);
        return write(renewal);
    }

    /** A database that is away keeps the pair here; anything else that it says is an end. */
    private Future<Void> write(Renewal renewal) {
        Stored before = renewal.stored;
        UUID id = before.account().id();
        return pg.tx(tx -> renewed(tx, renewal))
                .compose(
                        after -> {
                            unwritten.remove(id, renewal);
                            return after.isEmpty() ? Future.succeededFuture() : announce(after.get());
                        },
                        cause -> {
                            if (cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAVAILABLE) {
                                log.atWarn()
                                        .addKeyValue("account", id)
                                        .log("a refreshed token could not be written yet");
                                return Future.succeededFuture();
                            }
                            unwritten.remove(id, renewal);
                            return giveUp(before, "the refreshed token cannot be kept: " + cause.getMessage());
                        });
    }

    private Future<Optional<Stored>> renewed(Sql tx, Renewal renewal) {
        Stored before = renewal.stored;
        UUID id = before.account().id();
        return new TokenLifeStore(tx).renew(id, before.serial(), renewal.pair).compose(after -> {
            if (after.isEmpty()) {
                return Future.succeededFuture(after);
            }
            Status was = before.account().status();
            Future<Void> told =
                    was == Status.EXPIRED || was == Status.ERROR ? verdicts.settled(tx, id) : Future.succeededFuture();
            return told.compose(done -> notices.settled(tx, before))
                    .compose(done -> new LockStore(tx).carry(LockCarry.ofSuccessor(after.get())))
                    .map(after);
        });
    }

    private Future<Void> announce(Stored after) {
        log.atInfo()
                .addKeyValue("account", after.account().id())
                .addKeyValue("expires_at", after.account().expiresAt())
                .log("a token was refreshed");
        return keeper.apply(after, LockCarry.ofSuccessor(after)).onSuccess(applied -> publish(after));
    }

    private Future<Void> lost(Stored stored, VkIdAnswer.Lost lost) {
        UUID id = stored.account().id();
        var store = new TokenLifeStore(pg);
        return store.tries(id, stored.serial()).compose(tries -> {
            if (tries.isEmpty()) {
                return Future.succeededFuture();
            }
            if (tries.get() >= AGAIN.attempts()) {
                return giveUp(stored, "VK ID does not answer: " + lost.reason());
            }
            Duration wait = AGAIN.after(tries.get());
            log.atWarn()
                    .addKeyValue("account", id)
                    .addKeyValue("reason", lost.reason())
                    .addKeyValue("sent", lost.sent())
                    .addKeyValue("again_ms", wait.toMillis())
                    .log("a token could not be refreshed yet");
            return store.tryAgain(id, stored.serial(), wait);
        });
    }

    /** The token serves to its end, if it still does; what comes after it is a person's to give. */
    private Future<Void> giveUp(Stored stored, String reason) {
        UUID id = stored.account().id();
        log.atWarn().addKeyValue("account", id).addKeyValue("reason", reason).log("a token is not refreshed any more");
        return pg.tx(tx -> new TokenLifeStore(tx)
                        .giveUp(id, stored.serial())
                        .compose(left -> left.isEmpty()
                                ? Future.succeededFuture(left)
                                : notices.open(tx, left.get(), reason).map(left)))
                .compose(left -> left.isEmpty() ? Future.succeededFuture() : changed(left.get()));
    }

    private Future<Void> changed(Stored stored) {
        return keeper.apply(stored).onSuccess(applied -> publish(stored));
    }

    private void publish(Stored stored) {
        var account = stored.account();
        bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status()));
    }
}
