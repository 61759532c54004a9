package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call through VK's checks to its method. The order decides which of two errors a caller sees: form of the call
 * (8, 3), token (5), captcha and forced errors, kind and rights of the token (27, 28, 7, 15), rate (6), quota (29), parameters. Forced errors
 * come before the budgets, so that "the next call fails with 9" holds whatever the budget is.
 */
final class VkDispatcher {
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}\\.[0-9]{1,4}");

    private final VkState state;
    private final VkMethods methods;

    VkDispatcher(VkState state) {
        this.state = state;
        this.methods = new VkMethods(
                state,
                new ExecuteMethod(this::answerInside, () -> state.habits().executeBytes()));
    }

    boolean knows(@Nullable String method) {
        return method != null && methods.find(method) != null;
    }

    /** The whole body of the answer, be it a response or an error. */
    JsonObject answer(VkRequest request) {
        try {
            return admit(request);
        } catch (VkRefusal refusal) {
            VkToken token = state.tokens().find(request.token());
            if (token != null) {
                token.refused(refusal.error().code());
            }
            return envelope(refusal.error(), request);
        }
    }

    private JsonObject envelope(VkError error, VkRequest request) {
        VkHabits habits = state.habits();
        VkError told =
                habits.echoText() && request.token() != null ? error.telling("access_token=" + request.token()) : error;
        return told.envelope(habits.echoParams() ? request.echo(habits.echoToken()) : null);
    }

    private JsonObject admit(VkRequest request) {
        requireVersion(request.params().get("v"));
        VkMethod method = method(request.method());
        VkToken token = state.tokens().authenticate(request, state.clock().instant());
        VkCall call = new VkCall(request.method(), request.params(), token);
        if (!state.captchas().solved(call)) {
            fail(state.errors().take(token.value(), call.method()), token);
        }
        requireRight(method, token);
        token.spendSecond(state.clock().millis(), state.habits().secondMillis());
        return answer(method, call);
    }

    private JsonObject answerInside(VkCall call) {
        VkMethod method = method(call.method());
        call.token().calledInside(call.method());
        fail(state.errors().takeInside(call.token().value(), call.method()), call.token());
        requireRight(method, call.token());
        return answer(method, call);
    }

    private JsonObject answer(VkMethod method, VkCall call) {
        call.token().spendQuota(call.method(), state.clock().millis());
        return method.answer(call);
    }

    private VkMethod method(String name) {
        VkMethod method = methods.find(name);
        if (method == null) {
            throw VkErrors.of(3);
        }
        return method;
    }

    private void fail(@Nullable ForcedError error, VkToken token) {
        if (error instanceof ForcedError.Fixed fixed) {
            throw new VkRefusal(fixed.error());
        }
        if (error instanceof ForcedError.Captcha captcha) {
            throw state.captchas().challenge(captcha.style(), token);
        }
    }

    private static void requireVersion(@Nullable String version) {
        if (version == null || version.isBlank()) {
            throw VkErrors.of(8, "v (version) is required");
        }
        if (!VERSION.matcher(version).matches()) {
            throw VkErrors.of(8, "v (version) is invalid");
        }
    }

    private static void requireRight(VkMethod method, VkToken token) {
        VkTokenSpec.Kind kind = token.spec().kind();
        if (!method.kinds().contains(kind)) {
            throw switch (kind) {
                case USER -> VkErrors.of(15, "method is unavailable with user auth");
                case GROUP -> VkErrors.of(27);
                case SERVICE -> VkErrors.of(28);
            };
        }
        String scope = method.scope();
        List<String> scopes = token.spec().scopes();
        if (scope != null && scopes != null && !scopes.contains(scope)) {
            throw VkErrors.noScope(kind);
        }
    }
}
