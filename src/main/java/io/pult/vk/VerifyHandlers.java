package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.contract.vk.SystemAccountOps.Verify;
import io.pult.contract.vk.TokenLog;
import io.pult.infra.Pg;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks VK whose a token is, by {@code users.get} about nobody: a user token answers with its owner, the others with an
 * empty list. So for a community's and a service token this proves that it lives and is no person's, not whose it is.
 */
final class VerifyHandlers {
    private static final String METHOD = "users.get";

    private final Pg pg;
    private final Bus bus;
    private final TokenSeal seal;
    private final PoolKeeper keeper;
    private final TokenVerdicts verdicts;
    private final CallTools tools;

    VerifyHandlers(Pg pg, Bus bus, TokenSeal seal, PoolKeeper keeper, TokenVerdicts verdicts, CallTools tools) {
        this.pg = pg;
        this.bus = bus;
        this.seal = seal;
        this.keeper = keeper;
        this.verdicts = verdicts;
        this.tools = tools;
    }

    Future<?> serve() {
        return bus.serve(SystemAccountOps.VERIFY, this::verify);
    }

    /** What VK says of the owner. */
    private record Owner(long id) {}

    Future<SystemAccount> verify(Verify request, Call call) {
        return new SystemAccountStore(pg).get(request.id()).compose(stored -> {
            if (stored.envelope() == null) {
                return Future.failedFuture(
                        Failure.unprocessable("account.no_token", "The account has no token yet; give it one"));
            }
            return turn(stored).compose(waited -> ask(stored, call)).compose(outcome -> judge(stored, outcome));
        });
    }

    /** A verification spends the token's budget like any call; a token that is not in the pool has none to share. */
    private Future<Void> turn(Stored stored) {
        String member = stored.account().id().toString();
        return tools.pool()
                .pickOnly(member, METHOD, tools.settings().maxWait())
                .compose(pick -> pick instanceof TokenPool.Pick.Turn turn && turn.waitMs() > 0
                        ? tools.vertx().timer(turn.waitMs(), TimeUnit.MILLISECONDS)
                        : Future.succeededFuture())
                .mapEmpty();
    }

    private Future<VkOutcome> ask(Stored stored, Call call) {
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        return tools.client()
                .post(METHOD, Map.of(), seal.open(stored), call.remaining().minus(Duration.ofSeconds(1)), null)
                .compose(outcome -> tools.log()
                        .settled(tools.log().write(row(stored, at, (System.nanoTime() - sent) / 1_000_000, outcome)))
                        .map(outcome));
    }

    private Future<SystemAccount> judge(Stored stored, VkOutcome outcome) {
        if (outcome instanceof VkOutcome.Answered answered) {
            return owner(stored, owner(answered));
        }
        if (outcome instanceof VkOutcome.Refused refused) {
            return refused(stored, refused.error());
        }
        return Future.failedFuture(Failure.upstream("vk.unreachable", "VK does not answer"));
    }

    private Future<SystemAccount> owner(Stored stored, @Nullable Owner owner) {
        SystemAccount account = stored.account();
        boolean user = account.kind() == Kind.USER;
        if (user && owner == null) {
            return foreign(stored, "the token is not a user's");
        }
        if (owner != null && !(user && owner.id == account.vkUserId())) {
            return foreign(stored, "the token belongs to user " + owner.id);
        }
        return change(stored, Status.ACTIVE, null);
    }

    private static @Nullable Owner owner(VkOutcome.Answered answered) {
        Owner[] owners = Json.readLeniently(answered.response().text(), Owner[].class);
        return owners.length == 0 ? null : owners[0];
    }

    private Future<SystemAccount> foreign(Stored stored, String reason) {
        return change(stored, Status.ERROR, reason)
                .compose(changed -> Future.failedFuture(
                        Failure.unprocessable("vk.foreign_token", "The token is not this account's: " + reason)));
    }

    private Future<SystemAccount> refused(Stored stored, VkError error) {
        VkRule rule = tools.errors().rule(error, Set.of());
        if (rule.action().condemns()) {
            return change(stored, ErrorReaction.verdict(rule.action()), ErrorReaction.reason(rule.action(), error))
                    .compose(changed -> Future.failedFuture(
                            Failure.unprocessable("vk.token_refused", "VK refuses the token: " + error.message())
                                    .with("error_code", error.code())));
        }
        String member = stored.account().id().toString();
        return tools.vault()
                .find(member, stored.epoch())
                .compose(token -> token.isEmpty()
                        ? Future.succeededFuture()
                        : new ErrorReaction(tools, METHOD).to(rule, error, token.get()))
                .compose(done -> Future.failedFuture(
                        Failure.upstream("vk.refused", "VK does not say now whose the token is: " + error.message())
                                .with("error_code", error.code())));
    }

    /** What was learned of a token says nothing of the one that came in its place meanwhile. */
    private Future<SystemAccount> change(Stored stored, Status status, @Nullable String reason) {
        UUID id = stored.account().id();
        return pg.tx(tx -> {
                    var store = new SystemAccountStore(tx);
                    return store.lock(id).compose(now -> {
                        if (now.epoch() != stored.epoch()) {
                            return Future.failedFuture(Failure.conflict(
                                    "account.changed",
                                    "The account was given another token meanwhile; verify it again"));
                        }
                        Future<Stored> changed = changed(store, now, status, reason);
                        return status == Status.ACTIVE
                                ? changed.compose(
                                        row -> verdicts.settled(tx, id).map(row))
                                : changed;
                    });
                })
                .compose(row -> {
                    SystemAccount account = row.account();
                    bus.publish(SystemAccountOps.CHANGED, new Changed(id, account.status()));
                    return keeper.apply(row).map(account);
                });
    }

    /** A living token keeps its epoch, and with it its locks; a disabled account stays what a person made it. */
    private static Future<Stored> changed(
            SystemAccountStore store, Stored now, Status status, @Nullable String reason) {
        SystemAccount account = now.account();
        if (status == Status.ACTIVE && (account.status() == Status.DISABLED || account.status() == Status.ACTIVE)) {
            return Future.succeededFuture(now);
        }
        return status == Status.ACTIVE && account.status().live()
                ? store.judge(account.id(), now.epoch(), status, reason, null).map(changed -> changed.orElse(now))
                : store.setStatus(account.id(), status, reason);
    }

    private TokenLog row(Stored stored, Instant at, long millis, VkOutcome outcome) {
        return AttemptRow.of(stored.account().id(), METHOD, 1, at, millis, outcome, tools.node());
    }
}
