package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.contract.vk.SystemAccountOps.EnvToken;
import io.pult.contract.vk.SystemAccountOps.Verify;
import io.pult.contract.vk.SystemAccountOps.VerifyEnv;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.TokenCheck.Finding;
import io.pult.vk.TokenCheck.Subject;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Verifies that a token is its account's. What VK tells of the kinds of tokens is in {@link TokenCheck}. */
final class VerifyHandlers {
    /** What becomes of the row, which is locked for it. */
    private interface Verdict {
        Future<Stored> on(Sql tx, Stored now);
    }

    private final Pg pg;
    private final Bus bus;
    private final TokenSeal seal;
    private final PoolKeeper keeper;
    private final TokenVerdicts verdicts;
    private final CallTools tools;
    private final TokenCheck check;
    private final AccountAudit audit;

    VerifyHandlers(
            Pg pg,
            Bus bus,
            TokenSeal seal,
            PoolKeeper keeper,
            TokenVerdicts verdicts,
            CallTools tools,
            AccountAudit audit) {
        this.pg = pg;
        this.bus = bus;
        this.seal = seal;
        this.keeper = keeper;
        this.verdicts = verdicts;
        this.tools = tools;
        this.audit = audit;
        this.check = new TokenCheck(tools);
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(SystemAccountOps.VERIFY, this::verify),
                bus.serve(SystemAccountOps.VERIFY_ENV, this::verifyEnvironment));
    }

    Future<SystemAccount> verify(Verify request, Call call) {
        return new SystemAccountStore(pg).get(request.id()).compose(stored -> {
            if (stored.envelope() == null) {
                return Future.failedFuture(
                        Failure.unprocessable("account.no_token", "The account has no token yet; give it one"));
            }
            return check.ask(Subject.of(stored, seal), call).compose(finding -> judge(stored, finding, call));
        });
    }

    Future<EnvToken> verifyEnvironment(VerifyEnv request, Call call) {
        PoolToken token = tools.vault().ofEnvironment();
        if (token == null) {
            throw Failure.notFound(
                    "vk.no_env_token", "This node has no token in its environment; set VK_TOKEN and start it again");
        }
        return check.ask(Subject.of(token), call).compose(finding -> {
            if (finding instanceof Finding.User user) {
                return Future.succeededFuture(new EnvToken(Kind.USER, user.id(), user.name()));
            }
            if (finding instanceof Finding.Community community) {
                return Future.succeededFuture(new EnvToken(Kind.COMMUNITY, community.id(), community.name()));
            }
            if (finding instanceof Finding.Service) {
                return Future.succeededFuture(new EnvToken(Kind.SERVICE, null, null));
            }
            return unclear(token.member(), token.epoch(), finding);
        });
    }

    private Future<SystemAccount> judge(Stored stored, Finding finding, Call call) {
        SystemAccount account = stored.account();
        if (finding instanceof Finding.Alive owner) {
            Verdict name = account.vkUserId() == null ? name(stored, owner) : null;
            String foreign = name == null ? TokenCheck.foreign(account, owner) : null;
            return foreign == null
                    ? own(stored, name == null ? (tx, now) -> Future.succeededFuture(now) : name, call)
                    : foreign(stored, foreign, call);
        }
        if (finding instanceof Finding.Refused refused
                && refused.rule().action().condemns()) {
            VkAction action = refused.rule().action();
            Status status = ErrorReaction.verdict(action);
            String reason = ErrorReaction.reason(action, refused.error());
            Failure failure = tokenRefused(refused.error());
            return change(
                            stored,
                            (tx, now) -> new SystemAccountStore(tx).setStatus(account.id(), status, reason),
                            LockCarry::ofSame,
                            call,
                            failure)
                    .compose(changed -> Future.failedFuture(failure));
        }
        return unclear(account.id().toString(), stored.epoch(), finding);
    }

    /** An account that was added by a name is whoever has that name and shows a token; absent when it is another's. */
    private static @Nullable Verdict name(Stored stored, Finding.Alive owner) {
        if (owner instanceof Finding.User user) {
            return name(stored, Kind.USER, user.id(), user.screenName());
        }
        return owner instanceof Finding.Community community
                ? name(stored, Kind.COMMUNITY, community.id(), community.screenName())
                : null;
    }

    private static @Nullable Verdict name(Stored stored, Kind kind, long owner, @Nullable String screenName) {
        SystemAccount account = stored.account();
        String name = account.screenName();
        boolean same = name != null
                && screenName != null
                && VkLink.Name.key(screenName.toLowerCase(Locale.ROOT)).equals(VkLink.Name.key(name))
                && (account.kind() == kind || stored.kindOpen());
        return same ? (tx, now) -> new SystemAccountStore(tx).identify(account.id(), owner, kind) : null;
    }

    private Future<SystemAccount> foreign(Stored stored, String reason, Call call) {
        UUID id = stored.account().id();
        Failure failure = Failure.unprocessable("vk.foreign_token", "The token is not this account's: " + reason);
        return change(stored, (tx, now) -> verdicts.foreign(tx, id, reason), LockCarry::ofForeign, call, failure)
                .compose(changed -> Future.failedFuture(failure));
    }

    private static Failure tokenRefused(VkError error) {
        return Failure.unprocessable("vk.token_refused", "VK refuses the token: " + error.message())
                .with("error_code", error.code());
    }

    /** VK has not said whose the token is; what it has said of pace and rest counts all the same. */
    private <T> Future<T> unclear(String member, long epoch, Finding finding) {
        if (!(finding instanceof Finding.Refused refused)) {
            return Future.failedFuture(Failure.upstream("vk.unreachable", "VK does not answer"));
        }
        VkError error = refused.error();
        return tools.vault()
                .find(member, epoch)
                .compose(token -> token.isEmpty()
                        ? Future.succeededFuture()
                        : new ErrorReaction(tools, refused.method()).to(refused.rule(), error, token.get()))
                .compose(done -> Future.failedFuture(
                        refused.rule().action().condemns()
                                ? tokenRefused(error)
                                : Failure.upstream(
                                                "vk.refused",
                                                "VK does not say now whose the token is: " + error.message())
                                        .with("error_code", error.code())));
    }

    /** @param first what else is known of the account by now */
    private Future<SystemAccount> own(Stored stored, Verdict first, Call call) {
        UUID id = stored.account().id();
        return change(
                stored,
                (tx, now) -> first.on(tx, now)
                        .compose(row -> active(tx, row))
                        .compose(row -> verdicts.settled(tx, id).map(row)),
                LockCarry::ofSame,
                call,
                null);
    }

    /** A living token keeps its epoch; a disabled account stays what a person made it. */
    private static Future<Stored> active(Sql tx, Stored now) {
        var store = new SystemAccountStore(tx);
        SystemAccount account = now.account();
        if (account.status() == Status.DISABLED || account.status() == Status.ACTIVE) {
            return Future.succeededFuture(now);
        }
        return account.status().live()
                ? store.judge(account.id(), now.epoch(), Status.ACTIVE, null, null)
                        .map(changed -> changed.orElse(now))
                : store.setStatus(account.id(), Status.ACTIVE, null);
    }

    /**
     * What was learned of a token says nothing of the one that came in its place meanwhile.
     *
     * @param outcome for the audit; absent: the token is the account's
     */
    private Future<SystemAccount> change(
            Stored stored,
            Verdict verdict,
            BiFunction<Stored, Stored, LockCarry> carry,
            Call call,
            @Nullable Failure outcome) {
        UUID id = stored.account().id();
        return pg.tx(tx -> new SystemAccountStore(tx)
                        .lock(id)
                        .compose(now -> now.epoch() == stored.epoch()
                                ? verdict.on(tx, now)
                                : Future.failedFuture(Failure.conflict(
                                        "account.changed",
                                        "The account was given another token meanwhile; verify it again")))
                        .compose(row -> new LockStore(tx)
                                .carry(carry.apply(stored, row))
                                .map(row))
                        .compose(row -> audit.verified(tx, call, id, outcome).map(row)))
                .compose(row -> {
                    SystemAccount account = row.account();
                    return keeper.apply(row, carry.apply(stored, row))
                            .map(account)
                            .onSuccess(applied ->
                                    bus.publish(SystemAccountOps.CHANGED, new Changed(id, account.status())));
                });
    }
}
