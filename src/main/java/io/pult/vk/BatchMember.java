package io.pult.vk;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call that travels with others, and its caller, who hears of it alone. Confined to one context. */
final class BatchMember {
    private final CallTools tools;
    private final VkCall.Body body;
    private final Call call;
    private final String script;
    private final Promise<VkAnswer> answer = Promise.promise();
    private final Future<VkAnswer> inTime;
    private int attempts;
    private long waitedMs;
    private @Nullable PoolToken challenged;

    BatchMember(CallTools tools, VkCall.Body body, Call call) {
        this.tools = tools;
        this.body = body;
        this.call = call;
        this.script = VkForm.script(body.method(), params(body));
        // A caller whose time is over hears so, whatever the others still wait for.
        this.inTime = answer.future()
                .timeout(Math.max(1, call.remaining().toMillis()), TimeUnit.MILLISECONDS)
                .recover(
                        cause -> Future.failedFuture(cause instanceof TimeoutException ? VkFailures.timeout() : cause));
    }

    private static Map<String, @Nullable Object> params(VkCall.Body body) {
        return Objects.requireNonNullElse(body.params(), Map.of());
    }

    Future<VkAnswer> answer() {
        return inTime;
    }

    String method() {
        return body.method();
    }

    Set<String> names() {
        return params(body).keySet();
    }

    /** Its part of the code. */
    String script() {
        return script;
    }

    Duration remaining() {
        return call.remaining();
    }

    boolean waits() {
        return !inTime.isComplete();
    }

    /** It was part of a request to VK. */
    int tried() {
        return ++attempts;
    }

    void waited(long millis) {
        waitedMs += millis;
    }

    void challenged(PoolToken token) {
        challenged = token;
    }

    /** @param written its row of the log, for which the caller waits as in a call of its own */
    void succeed(VkAnswer done, Future<?> written) {
        tools.log().settled(written).onComplete(settled -> answer.tryComplete(done));
    }

    void fail(Throwable cause, Future<?> written) {
        tools.log().settled(written).onComplete(settled -> answer.tryFail(cause));
    }

    int attempts() {
        return attempts;
    }

    long waitedMs() {
        return waitedMs;
    }

    /** It goes on by itself, with what time it has left. */
    void goAlone() {
        goAlone(null, null);
    }

    /** @param lacking a token that lacks the right to it, as {@code last} says */
    void goAlone(@Nullable PoolToken lacking, @Nullable Failure last) {
        if (waits()) {
            new CallRun(tools, body, call, new CallRun.Past(attempts, waitedMs, challenged, lacking, last))
                    .run()
                    .onSuccess(answer::tryComplete)
                    .onFailure(answer::tryFail);
        }
    }
}
