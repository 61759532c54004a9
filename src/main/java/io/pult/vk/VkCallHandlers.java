package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.infra.Idempotency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

final class VkCallHandlers {
    private final CallTools tools;
    private final Idempotency idempotency;
    private final ReadBatcher batcher;

    VkCallHandlers(CallTools tools, Idempotency idempotency) {
        this.tools = tools;
        this.idempotency = idempotency;
        this.batcher = new ReadBatcher(tools);
    }

    Future<?> serve(Bus bus) {
        return bus.serve(VkCallOps.CALL, this::call);
    }

    /** What a call on its way needs. */
    record CallTools(
            Vertx vertx,
            VkSettings settings,
            InstantSource clock,
            String node,
            TokenPicker picker,
            TokenPool pool,
            TokenVault vault,
            VkClient client,
            TokenVerdicts verdicts,
            TokenLogWriter log,
            VkErrors errors,
            Captchas captchas) {}

    /** Under a key that VK has said no to, it is not asked again. */
    Future<VkAnswer> call(VkCall request, Call call) {
        VkCall.Body body = request.body();
        if (Boolean.TRUE.equals(body.batch()) && VkMethods.reads(body.method())) {
            return idempotency.onceOutside(
                    call,
                    VkCallOps.CALL,
                    request,
                    () -> batcher.call(body, call),
                    failure -> failure.is(VkFailures.REFUSED));
        }
        var run = new CallRun(tools, body, call);
        return idempotency.onceOutside(call, VkCallOps.CALL, request, run::run, run::saidNo);
    }
}
