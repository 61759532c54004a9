package io.pult.contract.vk;

import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call of VK's API through the pool. */
public final class VkCallOps {
    private static final Pattern METHOD = Pattern.compile("[a-z][A-Za-z]{0,30}\\.[a-z][A-Za-z0-9]{0,60}|execute");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.\\[\\]]{0,63}");
    private static final int MAX_PARAMETERS = 200;

    public record VkCall(Body body) {
        /**
         * @param method {@code users.get}; case matters
         * @param params lists are joined with commas, true and false become 1 and 0, null is left out, objects are sent
         *     as JSON; the token and the version are the pool's to set
         * @param batch the call may wait a few milliseconds for others and go to VK together with them in one {@code
         *     execute}; without effect on what VK cannot do that way: writes, {@code execute} itself, methods for service
         *     tokens only
         */
        public record Body(
                String method,
                @Nullable Map<String, @Nullable Object> params,
                @Nullable Boolean batch) {
            public Body(String method, @Nullable Map<String, @Nullable Object> params) {
                this(method, params, null);
            }

            public Body {
                if (method == null || !METHOD.matcher(method).matches()) {
                    throw Failure.unprocessable("vk.method_malformed", "A method of VK is section.name or execute");
                }
                if (params == null) {
                    params = Map.of();
                }
                if (params.size() > MAX_PARAMETERS) {
                    throw Failure.unprocessable(
                            "vk.too_many_params", "A call has at most " + MAX_PARAMETERS + " parameters");
                }
                params.keySet().forEach(VkCallOps::requireName);
            }

            /** What callers send is theirs: only the method is for logs. */
            @Override
            public String toString() {
                return "Body[" + method + "]";
            }
        }
    }

    /**
     * @param response VK's, as it came
     * @param executeErrors of the calls inside {@code execute}, in order
     * @param attempts calls that VK was asked for, the successful one included
     * @param waitedMs for a token's turn
     * @param batched calls that went to VK in the same {@code execute}, this one included; absent: it went alone
     * @param countReducedTo the {@code count} that was answered, after VK had timed out over the one that was asked for;
     *     absent: nothing was reduced. Whoever walks a list by {@code offset} goes on by this one
     */
    public record VkAnswer(
            RawJson response,
            @Nullable List<RawJson> executeErrors,
            Account account,
            int attempts,
            long waitedMs,
            @Nullable Integer batched,
            @Nullable Long countReducedTo) {}

    /** @param id absent for the token of the environment */
    public record Account(@Nullable UUID id, String label) {}

    /**
     * Fails with UNPROCESSABLE {@code vk.bad_request} for what VK blames on the parameters, UPSTREAM {@code vk.refused}
     * for its other refusals, TOO_MANY {@code vk.busy} when every token is busy for too long, UNAVAILABLE
     * {@code vk.no_live_token}, UPSTREAM {@code vk.unreachable}, UPSTREAM {@code vk.answer_too_large}, TIMEOUT
     * {@code vk.timeout}, and UPSTREAM {@code vk.maybe_executed} when the answer to a call that may have changed something
     * was lost. Such a call is repeated, with the same token, only when it carries the key by which VK knows it again:
     * {@code random_id} of {@code messages.send}, {@code guid} of {@code wall.post} and of comments.
     *
     * <p>When VK asks for a captcha and no other token can serve, the call waits for a person's answer in the inbox for as
     * long as its own time lasts.
     */
    public static final Op<VkCall, VkAnswer> CALL =
            Op.of("vk.call", VkCall.class, VkAnswer.class).within(Duration.ofSeconds(25));

    private VkCallOps() {}

    private static void requireName(String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw Failure.unprocessable("vk.param_malformed", "A parameter has a name that VK does not have");
        }
        if (name.equals("access_token") || name.equals("v") || name.equals("client_secret")) {
            throw Failure.unprocessable("vk.param_reserved", "The parameter " + name + " is set by the pool");
        }
    }
}
