package io.pult.vk;

import io.pult.bus.Json;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks VK whether a token lives, by {@code users.get} about nobody, which every kind of token may call: a user token
 * answers with its owner, the others with an empty list.
 */
final class SelfCheck {
    static final String METHOD = "users.get";

    private final CallTools tools;

    SelfCheck(CallTools tools) {
        this.tools = tools;
    }

    sealed interface Finding {
        /** The token works, and is whose it should be. */
        record Lives() implements Finding {}

        /** @param status that the account deserves now */
        record Out(Status status, String reason) implements Finding {}

        /** The token works, and is somebody else's, which does not change by waiting. */
        record Foreign(String reason) implements Finding {}

        /** VK has an error for the token that says neither. */
        record Refused(VkRule rule, VkError error) implements Finding {}

        /** VK cannot be asked at the moment. */
        record Unknown() implements Finding {}
    }

    private record Owner(long id) {}

    /** @param owner whose user token it has to be; absent: whose it is does not matter */
    Future<Finding> ask(@Nullable UUID account, Kind kind, @Nullable Long owner, String token) {
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        return tools.client()
                .post(METHOD, Map.of(), token, tools.settings().callTimeout(), null)
                .map(outcome -> {
                    long millis = (System.nanoTime() - sent) / 1_000_000;
                    tools.log().write(AttemptRow.of(account, METHOD, 1, at, millis, outcome, tools.node()));
                    return finding(outcome, kind, owner);
                });
    }

    private Finding finding(VkOutcome outcome, Kind kind, @Nullable Long expected) {
        if (outcome instanceof VkOutcome.Answered answered) {
            return expected == null ? new Finding.Lives() : owned(answered, kind, expected);
        }
        if (outcome instanceof VkOutcome.Refused refused) {
            VkError error = refused.error();
            VkRule rule = tools.errors().rule(error, Set.of());
            return rule.action().condemns()
                    ? new Finding.Out(ErrorReaction.verdict(rule.action()), ErrorReaction.reason(rule.action(), error))
                    : new Finding.Refused(rule, error);
        }
        return new Finding.Unknown();
    }

    private static Finding owned(VkOutcome.Answered answered, Kind kind, long expected) {
        Owner[] owners = Json.readLeniently(answered.response().text(), Owner[].class);
        if (kind == Kind.USER && owners.length == 0) {
            return new Finding.Foreign("the token is not a user's");
        }
        if (owners.length > 0 && !(kind == Kind.USER && owners[0].id == expected)) {
            return new Finding.Foreign("the token belongs to user " + owners[0].id);
        }
        return new Finding.Lives();
    }
}
