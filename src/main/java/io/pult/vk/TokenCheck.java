package io.pult.vk;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks VK whose a token is: {@code users.get} about nobody, which answers a user's token with its owner and the others
 * with an empty list; then {@code groups.getById} about nothing, which answers a community's token with its community.
 * What lives and is neither is a service token; whose application it belongs to VK does not say.
 */
final class TokenCheck {
    private static final String USERS = "users.get";
    private static final String GROUPS = "groups.getById";

    private final CallTools tools;

    TokenCheck(CallTools tools) {
        this.tools = tools;
    }

    /**
     * @param account absent for the token of the environment
     * @param member its name in the pool; a token that is not in it has no budget to share
     */
    record Subject(@Nullable UUID account, String member, String token) {
        @Override
        public String toString() {
            return "Subject[" + member + "]";
        }
    }

    /** What VK has said. */
    sealed interface Finding {
        record User(long id, String name, @Nullable String screenName) implements Finding {}

        record Community(long id, String name, @Nullable String screenName) implements Finding {}

        record Service() implements Finding {}

        /** @param method that was refused */
        record Refused(String method, VkRule rule, VkError error) implements Finding {}

        record Silent() implements Finding {}
    }

    Future<Finding> ask(Subject subject, Call call) {
        return post(subject, USERS, Map.of("fields", "screen_name"), call).compose(outcome -> {
            if (outcome instanceof VkOutcome.Answered answered) {
                Finding user = user(answered);
                return user == null ? askForCommunity(subject, call) : Future.succeededFuture(user);
            }
            Finding refused = refused(USERS, outcome);
            return refused == null ? askForCommunity(subject, call) : Future.succeededFuture(refused);
        });
    }

    private Future<Finding> askForCommunity(Subject subject, Call call) {
        return post(subject, GROUPS, Map.of(), call).map(outcome -> {
            if (outcome instanceof VkOutcome.Answered answered) {
                Finding community = community(answered);
                return community == null ? new Finding.Service() : community;
            }
            Finding refused = refused(GROUPS, outcome);
            return refused == null ? new Finding.Service() : refused;
        });
    }

    /** A check spends the token's budget like any call. */
    private Future<VkOutcome> post(Subject subject, String method, Map<String, String> params, Call call) {
        return tools.pool()
                .pickOnly(subject.member, method, tools.settings().maxWait())
                .compose(pick -> pick instanceof TokenPool.Pick.Turn turn && turn.waitMs() > 0
                        ? tools.vertx().timer(turn.waitMs(), TimeUnit.MILLISECONDS)
                        : Future.succeededFuture())
                .compose(waited -> postNow(subject, method, params, call));
    }

    private Future<VkOutcome> postNow(Subject subject, String method, Map<String, String> params, Call call) {
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        Duration within = call.remaining().minus(Duration.ofSeconds(1));
        return tools.client().post(method, params, subject.token, within, null).compose(outcome -> {
            long millis = (System.nanoTime() - sent) / 1_000_000;
            var row = AttemptRow.of(subject.account, method, 1, at, millis, outcome, tools.node());
            return tools.log().settled(tools.log().write(row)).map(outcome);
        });
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

    private record Person(
            long id,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String screenName) {}

    private record Groups(@Nullable List<Group> groups) {}

    private record Group(
            long id, @Nullable String name, @Nullable String screenName) {}

    private static @Nullable Finding user(VkOutcome.Answered answered) {
        try {
            Person[] people = Json.readLeniently(answered.response().text(), Person[].class);
            return people.length == 0
                    ? null
                    : new Finding.User(
                            people[0].id,
                            VkProfiles.name(people[0].firstName, people[0].lastName),
                            people[0].screenName);
        } catch (Failure e) {
            return new Finding.Silent();
        }
    }

    private static @Nullable Finding community(VkOutcome.Answered answered) {
        try {
            List<Group> groups = Json.readLeniently(answered.response().text(), Groups.class).groups;
            return groups == null || groups.isEmpty()
                    ? null
                    : new Finding.Community(
                            groups.get(0).id, VkProfiles.name(groups.get(0).name, null), groups.get(0).screenName);
        } catch (Failure e) {
            return new Finding.Silent();
        }
    }
}
