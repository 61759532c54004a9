package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Status;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does to a token what the action table says. Redis hears of it before the call goes on, so that no node picks it. */
final class ErrorReaction {
    /** Refusals for pace in one call before the token rests for longer. */
    private static final int PATIENCE = 5;

    private final CallTools tools;
    private final String method;
    private int tooFast;
    private @Nullable PoolToken suspect;

    ErrorReaction(CallTools tools, String method) {
        this.tools = tools;
        this.method = method;
    }

    Future<Void> to(VkRule rule, VkError error, PoolToken token) {
        return switch (rule.action()) {
            case PAUSE_TOKEN -> pause(rule, error, token);
            case LOCK_METHOD, FORBID_METHOD ->
                tools.pool().lock(token, method, error.code(), rule.rests()).mapEmpty();
            case COOL_TOKEN, RETRY_THEN_COOL -> cool(rule.rests().get(0), error, token, true, false);
            case CAPTCHA -> captcha(rule.rests().get(0), error, token);
            case NEEDS_HUMAN, TOKEN_EXPIRED, WRONG_ADDRESS, TOKEN_DEAD -> condemn(rule.action(), error, token);
            case RETRY, RETRY_ONCE, TRY_OTHER, CALLER_FAULT, DENIED -> Future.succeededFuture();
        };
    }

    /** Status of an account whose token is of no use. */
    static Status verdict(VkAction action) {
        return switch (action) {
            case NEEDS_HUMAN -> Status.NEEDS_HUMAN;
            case TOKEN_EXPIRED -> Status.EXPIRED;
            default -> Status.ERROR;
        };
    }

    /** A token may live and still be of no use here; the operator has to know the difference. */
    static String reason(VkAction action, VkError error) {
        return action == VkAction.WRONG_ADDRESS ? "ip_mismatch: " + error.text() : error.text();
    }

    /** Another token got through where this one was refused: then it was the token's right that was missing. */
    void suspect(PoolToken token) {
        suspect = token;
    }

    Future<Void> succeeded(PoolToken token) {
        PoolToken lacking = suspect;
        return lacking == null
                ? Future.succeededFuture()
                : tools.pool()
                        .lock(lacking, method, 7, List.of(Duration.ofHours(24)))
                        .<Void>mapEmpty()
                        .otherwiseEmpty();
    }

    private Future<Void> pause(VkRule rule, VkError error, PoolToken token) {
        Future<Void> paused = tools.pool().tooFast(token, rule.rests().get(0));
        return ++tooFast % PATIENCE == 0
                ? paused.compose(done -> cool(rule.rests().get(1), error, token, true, false))
                : paused;
    }

    private Future<Void> cool(Duration rest, VkError error, PoolToken token, boolean unlessLast, boolean asksPerson) {
        return tools.pool().cool(token, rest, error.code(), unlessLast).compose(rests -> {
            if (!rests) {
                return tools.pool().pause(token, Duration.ofSeconds(1));
            }
            tools.verdicts().cooled(token, tools.clock().instant().plus(rest), error.text(), asksPerson);
            return Future.succeededFuture();
        });
    }

    /** An inner call of {@code execute} is told of a captcha without getting one; then only another token helps. */
    private Future<Void> captcha(Duration rest, VkError error, PoolToken token) {
        VkChallenge challenge = error.challenge();
        if (challenge != null) {
            tools.captchas().asked(token, challenge);
        }
        return cool(rest, error, token, false, challenge == null);
    }

    private Future<Void> condemn(VkAction action, VkError error, PoolToken token) {
        VkChallenge challenge = error.challenge();
        String page = action == VkAction.NEEDS_HUMAN && challenge != null ? challenge.page() : null;
        tools.verdicts().condemned(token, verdict(action), reason(action, error), page);
        return tools.pool().remove(token.member(), token.epoch());
    }
}
