package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Backoff;
import io.pult.infra.Pg;
import io.pult.infra.Role;
import io.pult.infra.Sql;
import io.pult.vk.ProbeStore.Due;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.TokenCheck.Finding;
import io.pult.vk.TokenCheck.Subject;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings tokens back that are out, also when every one is: one node asks VK now and then whether they live, a few at
 * once, ever more rarely.
 */
final class TokenProbes {
    private static final Logger log = LoggerFactory.getLogger(TokenProbes.class);

    /** VK must not take a thousand dead tokens at once for an attack. */
    private static final int AT_ONCE = 4;

    private final Pg pg;
    private final Bus bus;
    private final Role role;
    private final TokenSeal seal;
    private final PoolKeeper keeper;
    private final TokenVerdicts verdicts;
    private final CallTools tools;
    private final TokenCheck check;
    private final Backoff intervals;

    TokenProbes(Pg pg, Bus bus, Role role, TokenSeal seal, PoolKeeper keeper, TokenVerdicts verdicts, CallTools tools) {
        this.pg = pg;
        this.bus = bus;
        this.role = role;
        this.seal = seal;
        this.keeper = keeper;
        this.verdicts = verdicts;
        this.tools = tools;
        this.check = new TokenCheck(tools);
        this.intervals = intervals(tools.settings());
    }

    static Backoff intervals(VkSettings settings) {
        return new Backoff(settings.probeFirst(), settings.probeLongest(), 1);
    }

    /** Those that are due, a few at most; nothing on a node that has not the role. */
    Future<Void> round() {
        if (!role.held()) {
            return Future.succeededFuture();
        }
        return new ProbeStore(pg)
                .due(tools.settings().probeFirst(), AT_ONCE)
                .compose(due -> Future.join(due.stream().map(this::probe).toList()))
                .mapEmpty();
    }

    private Future<Void> probe(Due due) {
        return (role.held() ? ask(due) : Future.<Void>succeededFuture())
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", due.stored().account().id())
                        .addKeyValue("reason", cause.toString())
                        .log("a token could not be probed"));
    }

    /** A rested token is in the pool, and its probe one of its calls; whoever is not in it has no turn to take. */
    private Future<Void> ask(Due due) {
        boolean inPool = due.stored().account().status() == Status.COOLING;
        return check.ask(Subject.of(due.stored(), seal), inPool).compose(finding -> judge(due, finding));
    }

    private Future<Void> judge(Due due, Finding finding) {
        if (finding instanceof Finding.Alive owner) {
            return alive(due, owner);
        }
        if (!(finding instanceof Finding.Refused refused)) {
            return again(due.stored(), due.tries());
        }
        VkAction action = refused.rule().action();
        if (action.condemns()
                && ErrorReaction.verdict(action) != due.stored().account().status()) {
            return out(due, ErrorReaction.verdict(action), ErrorReaction.reason(action, refused.error()));
        }
        return react(due, refused).compose(done -> again(due.stored(), due.tries() + 1));
    }

    /** An account that waits for its name to be looked up bears any token: that it is its own is a verification's to say. */
    private Future<Void> alive(Due due, Finding.Alive owner) {
        SystemAccount account = due.stored().account();
        String foreign = account.vkUserId() == null ? null : TokenCheck.foreign(account, owner);
        return foreign == null ? lives(due) : foreign(due, foreign);
    }

    private Future<Void> lives(Due due) {
        Stored stored = due.stored();
        UUID id = stored.account().id();
        boolean inPool = stored.account().status() == Status.COOLING;
        return pg.tx(tx -> current(tx, stored)
                        .compose(now -> now.isEmpty()
                                ? Future.succeededFuture(now)
                                : (inPool ? restOver(tx, stored) : revived(tx, stored))
                                        .compose(changed -> settled(tx, id).map(changed))))
                .compose(changed -> changed.isEmpty() ? Future.succeededFuture() : back(stored, changed.get()));
    }

    /** A living token keeps its epoch, and with it its locks. */
    private static Future<Optional<Stored>> restOver(Sql tx, Stored stored) {
        return new SystemAccountStore(tx).judge(stored.account().id(), stored.epoch(), Status.ACTIVE, null, null);
    }

    /** Back under a new epoch, and what VK had limited is limited still. */
    private static Future<Optional<Stored>> revived(Sql tx, Stored stored) {
        UUID id = stored.account().id();
        return new SystemAccountStore(tx)
                .setStatus(id, Status.ACTIVE, null)
                .compose(row ->
                        new LockStore(tx).carry(LockCarry.ofSame(stored, row)).map(Optional.of(row)));
    }

    private Future<Void> settled(Sql tx, UUID id) {
        return new ProbeStore(tx).over(id).compose(over -> verdicts.settled(tx, id));
    }

    private Future<Void> back(Stored before, Stored now) {
        UUID id = now.account().id();
        log.atInfo().addKeyValue("account", id).log("a token lives again");
        bus.publish(SystemAccountOps.CHANGED, new Changed(id, now.account().status()));
        return keeper.apply(now, LockCarry.ofSame(before, now))
                .compose(applied -> tools.vault()
                        .find(id.toString(), now.epoch())
                        .onSuccess(found -> found.ifPresent(tools.pool()::proven))
                        .mapEmpty());
    }

    /** The same token is out for another reason than it was. */
    private Future<Void> out(Due due, Status status, String reason) {
        Stored stored = due.stored();
        UUID id = stored.account().id();
        return changed(
                stored,
                tx -> new SystemAccountStore(tx)
                        .setStatus(id, status, reason)
                        .compose(row -> new LockStore(tx)
                                .carry(LockCarry.ofSame(stored, row))
                                .compose(carried -> failed(new ProbeStore(tx), row, due.tries() + 1))
                                .map(row)),
                LockCarry::ofSame);
    }

    private Future<Void> foreign(Due due, String reason) {
        UUID id = due.stored().account().id();
        return changed(due.stored(), tx -> verdicts.foreign(tx, id, reason), LockCarry::ofForeign);
    }

    private Future<Void> changed(
            Stored stored, Function<Sql, Future<Stored>> change, BiFunction<Stored, Stored, LockCarry> carry) {
        return pg.tx(tx -> current(tx, stored)
                        .compose(now -> now.isEmpty()
                                ? Future.succeededFuture(now)
                                : change.apply(tx).map(Optional::of)))
                .compose(changed -> {
                    if (changed.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    SystemAccount account = changed.get().account();
                    bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status()));
                    return keeper.apply(changed.get(), carry.apply(stored, changed.get()));
                });
    }

    /** Of a token in the pool, what any call would have done; of another only that it is still out. */
    private Future<Void> react(Due due, Finding.Refused refused) {
        Stored stored = due.stored();
        if (stored.account().status() != Status.COOLING) {
            return Future.succeededFuture();
        }
        return tools.vault()
                .find(stored.account().id().toString(), stored.epoch())
                .compose(token -> token.isEmpty()
                        ? Future.succeededFuture()
                        : new ErrorReaction(tools, refused.method()).to(refused.rule(), refused.error(), token.get()));
    }

    private Future<Void> again(Stored stored, int tries) {
        return failed(new ProbeStore(pg), stored, tries);
    }

    private Future<Void> failed(ProbeStore store, Stored stored, int tries) {
        return store.failed(stored.account().id(), stored.epoch(), tries, intervals.after(tries + 1));
    }

    /** What was learned of a token says nothing of the one that came in its place meanwhile. */
    private static Future<Optional<Stored>> current(Sql tx, Stored stored) {
        return new SystemAccountStore(tx)
                .lock(stored.account().id())
                .map(now -> now.epoch() == stored.epoch()
                                && now.account().status() == stored.account().status()
                        ? Optional.of(now)
                        : Optional.<Stored>empty());
    }
}
