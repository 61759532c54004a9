package io.pult.vk;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.VkCallHandlers.CallTools;
import io.pult.vk.VkProfiles.Profile;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks VK whose a token is: {@code users.get} about nobody, which answers a user's token with its owner and the others
 * with an empty list; then {@code groups.getById} about nothing, which answers a community's token with its community.
 * What lives and is neither is a service token; whose application it belongs to VK does not say.
 *
 * <p>A check spends the token's budget like any call, and a token that answers one has ended its trial.
 */
final class TokenCheck {
    private static final String USERS = "users.get";
    private static final String GROUPS = "groups.getById";
    /** What is left of the asker's time for what follows from the answer. */
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(1);

    private final CallTools tools;

    TokenCheck(CallTools tools) {
        this.tools = tools;
    }

    /**
     * @param account absent for the token of the environment
     * @param member its name in the pool; a token that is not in it has no budget to share
     */
    record Subject(@Nullable UUID account, String member, long epoch, String token) {
        static Subject of(Stored stored, TokenSeal seal) {
            UUID id = stored.account().id();
            return new Subject(id, id.toString(), stored.epoch(), seal.open(stored));
        }

        static Subject of(PoolToken token) {
            return new Subject(token.account(), token.member(), token.epoch(), token.token());
        }

        @Override
        public String toString() {
            return "Subject[" + member + "]";
        }
    }

    /** What VK has said. */
    sealed interface Finding {
        /** The token lives, and this is whose it is. */
        sealed interface Alive extends Finding {}

        record User(long id, String name, @Nullable String screenName) implements Alive {}

        record Community(long id, String name, @Nullable String screenName) implements Alive {}

        record Service() implements Alive {}

        /** @param method that was refused */
        record Refused(String method, VkRule rule, VkError error) implements Finding {}

        /** VK cannot be asked at the moment. */
        record Silent() implements Finding {}
    }

    /** A person waits: a token that rests is asked all the same. */
    Future<Finding> ask(Subject subject, Call call) {
        return ask(new Asking(subject, call, false));
    }

    /** Nobody waits: a token in the pool is asked when it has a turn, and not when it has none. */
    Future<Finding> ask(Subject subject, boolean inPool) {
        Duration perQuestion = tools.settings().maxWait().plus(tools.settings().callTimeout());
        var call = Call.system(tools.node(), perQuestion.plus(BEFORE_THE_END).multipliedBy(2));
        return ask(new Asking(subject, call, inPool));
    }

    /** @return why the token is not the account's; absent when it is */
    static @Nullable String foreign(SystemAccount account, Finding.Alive owner) {
        if (owner instanceof Finding.User user) {
            return isOf(account, Kind.USER, user.id()) ? null : "the token belongs to user " + user.id();
        }
        if (owner instanceof Finding.Community community) {
            return isOf(account, Kind.COMMUNITY, community.id())
                    ? null
                    : "the token belongs to community " + community.id();
        }
        return account.kind() == Kind.SERVICE
                ? null
                : "the token is not a " + (account.kind() == Kind.USER ? "user's" : "community's");
    }

    private static boolean isOf(SystemAccount account, Kind kind, long id) {
        Long wanted = account.vkUserId();
        return account.kind() == kind && wanted != null && wanted == id;
    }

    /** @param inTurn not without a turn of the pool */
    private record Asking(Subject subject, Call call, boolean inTurn) {}

    private Future<Finding> ask(Asking asking) {
        return post(asking, USERS, Map.of("fields", "screen_name")).compose(outcome -> {
            if (outcome instanceof VkOutcome.Answered answered) {
                Finding user = user(answered);
                return user == null ? askForCommunity(asking) : Future.succeededFuture(user);
            }
            Finding refused = refused(USERS, outcome);
            return refused == null ? askForCommunity(asking) : Future.succeededFuture(refused);
        });
    }

    private Future<Finding> askForCommunity(Asking asking) {
        return post(asking, GROUPS, Map.of()).map(outcome -> {
            if (outcome instanceof VkOutcome.Answered answered) {
                Finding community = community(answered);
                return community == null ? new Finding.Service() : community;
            }
            Finding refused = refused(GROUPS, outcome);
            return refused == null ? new Finding.Service() : refused;
        });
    }

    private Future<VkOutcome> post(Asking asking, String method, Map<String, String> params) {
        return tools.pool()
                .pickOnly(asking.subject.member, method, tools.settings().maxWait())
                .compose(pick -> {
                    if (!(pick instanceof Pick.Turn turn)) {
                        return asking.inTurn
                                ? Future.succeededFuture(new VkOutcome.Missed())
                                : postNow(asking, method, params);
                    }
                    return turn.waitMs() <= 0
                            ? postNow(asking, method, params)
                            : tools.vertx()
                                    .timer(turn.waitMs(), TimeUnit.MILLISECONDS)
                                    .compose(now -> postNow(asking, method, params));
                });
    }

    private Future<VkOutcome> postNow(Asking asking, String method, Map<String, String> params) {
        Subject subject = asking.subject;
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        Duration within = asking.call.remaining().minus(BEFORE_THE_END);
        return tools.client().post(method, params, subject.token, within, null).compose(outcome -> {
            if (outcome instanceof VkOutcome.Answered) {
                proven(subject);
            }
            long millis = (System.nanoTime() - sent) / 1_000_000;
            var row = AttemptRow.of(subject.account, method, 1, at, millis, outcome, tools.node());
            return tools.log().settled(tools.log().write(row)).map(outcome);
        });
    }

    /** Or the next question would have to wait until the trial's one call is over. */
    private void proven(Subject subject) {
        tools.vault().find(subject.member, subject.epoch).onSuccess(found -> found.ifPresent(tools.pool()::proven));
    }

    /** Absent when the refusal is about the question: that it names nobody, or is not for this kind of token. */
    private @Nullable Finding refused(String method, VkOutcome outcome) {
        if (!(outcome instanceof VkOutcome.Refused refused)) {
            return new Finding.Silent();
        }
        VkRule rule = tools.errors().rule(refused.error(), Set.of());
        return switch (rule.action()) {
            case CALLER_FAULT, DENIED, FORBID_METHOD, TRY_OTHER -> null;
            default -> new Finding.Refused(method, rule, refused.error());
        };
    }

    private static @Nullable Finding user(VkOutcome.Answered answered) {
        return first(Kind.USER, answered, who -> new Finding.User(who.id(), who.name(), who.screenName()));
    }

    private static @Nullable Finding community(VkOutcome.Answered answered) {
        return first(Kind.COMMUNITY, answered, who -> new Finding.Community(who.id(), who.name(), who.screenName()));
    }

    private static @Nullable Finding first(Kind kind, VkOutcome.Answered answered, Function<Profile, Finding> found) {
        try {
            List<Profile> whoever = VkProfiles.read(kind, answered.response().text());
            return whoever.isEmpty() ? null : found.apply(whoever.get(0));
        } catch (Failure e) {
            return new Finding.Silent();
        }
    }
}
